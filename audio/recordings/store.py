"""The recordings of the line: found by words, played by the name of their sound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Self

from audio.fragments import INVENTORIES, fragments
from audio.fragments.table import Table
from audio.phrases import Piece
from audio.recordings import index
from audio.recordings.g711 import RATE, SILENCE
from audio.recordings.index import Entry
from audio.recordings.units import Unit, cores, units, whole_value
from audio.recordings.wave import samples_of

FRAGMENT = "fragment."
"""Names of fragments of values start with it."""

CLAUSE_PAUSE = SILENCE * (RATE * 18 // 100)
SENTENCE_PAUSE = SILENCE * (RATE * 40 // 100)
_PAUSES = {index.sound_id(pause): pause for pause in (CLAUSE_PAUSE, SENTENCE_PAUSE)}
_CLAUSE_ID, _SENTENCE_ID = _PAUSES
# A few of the words that most calls hear; about 2 MB.
_KEPT_IN_MEMORY = 256


@dataclass(frozen=True)
class Clip:
    """A recording as an utterance uses it.

    ``id`` names the sound, [0-9a-f]{20}: what it stands for never changes. ``text`` is what is
    heard, with the punctuation and spaces behind it, so that clips joined give the words;
    ``seconds`` is without the pause behind it. A pause is a clip too, its text punctuation.
    """

    id: str
    text: str
    seconds: float


class Recordings:
    """Immutable. The sound itself is read from disk when it is asked for."""

    def __init__(self, folder: Path, entries: Mapping[str, Sequence[Entry]]) -> None:
        """``entries`` by language; their files are ``folder/<language>/<name>.wav``."""
        self._every = {
            code: Table((entry.text, entry.final, entry) for entry in some)
            for code, some in entries.items()
        }
        self._fragments = {
            code: Table(
                (entry.text, entry.final, entry)
                for entry in some
                if entry.name.startswith(FRAGMENT)
            )
            for code, some in entries.items()
        }
        self._complete = frozenset(
            code
            for code, table in self._fragments.items()
            if code in INVENTORIES
            and all(table.whole(part.text, part.final) for part, _ in fragments(INVENTORIES[code]))
        )
        self._files = {
            entry.id: (folder / code / f"{entry.name}.wav", entry.final)
            for code, some in entries.items()
            for entry in some
        }
        self._sound = lru_cache(maxsize=_KEPT_IN_MEMORY)(self._read)

    @classmethod
    def load(cls, folder: Path | None = None) -> Self:
        """The recordings in ``folder``, by default those that ship with the line.

        A language without an index has none. Raises IndexBroken and OSError.
        """
        place = folder or Path(__file__).parent
        indexes = sorted(place.glob(f"*/{index.INDEX}"))
        return cls(place, {file.parent.name: index.read(file.parent) for file in indexes})

    @property
    def languages(self) -> tuple[str, ...]:
        """Codes of the languages that are recorded, sorted."""
        return tuple(self._every)

    def any_value(self, language: str) -> bool:
        """Whether every value of every kind is recorded (``audio.fragments``): all of its
        inventory is, and from that any value is put together. Terms are no values."""
        return language in self._complete

    def clips(self, pieces: Sequence[Piece], language: str) -> tuple[Clip | str, ...]:
        """A whole utterance as clips, and as text where a stretch has no recording.

        Joined, the texts are the words of the utterance. Adjacent unrecorded stretches are one
        text. A language that is not recorded is all text.
        """
        if language not in self._every:
            words = "".join(piece.text for piece in pieces)
            return (words,) if words else ()
        found: list[Clip | str] = []
        for slot, stretch in groupby(units(pieces), key=_value_of):
            some = tuple(stretch)
            if slot is not None and len(some) > 1:
                # A term may have a pause inside and be recorded in one.
                one = some[-1]._replace(text=whole_value(some), before=some[0].before)
                if self._every[language].whole(one.text, one.final):
                    some = (one,)
            for unit in some:
                found += self._spoken(unit, language)
        return tuple(_joined(found))

    def says(self, pieces: Sequence[Piece], language: str) -> bool:
        """Whether ``clips`` finds a recording for all of an utterance, in less time."""
        if language not in self._every:
            return False
        every, fragments = self._every[language], self._fragments[language]
        core = ""
        for core, value in cores(pieces):
            if every.whole(core, final=True) is None and not (value and fragments.covers(core)):
                # A term with a pause inside may be recorded in one.
                return all(isinstance(clip, Clip) for clip in self.clips(pieces, language))
        return bool(core)

    def samples(self, ids: Sequence[str]) -> bytes:
        """The sounds one after the other, µ-law, 8 kHz mono.

        Sentences are kept apart by a pause; there is none at the end. Raises KeyError for an
        unknown id, NotAWave and OSError for a file that is not what it was.
        """
        sounds = [self._sound(sound) for sound in ids]
        if ids and ids[-1] not in _PAUSES and self._files[ids[-1]][1]:
            sounds[-1] = sounds[-1].removesuffix(SENTENCE_PAUSE)
        return b"".join(sounds)

    def _read(self, sound: str) -> bytes:
        if sound in _PAUSES:
            return _PAUSES[sound]
        file, final = self._files[sound]
        return samples_of(file.read_bytes()) + (SENTENCE_PAUSE if final else b"")

    def _spoken(self, unit: Unit, language: str) -> Iterator[Clip | str]:
        entry = self._every[language].whole(unit.text, unit.final)
        cut = [(unit.text, entry)] if entry else None
        if cut is None and unit.slot is not None:
            cut = self._fragments[language].cut(unit.text, unit.final)
        if cut is None:
            yield unit.before + unit.text + unit.after
            return
        if unit.before:
            yield Clip(_CLAUSE_ID, unit.before, len(CLAUSE_PAUSE) / RATE)
        yield from _clips(unit, cut)


def _clips(unit: Unit, cut: Sequence[tuple[str, Entry]]) -> Iterator[Clip]:
    """The pieces of a unit, each with the spaces behind it; then the pause."""
    at = 0
    for text, entry in cut[:-1]:
        start = at
        at = unit.text.index(text, at) + len(text)
        while unit.text[at].isspace():
            at += 1
        yield Clip(entry.id, unit.text[start:at], entry.seconds)
    last = cut[-1][1]
    rest = unit.text[at:]
    if unit.pause or (unit.final and not last.final and unit.after.strip()):
        yield Clip(last.id, rest, last.seconds)
        pause = _CLAUSE_ID if unit.pause else _SENTENCE_ID
        yield Clip(pause, unit.after, len(_PAUSES[pause]) / RATE)
    else:
        yield Clip(last.id, rest + unit.after, last.seconds)


def _value_of(unit: Unit) -> str | None:
    return unit.slot


def _joined(found: Sequence[Clip | str]) -> Iterator[Clip | str]:
    for recorded, stretch in groupby(found, key=lambda one: isinstance(one, Clip)):
        if recorded:
            yield from stretch
        else:
            yield "".join(str(text) for text in stretch)
