"""Lets the studio voice read what is missing or stale, and keeps what was done at every moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from audio.fragments import Reading
from audio.recordings.index import Entry
from audio.studio import sound
from audio.studio.kokoro import Kokoro
from audio.studio.lines import Line
from audio.studio.models import Cellar
from audio.studio.shelf import Shelf, entry
from audio.studio.takes import Take, Takes


@dataclass(frozen=True)
class Task:
    """One reading, and the lines that are cut from it."""

    reading: Reading
    take: Take
    lines: tuple[Line, ...]


Kept = tuple[Line, bytes]
"""A line and its µ-law samples."""


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
    together: dict[tuple[Reading, Take], list[Line]] = {}
    for line in lines:
        together.setdefault((line.reading, takes.of(line)), []).append(line)
    return [Task(reading, take, tuple(some)) for (reading, take), some in together.items()]


def render(
    shelf: Shelf,
    work: Sequence[Task],
    takes: Takes,
    cellar: Path,
    *,
    jobs: int,
    done: Callable[[Task], None],
) -> None:
    """Reads every task and puts its lines on the shelf, in ``jobs`` processes of a thread each.

    Stopped at any moment, what was read stays. Raises models.Unavailable.
    """
    with shelf, _readers(jobs, cellar) as read:
        for task, kept in read(work):
            for line, samples in kept:
                voice = takes.of(line).voice
                new = entry(line, samples, f"kokoro {voice.name}", takes.recipe(line))
                shelf.put(new, samples)
            done(task)


@contextmanager
def _readers(
    jobs: int, cellar: Path
) -> Iterator[Callable[[Sequence[Task]], Iterator[tuple[Task, list[Kept]]]]]:
    # The first one here fetches what is missing; the others find it.
    voice = Kokoro(Cellar(cellar, print))
    if jobs == 1:
        yield lambda work: ((task, _read(voice, task)) for task in work)
        return
    with ProcessPoolExecutor(jobs, initializer=_begin, initargs=(cellar,)) as pool:
        try:
            yield lambda work: zip(work, pool.map(_read_here, work), strict=True)
        finally:
            pool.shutdown(cancel_futures=True)


_here: list[Kokoro] = []
"""The voice of a process of the pool."""


def _begin(cellar: Path) -> None:
    _here.append(Kokoro(Cellar(cellar, print)))


def _read_here(task: Task) -> list[Kept]:
    return _read(_here[0], task)


def _read(voice: Kokoro, task: Task) -> list[Kept]:
    wanted = {(line.text, line.final): line for line in task.lines}
    said = task.reading
    if task.take.says:
        said = tuple(
            replace(part, text=task.take.says) if (part.text, part.final) in wanted else part
            for part in said
        )
    parts = voice.read(said, task.lines[0].language, task.take.voice)
    kept: dict[str, Kept] = {}
    for part, heard in zip(task.reading, parts, strict=True):
        line = wanted.get((part.text, part.final))
        if line is not None and part.name:
            kept.setdefault(line.name, (line, sound.encoded(heard)))
    return list(kept.values())
