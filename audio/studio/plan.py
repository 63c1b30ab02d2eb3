"""What the studio voice has to read, and what may be read at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from audio.fragments import Reading
from audio.recordings.index import Entry
from audio.studio.lines import Line
from audio.studio.shelf import Shelf
from audio.studio.takes import Takes, Voice


@dataclass(frozen=True)
class Task:
    """One reading, and the lines that are cut from it."""

    reading: Reading
    voice: Voice
    says: str
    lines: tuple[Line, ...]


def stale(
    shelf: Shelf, lines: Iterable[Line], takes: Takes, *, everything: bool = False
) -> list[Line]:
    """The lines that have no recording of their words, or one by a voice that reads differently.

    With ``everything`` also the others, but for what a person recorded: that is stale only when its
    words are others.
    """
    return [
        line
        for line in lines
        if not _fresh(shelf.find(line), "" if everything else takes.recipe(line))
    ]


def _fresh(kept: Entry | None, recipe: str) -> bool:
    return kept is not None and kept.recipe in ("", recipe)


def tasks(lines: Iterable[Line], takes: Takes) -> list[Task]:
    """Lines that are cut from the same reading are read once."""
    together: dict[tuple[Reading, Voice, str], list[Line]] = {}
    for line in lines:
        how = (line.reading, takes.voice(line), takes.says(line))
        together.setdefault(how, []).append(line)
    return [Task(*how, tuple(some)) for how, some in together.items()]
