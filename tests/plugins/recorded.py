"""Recordings of everything the line says, made of tones: each line of the studio's own list is a
short sound of its own, with the words in the index as they would be."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from audio.phrases import PhraseBook
from audio.recordings import Recordings, index
from audio.recordings.g711 import RATE
from audio.recordings.index import Entry
from audio.recordings.wave import wav
from audio.studio.lines import Line, languages, lines

SECONDS = 0.2
EVERYTHING: Callable[[Line], bool] = lambda line: True  # noqa: E731 - it is a value, of a type


def record(
    folder: Path, book: PhraseBook, wanted: Callable[[Line], bool] = EVERYTHING
) -> Recordings:
    """Tones for the ``wanted`` lines of ``book``, in ``folder``."""
    for language in languages(book):
        place = folder / language
        place.mkdir(parents=True)
        entries = [_entry(place, line) for line in lines(book, language) if wanted(line)]
        index.write(place, entries)
    return Recordings.load(folder)


def _entry(folder: Path, line: Line) -> Entry:
    samples = _tone(f"{line.language} {line.text} {line.final}")
    (folder / f"{line.name}.wav").write_bytes(wav(samples, line.text))
    return Entry(
        name=line.name,
        text=line.text,
        final=line.final,
        seconds=SECONDS,
        peak=-6.0,
        loudness=-20.0,
        text_hash=index.text_hash(line.text, line.final),
        id=index.sound_id(samples),
        source="tone",
    )


def _tone(name: str) -> bytes:
    """Loud, 250 times a second the same: no two names have the same."""
    wave = hashlib.sha256(name.encode()).digest()
    return wave * int(SECONDS * RATE / len(wave))
