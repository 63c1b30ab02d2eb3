"""An utterance taken apart into what is recorded as one piece, and the pauses between.

The studio asks here what to record and the line asks here what to play, so that both mean the same
words. Fixed words are one unit a sentence; a value is one unit up to each pause inside it. "Press"
belongs to the key behind it: a syllable alone is the hardest thing to understand on a telephone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from audio.phrases import Piece

_SENTENCES = re.compile(r"(?<=[。！？；])|(?<=[.?!;])(?=\s)")
_EDGES = re.compile(r"([\W_]*)(.*?)([\W_]*)", re.DOTALL)
# A dot belongs to the value: p.m.
_VALUE = re.compile(r"([^，、：,:]+)([，、：,:\s]*)")
_END = re.compile(r"[。！？；.?!;]")
_PAUSE = re.compile(r"[，、：,:—…]")
_PRESS = re.compile(r"请按$|(?:^|(?<=[,;:]\s))press $")


class Unit(NamedTuple):
    """Words without the punctuation around them.

    ``before`` is what stands in front of the first unit of an utterance, ``after`` what follows
    this one, up to the next. ``final`` closes a sentence. ``slot`` names the value that it is part
    of; fixed words have none.
    """

    text: str
    after: str
    final: bool
    slot: str | None = None
    before: str = ""

    @property
    def pause(self) -> bool:
        """Whether the voice pauses behind it, in mid-sentence."""
        return not self.final and bool(_PAUSE.search(self.after))


def units(pieces: Iterable[Piece]) -> tuple[Unit, ...]:
    """The units of a whole utterance, in order; their texts joined are its words."""
    found: list[tuple[str, str | None]] = []
    gaps = [""]
    for piece in _pressed(pieces):
        for before, core, after in _parts(piece.text, piece.slot is None):
            gaps[-1] += before
            if core:
                found.append((core, piece.slot))
                gaps.append(after)
            else:
                gaps[-1] += after
    last = len(found) - 1
    return tuple(
        Unit(
            text,
            gaps[at + 1],
            _closes(gaps[at + 1], last=at == last),
            slot,
            gaps[0] if at == 0 else "",
        )
        for at, (text, slot) in enumerate(found)
    )


def cores(pieces: Iterable[Piece]) -> Iterator[tuple[str, bool]]:
    """The texts of ``units`` alone, in less time, and whether each is part of a value."""
    for piece in _pressed(pieces):
        value = piece.slot is not None
        for _, core, _ in _parts(piece.text, not value):
            if core:
                yield core, value


def _pressed(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces, with "press" taken from the end of fixed words to the value that follows."""
    lead = ""
    for piece in pieces:
        if piece.slot is not None:
            yield Piece(lead + piece.text, piece.slot) if lead else piece
            lead = ""
            continue
        words, lead = _led(piece.text)
        if words:
            yield Piece(words)
    if lead:
        yield Piece(lead)


@lru_cache(maxsize=4096)
def _led(text: str) -> tuple[str, str]:
    """Fixed words without the "press" at their end, and that."""
    press = _PRESS.search(text)
    return (text[: press.start()], text[press.start() :]) if press else (text, "")


def _closes(gap: str, *, last: bool) -> bool:
    return bool(_END.search(gap)) or (last and not _PAUSE.search(gap))


def whole_value(stretch: Iterable[Unit]) -> str:
    """The words of one value whose units were taken apart at its pauses."""
    some = tuple(stretch)
    return "".join(unit.text + unit.after for unit in some[:-1]) + some[-1].text


def _parts(text: str, fixed: bool) -> Iterable[tuple[str, str, str]]:
    return _fixed_parts(text) if fixed else _value_parts(text)


@lru_cache(maxsize=4096)
def _fixed_parts(text: str) -> tuple[tuple[str, str, str], ...]:
    """Fixed words recur in every call: each is taken apart once."""
    return tuple(_sentence_parts(text))


def _sentence_parts(text: str) -> Iterator[tuple[str, str, str]]:
    for sentence in _SENTENCES.split(text):
        match = _EDGES.fullmatch(sentence)
        if sentence and match:
            yield match[1], match[2], match[3]


def _value_parts(text: str) -> Iterator[tuple[str, str, str]]:
    for match in _VALUE.finditer(text):
        yield "", match[1], match[2]
