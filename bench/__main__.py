"""``python -m bench``: measure, print, and with ``--keep`` write ``docs/bench``."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from bench import databases, load, memory, micro, report, scale, turns, wall, work
from bench.goals import judge
from bench.line import ready

LEVELS = ("all", "micro", "turn", "wall", "memory", "load", "scale", "work")
LOADS = 5
"""Rounds of imports: one takes seconds."""
BUSY = 0.5
"""Load of the minute before, above which a run is not worth keeping."""


@click.command()
@click.argument("level", type=click.Choice(LEVELS), default="all")
@click.option("--rounds", default=20, show_default=True, help="Rounds of everything, alternating.")
@click.option("--keep", is_flag=True, help="Write docs/bench, beside other levels' results.")
@click.option("--no-postgresql", is_flag=True, help="Measure on SQLite only.")
@click.option("--people", default=100_000, show_default=True, help="For scale: people on record.")
@click.option("--messages", default=1000, show_default=True, help="For work: how many are queued.")
@click.option("--kills", default=5, show_default=True, help="For work: how often, in the middle.")
@click.option("--threads", default=1, show_default=True, help="For work: of the worker.")
def main(
    level: str,
    rounds: int,
    keep: bool,
    no_postgresql: bool,
    people: int,
    messages: int,
    kills: int,
    threads: int,
) -> None:
    """Measure the line: its ingredients, its turns, its memory, its wall board, its imports.

    ``scale`` is for by hand. ``work`` measures nothing: it proves that messages survive a worker
    that is killed.
    """
    load_before = round(os.getloadavg()[0], 2)
    results: dict[str, Any] = {f"{level}.load_before": load_before}
    if load_before > BUSY:
        _say(f"THE MACHINE IS BUSY (load {load_before}): these figures mean little.")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hotline-bench-")))
        urls = {"sqlite": stack.enter_context(databases.sqlite())}
        wants_postgresql = (
            level in ("all", "turn", "wall", "load", "scale", "work") and not no_postgresql
        )
        if wants_postgresql and (url := stack.enter_context(databases.postgresql())):
            urls["postgresql"] = url
        if level == "work":
            for name, url in urls.items():
                _say(name)
                print(work.prove(url, folder, messages, kills, threads, _say))
            return
        lines = [stack.enter_context(ready(name, url, folder)) for name, url in urls.items()]
        if level in ("all", "micro"):
            results |= micro.measure(lines[0], rounds)
        if level in ("all", "turn"):
            results |= turns.measure(lines, folder, rounds, _say)
        if level in ("all", "memory"):
            _say("memory")
            results["memory.worker"] = memory.worker(lines[0], folder)
            results["memory.growth"] = memory.growth(lines[0])
        if level in ("all", "wall"):
            results |= wall.measure(lines, folder, rounds, _say)
        if level in ("all", "load"):
            results |= load.measure(lines, folder, min(rounds, LOADS), _say)
        if level == "scale":
            results |= scale.measure(lines, people, _say)
    report.show(results, judge(report.figures(results)))
    if keep:
        report.keep(results)


def _say(text: str) -> None:
    print(text, file=sys.stderr)


if __name__ == "__main__":
    main()
