"""The phrases that ship with the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from audio import phrases as phrases_package
from audio.languages import LANGUAGES
from audio.phrases import PhraseBook
from audio.phrases.folder import read

FOLDER = Path(phrases_package.__file__).parent
SHIPPED = ("zh-CN", "en-US")
"""The languages of the demo city: always whole."""

# What an import may hold, as the names of terms.
RECORDED = [
    *("employee-medical", "resident-medical", "employee-pension", "resident-pension"),
    *("unemployment", "work-injury", "maternity"),
    *("account.medical", "account.pension"),
    *("movement.credit", "movement.spend", "movement.interest", "movement.adjustment"),
    *("contribution.paid", "contribution.owed"),
    *("enrolment.active", "enrolment.paused", "enrolment.ended"),
    *("claim.received", "claim.accepted", "claim.paid", "claim.rejected"),
    *("card.active", "card.frozen", "card.lost", "card.in-production"),
    "benefit.other",
]


@pytest.fixture(scope="module")
def book() -> PhraseBook:
    return PhraseBook.load()


def test_nothing_is_wrong_with_them(book: PhraseBook) -> None:
    assert book.problems(SHIPPED) == []
    assert set(book.languages) == set(LANGUAGES)


def test_what_there_is_in_cantonese_is_said_as_in_mandarin() -> None:
    """Phrases may be missing while no city speaks it; those there are have the same slots."""
    phrases, problems = read(FOLDER)
    assert problems == []
    mandarin, cantonese = phrases["zh-CN"], phrases["yue-CN"]
    assert len(cantonese) > 150
    assert {name: cantonese[name].slots for name in cantonese} == {
        name: mandarin[name].slots for name in cantonese
    }


def test_english_keeps_text_messages_short() -> None:
    """One sign that is not ASCII, and a text message holds 70 characters instead of 160."""
    phrases, _ = read(FOLDER)
    assert [name for name, phrase in phrases["en-US"].items() if not phrase.text.isascii()] == []


def test_cantonese_has_its_own_words() -> None:
    """Signs of words that only Mandarin says: 您, 的, 是, 不, 在, 了 and their like."""
    phrases, _ = read(FOLDER)
    for name, phrase in phrases["yue-CN"].items():
        assert not set(phrase.text) & set("您的是这那们没不在了吗幺按"), name


@pytest.mark.parametrize("term", RECORDED)
def test_everything_a_record_may_name_has_words(book: PhraseBook, term: str) -> None:
    for language in SHIPPED:
        assert 0 < book.longest_seconds(f"term.{term}", language) < 3


def test_terms_of_one_kind_sound_different(book: PhraseBook) -> None:
    for language in SHIPPED:
        for kind in (
            "account",
            "movement",
            "enrolment",
            "contribution",
            "claim",
            "card",
            "benefit",
        ):
            names = [name for name in book.names if name.startswith(f"term.{kind}.")]
            assert len({book.words(name, {}, language) for name in names}) == len(names) > 1
