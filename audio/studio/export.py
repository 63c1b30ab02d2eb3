"""The recordings as files for another telephone system, in either law."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from audio.recordings.g711 import Law
from audio.recordings.wave import wav
from audio.studio.shelf import Shelf


def export(shelf: Shelf, folder: Path, law: Law, done: Callable[[str], None]) -> int:
    """Writes every recording to ``folder/<language>``; how many.

    Raises NotAWave for a damaged recording, OSError when the folder cannot be written.
    """
    place = folder / shelf.language
    place.mkdir(parents=True, exist_ok=True)
    for kept in shelf.entries:
        file = place / f"{kept.name}.wav"
        file.write_bytes(wav(shelf.samples(kept.name), kept.text, law=law))
        done(kept.name)
    return len(shelf.entries)
