"""A reading: one sentence that is read, in parts, some of which are kept as fragments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

FULL_STOPS = ("。", ".", "？", "?", "！", "!", "；", ";")
"""What closes a sentence."""


@dataclass(frozen=True)
class Part:
    """Some words of a reading. ``name`` is the fragment they are kept as; without, they only lead
    the voice. ``stop`` is the punctuation behind them, empty when the next part follows at once.
    """

    text: str
    name: str = ""
    stop: str = ""

    @property
    def final(self) -> bool:
        """Whether a sentence ends here."""
        return self.stop in FULL_STOPS


Reading = tuple[Part, ...]


def fragments(readings: Iterable[Reading]) -> Iterator[tuple[Part, Reading]]:
    """Every fragment once, with the reading it is cut from: the first that has it."""
    seen = set()
    for reading in readings:
        for part in reading:
            if part.name and (part.text, part.final) not in seen:
                seen.add((part.text, part.final))
                yield part, reading


def twice(text: str, name: str, pause: str, end: str, before: Part | None = None) -> Reading:
    """The same words before a pause and at the end: 三十四元，三十四元。"""
    lead = (before,) if before else ()
    return (*lead, Part(text, name, pause), *lead, Part(text, name, end))
