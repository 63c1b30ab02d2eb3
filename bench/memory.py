"""What a worker keeps in memory: beside a null worker, and after many turns."""

from __future__ import annotations

from pathlib import Path

from bench.line import Line
from bench.servers import NULL, PLAIN, PRODUCTION, serve
from bench.turns import null_requests
from bench.wire import Prepared, closed

WORKERS = 4
WARM = 400
EARLY, LATE = 500, 10_000
_TURNS = ("menu", "identify", "balance", "contributions")


def mixed(line: Line, how_many: int) -> list[Prepared]:
    """Turns of every kind but PINs, in alternation; ``how_many`` is rounded down to a multiple."""
    series = [line.waiting.make(turn, how_many // len(_TURNS)) for turn in _TURNS]
    return [one for group in zip(*series, strict=True) for one in group]


def worker(line: Line, folder: Path) -> dict[str, float]:
    """Memory of one of four preloaded workers that have worked, and of a null worker likewise."""
    workers = ("--workers", str(WORKERS))
    bare = (*PLAIN, "--worker-class", "gthread", "--threads", "8", "--preload", *workers)
    with serve("null.memory", NULL, bare, {}, folder) as server:
        closed(server.port, null_requests(WARM))
        null = server.pss()
    with line.served("memory", (*PRODUCTION, *workers)) as server:
        closed(server.port, mixed(line, WARM))
        ours = server.pss()
    return {"mib": ours / 2**20, "null_mib": null / 2**20, "ratio": ours / null}


def growth(line: Line, late: int = LATE) -> dict[str, float]:
    """Resident memory of one worker after ``late`` turns and after 500."""
    with line.served("growth", (*PRODUCTION, "--workers", "1")) as server:
        closed(server.port, mixed(line, EARLY))
        before = server.rss()
        closed(server.port, mixed(line, late - EARLY))
        after = server.rss()
    return {"mib": before / 2**20, "later_mib": after / 2**20, "ratio": after / before}
