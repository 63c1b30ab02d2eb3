"""What tests make up of people, and what programs of ours wrote: the one is not in the other.

``tests.plugins.leaks`` compares them when the tests are over.
"""

from __future__ import annotations

from audio.languages import LANGUAGES

_USED: set[str] = set()
_WRITTEN: list[tuple[str, str]] = []
SHORTEST = 4
"""Shorter than this and it stands in every text: the last digit of an amount is no secret."""


def remember(*values: str | None) -> None:
    """ID numbers, PINs, names, telephone numbers: whatever must never be written down."""
    _USED.update(value for value in values if value and len(value) >= SHORTEST)


def remember_amount(fen: int) -> int:
    """An amount, in the figures and in the words of every language; gives it back."""
    for language in LANGUAGES.values():
        remember(language.money(fen), language.written.money(fen))
    remember(f"{fen / 100:.2f}")
    return fen


def used() -> frozenset[str]:
    """Everything remembered so far."""
    return frozenset(_USED)


def wrote(where: str, text: str) -> None:
    """What a program of ours wrote where pytest does not see it: a server in its own process."""
    if text:
        _WRITTEN.append((where, text))


def written() -> list[tuple[str, str]]:
    """Where something was written, and what."""
    return list(_WRITTEN)
