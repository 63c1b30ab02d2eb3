"""Numbers typed on a keypad: what arrives, and what the caller meant by it.

A carrier hands over the keys of one Gather at once. Inside a number ``*`` means "start this number
again", except where a number may end in X, which a keypad does not have: there a ``*`` in the last
position is the X. Because the carrier counts the star and what stood before it, a number begun
again can arrive in two pieces; the first is held and the rest is waited for.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Complete:
    """The caller ended the number, by its length, by ``#`` or by waiting."""

    number: str


@dataclass(frozen=True)
class Partial:
    """The number was begun again and the carrier stopped counting too early."""

    held: str


@dataclass(frozen=True)
class Cleared:
    """A star and nothing after it: ask again, as if nothing had been typed."""


@dataclass(frozen=True)
class Digits:
    """How a number is typed: between ``least`` and ``most`` characters, waiting ``wait`` seconds.

    ``wait`` is for the first key and between keys alike, since a Gather has one timer; of the two
    it is the longer, because patience does no harm. ``star_is_x``: the last character may be X.
    """

    least: int
    most: int
    wait: int
    star_is_x: bool = False

    def read(self, keys: str, held: str = "") -> Complete | Partial | Cleared:
        """What the caller meant by ``keys``, after what was ``held`` from before.

        >>> Digits(6, 8, 7).read("12*345678")
        Partial(held='345678')
        """
        number, cleared = held, False
        for key in keys:
            if key == "#":
                break
            if key != "*":
                number += key
            elif self.star_is_x and len(number) == self.most - 1:
                number += "X"
            else:
                number, cleared = "", True
            if len(number) == self.most:
                return Complete(number)
        counted_out = "#" not in keys and len(keys) >= self.most - len(held)
        if cleared and counted_out:
            return Partial(number)
        if cleared and not number:
            return Cleared()
        return Complete(number)

    def by_length(self, keys: str, held: str = "") -> bool:
        """Whether ``keys`` ended by their count, so that a ``#`` may still follow."""
        return len(keys) >= self.most - len(held)
