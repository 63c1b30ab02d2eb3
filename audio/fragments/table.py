"""Puts words together from the fewest pieces of an inventory.

Words are cut only between tokens: characters of Chinese, words of a language that has spaces. The
best cut is found from the end backwards, each place once: tens of microseconds for an amount.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Generic, TypeVar

_TOKEN = re.compile(r"[㐀-䶿一-鿿]|[^\s㐀-䶿一-鿿]+")
_PIECE = 10
_WRONG_ENDING = 1
_MOST_KEPT = 2048

Thing = TypeVar("Thing")


def tokens(text: str) -> list[tuple[int, int]]:
    """Start and end of each token."""
    return [match.span() for match in _TOKEN.finditer(text)]


class Table(Generic[Thing]):
    """Pieces by their words, each for the inside of a sentence and for its end."""

    def __init__(self, pieces: Iterable[tuple[str, bool, Thing]]) -> None:
        """``pieces``: words, whether they close a sentence, and what they stand for."""
        self._inside: dict[str, Thing] = {}
        self._closing: dict[str, Thing] = {}
        # How many tokens the longest piece has that starts with a token.
        self._longest: dict[str, int] = {}
        for text, final, thing in pieces:
            (self._closing if final else self._inside)[text] = thing
            spans = tokens(text)
            first = text[slice(*spans[0])]
            self._longest[first] = max(self._longest.get(first, 0), len(spans))
        every = (*self._inside, *self._closing)
        self._single = frozenset(text for text in every if _TOKEN.fullmatch(text))
        self._kept = lru_cache(_MOST_KEPT)(self._covers)

    def whole(self, text: str, final: bool) -> Thing | None:
        """The piece that says just ``text``; with the other ending if it has only that."""
        first, second = (self._closing, self._inside) if final else (self._inside, self._closing)
        found = first.get(text)
        return second.get(text) if found is None else found

    def covers(self, text: str) -> bool:
        """Whether ``cut`` finds a way. Nearly always each token is a piece, or the longest piece
        at each place is a way."""
        every = _TOKEN.findall(text)
        if self._single.issuperset(every):
            return bool(every)
        # Amounts have ended above; months and days, which are left, are the same for many callers.
        return self._kept(text)

    def _covers(self, text: str) -> bool:
        spans = tokens(text)
        at = 0
        while at < len(spans):
            start, end = spans[at]
            most = min(len(spans), at + self._longest.get(text[start:end], 0))
            for to in range(most, at, -1):
                words = text[start : spans[to - 1][1]]
                if words in self._inside or words in self._closing:
                    at = to
                    break
            else:
                return self.cut(text, False) is not None
        return bool(spans)

    def cut(self, text: str, final: bool) -> list[tuple[str, Thing]] | None:
        """``text`` as pieces in order, the last with the ending asked for if there is one.

        None when some of it is in no piece.
        """
        spans = tokens(text)
        count = len(spans)
        cost = [0] * (count + 1)
        step: list[tuple[int, Thing] | None] = [None] * count
        for at in range(count - 1, -1, -1):
            start, end = spans[at]
            best = -1
            for to in range(at + 1, min(count, at + self._longest.get(text[start:end], 0)) + 1):
                if cost[to] < 0:
                    continue
                words = text[start : spans[to - 1][1]]
                closes = final and to == count
                thing = (self._closing if closes else self._inside).get(words)
                price = cost[to] + _PIECE
                if thing is None:
                    thing = (self._inside if closes else self._closing).get(words)
                    price += _WRONG_ENDING
                if thing is not None and (best < 0 or price < best):
                    best = price
                    step[at] = (to, thing)
            cost[at] = best
        return self._walk(text, spans, step) if count and cost[0] >= 0 else None

    @staticmethod
    def _walk(
        text: str, spans: list[tuple[int, int]], step: list[tuple[int, Thing] | None]
    ) -> list[tuple[str, Thing]]:
        found = []
        at = 0
        while at < len(spans):
            chosen = step[at]
            assert chosen is not None, "the way was found from the end"  # noqa: S101
            found.append((text[spans[at][0] : spans[chosen[0] - 1][1]], chosen[1]))
            at = chosen[0]
        return found
