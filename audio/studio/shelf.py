"""The recordings of one language as the studio changes them: files and index kept together."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Self

from audio.recordings import index
from audio.recordings.index import INDEX, Entry
from audio.recordings.wave import samples_of, wav
from audio.studio import sound
from audio.studio.lines import Line

HOME = Path(index.__file__).parent
"""The recordings that ship with the line."""
_SAVE_EVERY = 25


def entry(line: Line, samples: bytes, source: str, recipe: str = "") -> Entry:
    """What the index says of ``samples`` that say ``line``."""
    levels = sound.measure(sound.decoded(samples))
    return Entry(
        name=line.name,
        text=line.text,
        final=line.final,
        seconds=levels.seconds,
        peak=levels.peak,
        loudness=levels.loudness,
        text_hash=index.text_hash(line.text, line.final),
        id=index.sound_id(samples),
        source=source,
        recipe=recipe,
    )


class Shelf:
    """The entries by name. As a context it saves the index at its end, and now and then before."""

    def __init__(self, language: str, home: Path | None = None) -> None:
        """Raises IndexBroken and OSError."""
        self.language = language
        self.folder = (home or HOME) / language
        found = index.read(self.folder) if (self.folder / INDEX).exists() else ()
        self._entries = {kept.name: kept for kept in found}
        self._unsaved = 0

    @property
    def entries(self) -> tuple[Entry, ...]:
        """By name."""
        return tuple(self._entries[name] for name in sorted(self._entries))

    def find(self, line: Line) -> Entry | None:
        """The recording of just this line, with a file; a line of other words has none."""
        kept = self._entries.get(line.name)
        wanted = index.text_hash(line.text, line.final)
        if kept is None or kept.text_hash != wanted or not self.file(kept.name).exists():
            return None
        return kept

    def named(self, name: str) -> Entry | None:
        """The recording of that name, whatever it says."""
        return self._entries.get(name)

    def file(self, name: str) -> Path:
        """Where a recording of that name is."""
        return self.folder / f"{name}.wav"

    def samples(self, name: str) -> bytes:
        """The µ-law samples of a recording. Raises NotAWave and OSError."""
        return samples_of(self.file(name).read_bytes())

    def put(self, new: Entry, samples: bytes) -> None:
        """A recording in the place of the one of that name."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.file(new.name).write_bytes(wav(samples, new.text))
        self._entries[new.name] = new
        self._unsaved += 1
        if self._unsaved >= _SAVE_EVERY:
            self.save()

    def strays(self, names: Iterable[str]) -> list[str]:
        """Recordings, with or without a file, that none of ``names`` asks for."""
        files = {file.stem for file in self.folder.glob("*.wav")}
        return sorted((files | set(self._entries)) - set(names))

    def drop(self, name: str) -> None:
        """Take a recording away."""
        self.file(name).unlink(missing_ok=True)
        self._entries.pop(name, None)
        self._unsaved += 1

    def save(self) -> None:
        """Write the index."""
        if self._unsaved:
            index.write(self.folder, self._entries.values())
            self._unsaved = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """However it ends, what was put is kept."""
        self.save()
