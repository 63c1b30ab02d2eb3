"""Values in figures: what a text message reads, and that nothing is lost on the way."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.languages import LANGUAGES
from audio.numerals import LARGEST
from audio.phrases import PhraseBook, PhraseUnknown, SlotRefused
from audio.values import KINDS, ValueRefused, write

BALANCE = {"as_of": "2026-07-05", "account": "medical", "amount": 120005}


@pytest.fixture(scope="module")
def book() -> PhraseBook:
    return PhraseBook.load(Path(__file__).with_name("demo"))


def test_a_phrase_as_a_text_message(book: PhraseBook) -> None:
    assert book.text("demo.balance", BALANCE, "zh-CN") == (
        "截至2026年7月5日，您的医保个人账户余额是1200.05元。"
    )
    assert book.text("demo.balance", BALANCE, "en-US") == (
        "As of July 5, 2026, your medical account has 1,200.05 yuan."
    )
    assert book.text("demo.waiting", {"people": 2, "wait": 12}, "zh-CN") == (
        "前面还有2位，大约等12分钟。"
    )


def test_fixed_words_are_written_as_they_are_said(book: PhraseBook) -> None:
    for code in book.languages:
        assert book.text("demo.welcome", {}, code) == book.words("demo.welcome", {}, code)


def test_what_cannot_be_written(book: PhraseBook) -> None:
    with pytest.raises(PhraseUnknown, match=r"^there is no phrase demo\.nothing in zh-CN$"):
        book.text("demo.nothing", {}, "zh-CN")
    with pytest.raises(SlotRefused, match=r"^demo\.waiting needs the slot wait \(minutes\)$"):
        book.text("demo.waiting", {"people": 2}, "zh-CN")
    with pytest.raises(SlotRefused, match=r"^demo\.balance, slot amount: money is a whole"):
        book.text("demo.balance", BALANCE | {"amount": "12.50"}, "en-US")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_is_not_of_its_kind_is_refused(kind: str) -> None:
    for language in LANGUAGES.values():
        with pytest.raises(ValueRefused):
            write(kind, "name 110101199003070038", language)


@given(fen=st.integers(-LARGEST * 100, LARGEST * 100))
def test_every_amount_can_be_read_again(fen: int) -> None:
    for language in LANGUAGES.values():
        text = write("money", fen, language)
        [figures] = re.findall(r"[0-9,]+\.[0-9]{2}(?![0-9])", text)
        assert int(Decimal(figures.replace(",", "")) * 100) == abs(fen)
        assert text.startswith(("-", "欠")) == (fen < 0)


@given(day=st.dates(min_value=date(1900, 1, 1)))
def test_every_day_can_be_read_again(day: date) -> None:
    year, month, number = map(int, re.findall("[0-9]+", write("date", day, LANGUAGES["zh-CN"])))
    assert date(year, month, number) == day
    written = {write("date", day, language) for language in LANGUAGES.values()}
    assert all(str(day.year) in text and str(day.day) in text for text in written)


@given(percentage=st.decimals(-100, 100, places=4))
def test_every_percentage_can_be_read_again(percentage: Decimal) -> None:
    for language in LANGUAGES.values():
        text = write("percent", percentage, language)
        assert Decimal(text.removesuffix("%")) == percentage
        assert not re.search(r"^-?0[0-9]|^-0%|\.[0-9]*0%$", text)


def test_a_number_to_copy_is_in_one_piece() -> None:
    for language in LANGUAGES.values():
        assert write("digits", "482913", language) == "482913"
        assert write("digits", "2026 0001 11X", language) == "2026000111X"


def test_every_minute_of_a_day_looks_different() -> None:
    minutes = [f"{hour:02}:{minute:02}" for hour in range(24) for minute in range(60)]
    for language in LANGUAGES.values():
        assert len({write("time", minute, language) for minute in minutes}) == 24 * 60
    assert [write("time", minute, LANGUAGES["zh-CN"]) for minute in minutes] == minutes


def test_english_figures_keep_a_text_message_short() -> None:
    for kind in KINDS.values():
        for sample in kind.samples:
            assert kind.word(sample, LANGUAGES["en-US"].written).isascii()
