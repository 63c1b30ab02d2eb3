"""Values to say a phrase with when it is nobody's: ordinary ones, short to listen to."""

from __future__ import annotations

from collections.abc import Mapping

from audio.phrases import PhraseBook
from audio.values import KINDS, TERM

ORDINARY: dict[str, object] = {
    "money": 1200_50,
    "digits": "1234",
    "date": "2026-03-15",
    "month": 202602,
    "weekday": "2026-03-16",
    "time": "09:30",
    "percent": "8.5",
    "count": 3,
    "number": 1,
    "months": 3,
    "days": 3,
    "hours": 2,
    "minutes": 5,
}
"""By kind. A kind that is not here is said with the first of its own samples."""


def sample_slots(
    book: PhraseBook, phrase: str, keys: Mapping[str, int] | None = None
) -> dict[str, object]:
    """A value for every slot of a phrase; ``keys`` are those at which phrases offer their choices.

    Raises ``PhraseUnknown``.
    """
    own = {"key": keys[phrase]} if keys and phrase in keys else {}
    return own | {
        slot: _term(book, slot) if kind == TERM else ORDINARY.get(kind, _first(kind))
        for slot, kind in book.slots(phrase).items()
        if slot not in own
    }


def _first(kind: str) -> object:
    return KINDS[kind].samples[0]


def _term(book: PhraseBook, slot: str) -> str:
    """A term that a slot of this name may hold: one of its own family, else any."""
    terms = sorted(name.removeprefix(f"{TERM}.") for name in book.names if name.startswith(TERM))
    return next((term for term in terms if term.startswith(f"{slot}.")), terms[0])
