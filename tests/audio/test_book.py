"""The book of phrases: what it says, piece by piece, and what it refuses."""

from __future__ import annotations

import traceback
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.phrases import PhraseBook, PhraseUnknown, Piece, SlotRefused
from audio.seconds import estimate

DEMO = Path(__file__).with_name("demo")
SECRET = "110101199003070038"
BALANCE = {"as_of": "2026-07-05", "account": "medical", "amount": 123405}


@pytest.fixture(scope="module")
def book() -> PhraseBook:
    return PhraseBook.load(DEMO)


def test_the_demo_has_no_problems(book: PhraseBook) -> None:
    assert book.problems() == []
    assert book.languages == ("en-US", "zh-CN")
    assert book.names == {
        *("demo.welcome", "demo.balance", "demo.waiting", "demo.menu.first", "term.medical")
    }


def test_a_fixed_phrase(book: PhraseBook) -> None:
    assert book.words("demo.welcome", {}, "zh-CN") == "您好，这里是幺二三三三。"
    assert book.pieces("demo.welcome", {}, "zh-CN") == [Piece("您好，这里是幺二三三三。")]
    assert book.slots("demo.welcome") == {}


def test_values_become_words(book: PhraseBook) -> None:
    assert book.words("demo.balance", BALANCE, "zh-CN") == (
        "截至二零二六年七月五日，您的医保个人账户余额是一千二百三十四元零五分。"
    )
    assert book.words("demo.balance", BALANCE, "en-US") == (
        "As of July fifth, twenty twenty-six, your medical account has "
        "one thousand two hundred thirty-four yuan and five fen."
    )
    assert book.words("demo.waiting", {"people": 2, "wait": 12}, "zh-CN") == (
        "前面还有两位，大约等十二分钟。"
    )


def test_a_value_may_come_as_python_has_it(book: PhraseBook) -> None:
    spoken = book.words("demo.balance", BALANCE | {"as_of": date(2026, 7, 5)}, "zh-CN")
    assert spoken == book.words("demo.balance", BALANCE, "zh-CN")


def test_pieces_keep_fixed_words_and_values_apart(book: PhraseBook) -> None:
    assert book.pieces("demo.balance", BALANCE, "zh-CN") == [
        Piece("截至"),
        Piece("二零二六年七月五日", "as_of"),
        Piece("，您的"),
        Piece("医保个人账户", "account"),
        Piece("余额是"),
        Piece("一千二百三十四元零五分", "amount"),
        Piece("。"),
    ]


@given(amount=st.integers(-(10**9), 10**10), language=st.sampled_from(["zh-CN", "en-US"]))
def test_pieces_together_are_the_words(amount: int, language: str) -> None:
    book = PhraseBook.load(DEMO)
    slots = BALANCE | {"amount": amount}
    pieces = book.pieces("demo.balance", slots, language)
    assert "".join(piece.text for piece in pieces) == book.words("demo.balance", slots, language)


def test_slots_tell_their_kinds(book: PhraseBook) -> None:
    assert book.slots("demo.balance") == {"as_of": "date", "account": "term", "amount": "money"}
    with pytest.raises(TypeError):
        book.slots("demo.balance")["amount"] = "date"  # type: ignore[index]


def test_more_slots_than_needed_are_left_alone(book: PhraseBook) -> None:
    assert book.words("demo.welcome", BALANCE, "en-US").startswith("Welcome")
    assert book.words("demo.menu.first", {"key": 1, "more": 2}, "zh-CN").endswith("请按一。")


@pytest.mark.parametrize(("name", "language"), [("demo.nothing", "zh-CN"), ("demo.welcome", "fr")])
def test_an_unknown_phrase(book: PhraseBook, name: str, language: str) -> None:
    for ask in (
        lambda: book.words(name, {}, language),
        lambda: book.pieces(name, {}, language),
        lambda: book.longest_seconds(name, language),
    ):
        with pytest.raises(PhraseUnknown, match=f"^there is no phrase {name} in {language}$"):
            ask()


def test_slots_of_an_unknown_phrase(book: PhraseBook) -> None:
    with pytest.raises(PhraseUnknown, match=r"^there is no phrase demo\.nothing$"):
        book.slots("demo.nothing")


def test_a_missing_slot(book: PhraseBook) -> None:
    with pytest.raises(SlotRefused, match=r"^demo\.waiting needs the slot wait \(minutes\)$"):
        book.words("demo.waiting", {"people": 2}, "zh-CN")


def test_a_wrong_value_is_refused_without_being_told(book: PhraseBook) -> None:
    with pytest.raises(SlotRefused) as refused:
        book.words("demo.balance", BALANCE | {"amount": SECRET}, "zh-CN")
    assert str(refused.value) == "demo.balance, slot amount: money is a whole number of fen"
    assert SECRET not in "".join(traceback.format_exception(refused.value))


@pytest.mark.parametrize("term", ["gold", "", None, "medical.gold"])
def test_an_unknown_term_is_refused(book: PhraseBook, term: object) -> None:
    with pytest.raises(SlotRefused, match=r"^demo\.balance, slot account: "):
        book.words("demo.balance", BALANCE | {"account": term}, "zh-CN")


def test_the_longest_is_longer_than_what_people_hear(book: PhraseBook) -> None:
    for language in book.languages:
        heard = estimate(book.words("demo.balance", BALANCE, language), language)
        assert heard < book.longest_seconds("demo.balance", language) < 3 * heard
        fixed = estimate(book.words("demo.welcome", {}, language), language)
        assert book.longest_seconds("demo.welcome", language) == fixed
