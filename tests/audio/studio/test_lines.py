"""What the studio asks to record is what the line then looks for: no more and no less."""

from __future__ import annotations

from pathlib import Path

import pytest

from audio.phrases import PhraseBook, PhraseUnknown
from audio.phrases.stands import FAMILIES, sent_only, terms
from audio.recordings import Clip, Recordings
from audio.studio.lines import Line, languages, lines, sample_values
from audio.values import KINDS, TERM
from tests.audio.recordings.places import record


@pytest.fixture(scope="module")
def book() -> PhraseBook:
    """The phrases of the line."""
    return PhraseBook.load()


@pytest.fixture(scope="module")
def every(book: PhraseBook) -> dict[str, tuple[Line, ...]]:
    """All lines by language."""
    return {code: lines(book, code) for code in languages(book)}


@pytest.fixture(scope="module")
def recordings(
    every: dict[str, tuple[Line, ...]], tmp_path_factory: pytest.TempPathFactory
) -> Recordings:
    """Every line recorded, as if a speaker had read the whole script."""
    home = tmp_path_factory.mktemp("recordings")
    for code, some in every.items():
        record(home, code, ((line.name, line.text, line.final) for line in some))
    return Recordings.load(home)


def test_mandarin_and_english_are_recorded(book: PhraseBook) -> None:
    assert languages(book) == ("en-US", "zh-CN")


def test_every_phrase_is_then_heard_whole(
    book: PhraseBook, every: dict[str, tuple[Line, ...]], recordings: Recordings
) -> None:
    term = next(name for name in sorted(book.names) if name.startswith(f"{TERM}."))
    for code in every:
        for name in sorted(book.names):
            long = {
                slot: term.removeprefix(f"{TERM}.") if kind == TERM else KINDS[kind].samples[0]
                for slot, kind in book.slots(name).items()
            }
            for values in (sample_values(book, name), long):
                if sent_only(name):
                    continue
                try:
                    pieces = book.pieces(name, values, code)
                except PhraseUnknown:
                    continue
                clips = recordings.clips(pieces, code)
                texts = [clip.text for clip in clips if isinstance(clip, Clip)]
                assert len(texts) == len(clips), (name, clips)
                assert "".join(texts) == book.words(name, values, code)


def test_every_line_has_a_name_and_words_of_its_own(every: dict[str, tuple[Line, ...]]) -> None:
    for some in every.values():
        assert len({line.name for line in some}) == len(some)
        assert len({(line.text, line.final) for line in some}) == len(some)
        assert all(line.name.isascii() and "/" not in line.name for line in some)


def test_a_line_stands_in_its_sentence(every: dict[str, tuple[Line, ...]]) -> None:
    for some in every.values():
        for line in some:
            own = [
                part for part in line.reading if (part.text, part.final) == (line.text, line.final)
            ]
            assert own and line.text in line.sentence, line
            assert line.seconds > 0.8


def test_what_is_only_sent_is_not_recorded(
    book: PhraseBook, every: dict[str, tuple[Line, ...]]
) -> None:
    sent = {name for name in book.names if sent_only(name)}
    assert {"code.text", "code.text_never", "freeze.text", "pin.text", "term.code.forgot"} <= sent
    assert not sent & {"card.texted", "term.topic.texts", "texts.sent", "term.card.lost"}
    for some in every.values():
        assert not any(line.name.startswith((*sent,)) for line in some)


def test_every_slot_that_holds_a_term_has_terms_of_its_own(book: PhraseBook) -> None:
    slots = {
        (name, slot)
        for name in book.names
        for slot, kind in book.slots(name).items()
        if kind == TERM and name != "welcome.greeting_of"
    }
    assert slots == set(FAMILIES)
    assert set(FAMILIES.values()) - {"rule"} <= {
        term.partition(".")[0] if "." in term else "" for term in terms(book)
    }


def test_lines_of_a_phrase(tmp_path: Path) -> None:
    for code, text in (
        ("zh-CN", "截至{on:date}，余额是{sum:money}。好吗？"),
        ("en-US", "As of {on:date}, {sum:money}. All right?"),
    ):
        (tmp_path / code).mkdir()
        (tmp_path / code / "demo.toml").write_text(f'balance = "{text}"\n', "utf-8")
    book = PhraseBook.load(tmp_path)
    chinese = [line for line in lines(book, "zh-CN") if line.name.startswith("demo")]
    assert [(line.name, line.text, line.final) for line in chinese] == [
        ("demo.balance.1", "截至", False),
        ("demo.balance.2", "余额是", False),
        ("demo.balance.3", "好吗", True),
    ]
    assert chinese[0].sentence == "截至二零二六年七月五日，余额是二十五元。"
    assert chinese[2].sentence == "好吗？"
    english = [line.text for line in lines(book, "en-US") if line.name.startswith("demo")]
    assert english == ["As of", "All right"]
