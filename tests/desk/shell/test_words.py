"""Every word on every page of the desk, in every language."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from ivr.desk.shell.wordlists import WordList, compiled, wordlists

ALL = list(wordlists())


def test_the_rooms_with_pages_have_lists() -> None:
    assert {"door", "shell"} <= {each.room.name for each in ALL}


@pytest.mark.parametrize("words", ALL, ids=lambda words: words.name)
def test_everything_a_room_says_is_translated(words: WordList) -> None:
    cure = f"run `flask desk words {words.room.name}`, translate, and run it again"
    assert words.untranslated() == [], cure
    kept = words.read()
    wrong = [str(error) for message in kept for error in message.check(kept)]
    assert wrong == [], "the places of a sentence are the same in every language"
    assert words.mo.exists(), cure
    assert words.mo.read_bytes() == compiled(kept), f"{words.mo.name} is of another list: {cure}"


def room_saying(folder: Path, python: str, html: str = "") -> WordList:
    (folder / "templates").mkdir(parents=True, exist_ok=True)
    (folder / "routes.py").write_text(python)
    (folder / "templates" / "page.html").write_text(html)
    return WordList(folder, "zh")


def test_a_new_word_is_found_and_an_old_translation_kept(tmp_path: Path) -> None:
    words = room_saying(tmp_path, '_("Yes")', '{{ _("No") }} {{ _("%(n)s left", n=1) }}')
    words.update()
    assert words.untranslated() == ["%(n)s left", "No", "Yes"]
    text = words.po.read_text("utf-8")
    words.po.write_text(text.replace('msgid "Yes"\nmsgstr ""', 'msgid "Yes"\nmsgstr "是"'), "utf-8")
    room_saying(tmp_path, '_l("Yes")', '{{ _("Never") }}')
    words.update()
    assert words.untranslated() == ["Never"]
    assert {m.id for m in read_po(io.BytesIO(words.po.read_bytes())) if m.id} == {"Yes", "Never"}


def test_finding_the_words_again_changes_nothing(tmp_path: Path) -> None:
    words = room_saying(tmp_path, '_("Yes")')
    words.update()
    before = words.po.read_bytes(), words.mo.read_bytes()
    words.update()
    assert (words.po.read_bytes(), words.mo.read_bytes()) == before


def test_a_guess_is_no_translation(tmp_path: Path) -> None:
    words = room_saying(tmp_path, '_("Yes")')
    words.update()
    text = words.po.read_text("utf-8").replace("#: ", "#, fuzzy\n#: ", 1)
    words.po.write_text(
        text.replace('msgstr ""\n', 'msgstr "是"\n').replace('msgstr "是"', 'msgstr ""', 1), "utf-8"
    )
    assert words.untranslated() == ["Yes"]
