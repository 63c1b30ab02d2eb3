"""What is wrong with the recordings of a language, without listening."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audio.recordings.index import Entry, sound_id
from audio.recordings.wave import NotAWave
from audio.studio.lines import Line
from audio.studio.shelf import Shelf

_CLIPPED = -0.2
_QUIET = -30.0
"""dB of full scale."""


@dataclass(frozen=True)
class Fault:
    """``kind`` is one word; ``sentence`` names the recording and the cure."""

    kind: str
    name: str
    sentence: str


def faults(shelf: Shelf, lines: Sequence[Line]) -> Iterator[Fault]:
    """Missing, stale, damaged, clipped, quiet, long and unused recordings."""
    for line in lines:
        kept = shelf.find(line)
        if kept is None:
            yield _absent(shelf, line)
        else:
            yield from _heard(shelf, line, kept)
    for name in shelf.strays(line.name for line in lines):
        yield Fault(
            "unused", name, f"{name} is asked for by no phrase; flask audio prune takes it away."
        )


def _absent(shelf: Shelf, line: Line) -> Fault:
    if shelf.named(line.name) is not None and shelf.file(line.name).exists():
        return Fault("stale", line.name, f"{line.name} says other words; record: {line.text}")
    return Fault("missing", line.name, f"{line.name} is not recorded; record: {line.text}")


def _heard(shelf: Shelf, line: Line, kept: Entry) -> Iterator[Fault]:
    name = line.name
    try:
        same = sound_id(shelf.samples(name)) == kept.id
    except NotAWave as error:
        yield Fault("damaged", name, f"{name}.wav cannot be played: {error}.")
        return
    if not same:
        yield Fault(
            "damaged", name, f"{name}.wav was changed by hand; bring it in with flask audio import."
        )
    if kept.peak >= _CLIPPED:
        yield Fault("clipped", name, f"{name} is clipped ({kept.peak} dB); record it softer.")
    if kept.loudness < _QUIET:
        yield Fault("quiet", name, f"{name} is too quiet ({kept.loudness} dB); record it closer.")
    if kept.seconds > line.seconds:
        yield Fault(
            "long",
            name,
            f"{name} lasts {kept.seconds:.1f} s and may last {line.seconds:.1f} s; read it faster.",
        )
