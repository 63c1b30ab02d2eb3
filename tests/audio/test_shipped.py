"""The phrases that ship with the line."""

from __future__ import annotations

import pytest

from audio.languages import LANGUAGES
from audio.phrases import PhraseBook

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
    assert book.problems() == []
    assert set(book.languages) == set(LANGUAGES)


@pytest.mark.parametrize("term", RECORDED)
def test_everything_a_record_may_name_has_words(book: PhraseBook, term: str) -> None:
    for language in book.languages:
        assert 0 < book.longest_seconds(f"term.{term}", language) < 3


def test_terms_of_one_kind_sound_different(book: PhraseBook) -> None:
    for language in book.languages:
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
