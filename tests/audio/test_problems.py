"""A gallery of broken books, each with the exact sentence that says what is wrong and the cure."""

from __future__ import annotations

from pathlib import Path

import pytest

from audio.phrases import PhraseBook, PhraseUnknown

GOOD = 'hello = "Hello."\n'

KINDS = (
    "count, date, days, digits, hours, minutes, money, month, months, number, percent, term, "
    "time, weekday"
)

# The text of phrase "hello" in both languages, and what is wrong with it.
BROKEN_TEXTS = {
    "": ["is empty; write what is said, or take it out of every language."],
    "  ": ["is empty; write what is said, or take it out of every language."],
    "Press 1": [
        "leaves the digit '1' to the voice; write it in words, "
        "or make it a slot such as {count:count}."
    ],
    "二〇二六": [
        "leaves the digit '〇' to the voice; write it in words, "
        "or make it a slot such as {count:count}."
    ],
    "Press #": ["leaves the sign '#' to the voice; write it in words."],
    "90％": [
        "leaves the digit '9' to the voice; write it in words, "
        "or make it a slot such as {count:count}.",
        "leaves the digit '0' to the voice; write it in words, "
        "or make it a slot such as {count:count}.",
        "leaves the sign '％' to the voice; write it in words.",
    ],
    "￥": ["leaves the sign '￥' to the voice; write it in words."],
    "{{": ["leaves the sign '{' to the voice; write it in words."],
    "a\\tb": ["has the control character U+0009; take it out."],
    "a\\u200bb": ["has the control character U+200B; take it out."],
    "a\\u2028b": ["has the control character U+2028; take it out."],
    "{amount:money": ["has a brace without its partner; a slot is {name:kind}."],
    "amount}": ["has a brace without its partner; a slot is {name:kind}."],
    "{amount}": ["has a slot that is not written {name:kind}."],
    "{:money}": ["has a slot that is not written {name:kind}."],
    "{}": ["has a slot that is not written {name:kind}."],
    "{Amount:money}": ["has a slot that is not written {name:kind}."],
    "{amount!r:money}": ["has a slot that is not written {name:kind}."],
    "{amount:yuan}": [f"has a slot of the unknown kind 'yuan'; the kinds are {KINDS}."],
    "{a:money} {a:date}": ["has the slot 'a' as money and as date; give two slots two names."],
}


def _book(folder: Path, files: dict[str, str | bytes]) -> PhraseBook:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return PhraseBook.load(folder)


@pytest.mark.parametrize("text", BROKEN_TEXTS)
def test_broken_texts(text: str, tmp_path: Path) -> None:
    line = f'hello = "{text}"\n'
    book = _book(tmp_path, {"en-US/a.toml": line, "zh-CN/a.toml": line})
    assert sorted(book.problems()) == sorted(
        f"{code}/a.toml: a.hello {what}"
        for code in ("en-US", "zh-CN")
        for what in BROKEN_TEXTS[text]
    )


def test_a_sound_slot_twice_is_no_problem(tmp_path: Path) -> None:
    line = 'hello = "{a:money} {a:money}"\n'
    assert _book(tmp_path, {"en-US/a.toml": line, "zh-CN/a.toml": line}).problems() == []


def test_missing_in_a_language(tmp_path: Path) -> None:
    book = _book(tmp_path, {"en-US/a.toml": GOOD, "zh-CN/b.toml": GOOD})
    assert book.problems() == [
        "a.hello is missing in zh-CN; add it to zh-CN/a.toml.",
        "b.hello is missing in en-US; add it to en-US/b.toml.",
    ]


def test_what_a_language_nobody_hears_lacks_is_no_fault(tmp_path: Path) -> None:
    files = {"en-US/a.toml": GOOD + 'more = "{a:money}"', "zh-CN/a.toml": GOOD}
    book = _book(tmp_path, dict(files))
    assert book.problems(["zh-CN"]) == ["a.more is missing in zh-CN; add it to zh-CN/a.toml."]
    assert book.problems(["en-US"]) == []
    assert book.problems([]) == []


def test_what_is_broken_is_said_in_a_language_nobody_hears(tmp_path: Path) -> None:
    line = 'due = "{a:money}"\nkey = "Press 1"\nbad = "{a"\n'
    book = _book(tmp_path, {"en-US/a.toml": line, "zh-CN/a.toml": 'due = "{a:month}"'})
    assert book.problems([]) == [
        "en-US/a.toml: a.key leaves the digit '1' to the voice; write it in words, "
        "or make it a slot such as {count:count}.",
        "en-US/a.toml: a.bad has a brace without its partner; a slot is {name:kind}.",
        "a.due has not the same slots in every language: en-US has {a:money}; zh-CN has {a:month}.",
    ]


def test_slots_differ(tmp_path: Path) -> None:
    book = _book(
        tmp_path,
        {
            "en-US/a.toml": 'due = "{b:date}, {a:money}"\nnone = "None."\n',
            "zh-CN/a.toml": 'due = "{a:month}"\nnone = "{a:money}"\n',
        },
    )
    assert book.problems() == [
        "a.due has not the same slots in every language: "
        "en-US has {a:money}, {b:date}; zh-CN has {a:month}.",
        "a.none has not the same slots in every language: en-US has none; zh-CN has {a:money}.",
    ]


def test_the_order_of_slots_is_the_languages_own(tmp_path: Path) -> None:
    book = _book(
        tmp_path,
        {
            "en-US/a.toml": 'due = "{amount:money} on {day:date}"\n',
            "zh-CN/a.toml": 'due = "{day:date}付{amount:money}"\n',
        },
    )
    assert book.problems() == []


def test_a_term_is_fixed_words(tmp_path: Path) -> None:
    line = 'due = "{a:money}"\n'
    book = _book(tmp_path, {"en-US/term.toml": line})
    assert book.problems() == [
        "en-US/term.toml: term.due has a slot; a term is fixed words, "
        "so put the slot in the phrase that uses it."
    ]


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        (
            {"en-US/a.toml": "hello = Hello"},
            "en-US/a.toml: is not TOML: Invalid value (at line 1, column 9).",
        ),
        (
            {"en-US/a.toml": GOOD + GOOD},
            "en-US/a.toml: is not TOML: Cannot overwrite a value (at line 2, column 17).",
        ),
        (
            {"en-US/a.toml": 'hello = "您好"'.encode("gb18030")},
            "en-US/a.toml: is not UTF-8 at byte 9; save it as UTF-8.",
        ),
        ({"en-US/a.toml": "n = 3"}, "en-US/a.toml: a.n is a int, not a text; put it in quotes."),
        (
            {"en-US/a.b.toml": GOOD},
            "en-US/a.b.toml: has a dot in its name; use a table inside the file instead.",
        ),
        (
            {"en-US/Aa.toml": GOOD},
            "en-US/Aa.toml: Aa.hello is no name; "
            "use lower-case letters, digits, - and _, starting with a letter.",
        ),
        (
            {"en-US/a.toml": GOOD, "fr-FR/a.toml": GOOD},
            "fr-FR: the line does not speak it, only en-US, yue-CN, zh-CN; "
            "rename the folder, or add the language to audio/languages.",
        ),
    ],
)
def test_broken_files(files: dict[str, str | bytes], problem: str, tmp_path: Path) -> None:
    assert _book(tmp_path, files).problems() == [problem]


def test_a_text_that_cannot_be_read_is_not_also_said_to_differ(tmp_path: Path) -> None:
    book = _book(tmp_path, {"en-US/a.toml": 'due = "{a:money}"', "zh-CN/a.toml": 'due = "{a"'})
    assert book.problems() == [
        "zh-CN/a.toml: a.due has a brace without its partner; a slot is {name:kind}."
    ]


def test_folders_of_tools_are_no_languages(tmp_path: Path) -> None:
    book = _book(tmp_path, {"en-US/a.toml": GOOD, "__pycache__/a.pyc": b"", ".git/a": b""})
    assert book.problems() == []
    assert book.languages == ("en-US",)


def test_a_term_is_not_waited_for_where_there_is_none(tmp_path: Path) -> None:
    book = _book(tmp_path, {"en-US/a.toml": 'due = "{a:term}"\n'})
    assert book.longest_seconds("a.due", "en-US") == 0


def test_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "readme.txt").write_text("no language")
    book = PhraseBook.load(tmp_path)
    assert book.languages == () and book.names == frozenset()
    assert book.problems() == [
        f"{tmp_path.name}: has no folder of a language, such as zh-CN; add one."
    ]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        PhraseBook.load(tmp_path / "nowhere")


def test_a_broken_phrase_leaves_the_others_speakable(tmp_path: Path) -> None:
    book = _book(tmp_path, {"en-US/a.toml": GOOD + 'bad = "{x"\nodd = "Press 1"\n'})
    assert len(book.problems()) == 2
    assert book.words("a.hello", {}, "en-US") == "Hello."
    assert book.words("a.odd", {}, "en-US") == "Press 1"
    with pytest.raises(PhraseUnknown):
        book.words("a.bad", {}, "en-US")
