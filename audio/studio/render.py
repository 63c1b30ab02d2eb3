"""Lets the studio voice read what is missing or stale, and keeps what was done at every moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from audio.studio import sound
from audio.studio.kokoro import Kokoro
from audio.studio.lines import Line
from audio.studio.models import Cellar
from audio.studio.plan import Task
from audio.studio.shelf import Shelf, entry
from audio.studio.takes import Takes

Kept = tuple[Line, bytes]
"""A line and its µ-law samples."""


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
    with shelf, _readers(jobs, cellar) as every:
        for task, kept in every(work):
            for line, samples in kept:
                source = f"kokoro {task.voice.name}"
                new = entry(line, samples, source, takes.recipe(line))
                shelf.put(new, samples)
            done(task)


@contextmanager
def _readers(
    jobs: int, cellar: Path
) -> Iterator[Callable[[Sequence[Task]], Iterator[tuple[Task, list[Kept]]]]]:
    # The first one here fetches what is missing; the others find it.
    voice = Kokoro(Cellar(cellar, print))
    if jobs == 1:
        yield lambda work: ((task, read(voice, task)) for task in work)
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
    return read(_here[0], task)


def read(voice: Kokoro, task: Task) -> list[Kept]:
    """The lines of a task. Raises models.Unavailable."""
    wanted = {(line.text, line.final): line for line in task.lines}
    said = task.reading
    if task.says:
        said = tuple(
            replace(part, text=task.says) if (part.text, part.final) in wanted else part
            for part in said
        )
    parts = voice.read(said, task.lines[0].language, task.voice)
    kept: dict[str, Kept] = {}
    for part, heard in zip(task.reading, parts, strict=True):
        line = wanted.get((part.text, part.final))
        if line is not None and part.name:
            kept.setdefault(line.name, (line, sound.encoded(heard)))
    return list(kept.values())
