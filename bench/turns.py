"""Level ``turn``: the null route and every turn over real HTTP, in alternation.

One worker on a core of its own, clients and PostgreSQL on the others, a new connection for each
request. Round by round every route is measured once, so that whatever slows the machine down for a
while slows all of them.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import argon2

from bench import peer, people
from bench.calls import TURNS
from bench.figures import percentile, ratios, spread
from bench.line import KINDS, NULL_KINDS, POPULATION, Line
from bench.null import ANSWER
from bench.servers import NULL, Server, cores, serve
from bench.wire import Prepared, WrongAnswerError, closed, open_loop, prepare
from db.hasher import PinHasher

REQUESTS = 60
"""Short rounds, so that a route and its yardstick are measured within a second or two."""
PINS = 5
WARM = 60
HASHES = 3
PEER = "peer.sync"
OPEN_SECONDS = 6.0
OPEN_SHARE = 0.6
_MIXED = tuple(turn for turn in TURNS if turn != "pin")

Say = Callable[[str], None]


@dataclass
class Route:
    """One thing that is measured, and what came out, a figure for each round."""

    name: str
    server: Server
    requests: list[list[Prepared]]
    """For each round; before them the ones to warm up with."""
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)

    def run(self, nth: int) -> None:
        """Measure round ``nth``."""
        before = self.server.cpu_seconds()
        sent = closed(self.server.port, self.requests[nth])
        self.cpu.append((self.server.cpu_seconds() - before) / len(self.requests[nth]))
        self.seconds.append(sent.each)
        self.latencies += sent.latencies


def null_requests(how_many: int) -> list[Prepared]:
    """The webhooks of the null route: as large and as signed as the others."""
    one = prepare("/voice", "CA" + "0" * 32, people.mobile(1), ANSWER.decode(), "1")
    return [one] * how_many


def measure(lines: Sequence[Line], folder: Path, rounds: int, say: Say) -> dict[str, object]:
    """All turns on all ``lines``; the results by name, ready for JSON.

    Raises ``WrongAnswerError`` on any answer that is not the sentence expected, and when a call
    has not moved by exactly one turn.
    """
    with ExitStack() as stack:
        routes = []
        for kind, options in NULL_KINDS.items():
            server = stack.enter_context(serve(f"null.{kind}", NULL, options, {}, folder))
            sizes = [WARM, *[REQUESTS] * rounds]
            routes.append(Route(f"null.{kind}", server, [null_requests(n) for n in sizes]))
        routes.append(stack.enter_context(_peer(folder, rounds)))
        servers = {}
        for line in lines:
            for kind, options in KINDS.items():
                server = stack.enter_context(line.served(kind, options))
                servers[line.name, kind] = server
                routes += [_route(line, server, turn, rounds) for turn in TURNS]
        hashes = [_bare_hash(line.hasher) for line in lines[:1]]
        for route in routes:
            closed(route.server.port, route.requests[0])
        for nth in range(1, rounds + 1):
            say(f"round {nth} of {rounds}")
            for route in routes:
                route.run(nth)
            hashes.append(_bare_hash(lines[0].hasher))
        for line in lines:
            _check_moved(line, routes)
        results = _results(routes, hashes[1:])
        for line in lines:
            say(f"open loop, {line.name}")
            results |= _open(line, servers[line.name, "gthread"], routes)
        return results


def _route(line: Line, server: Server, turn: str, rounds: int) -> Route:
    sizes = [PINS, *[PINS] * rounds] if turn == "pin" else [WARM, *[REQUESTS] * rounds]
    requests = [line.waiting.make(turn, size) for size in sizes]
    return Route(f"{server.name}.{turn}", server, requests)


@contextmanager
def _peer(folder: Path, rounds: int) -> Iterator[Route]:
    """The peer of goal P5 under the yardstick's server: each request a call of its own."""
    sizes = [WARM, *[REQUESTS] * rounds]
    sids = [f"CA{nth:032x}" for nth in range(sum(sizes))]
    numbers = [people.id_number(nth) for nth in range(1, POPULATION + 1)]
    peer.settle(folder / "peer.db", numbers, sids)
    every = iter(
        prepare("/typed", sid, people.mobile(1), peer.SAID, numbers[nth % POPULATION])
        for nth, sid in enumerate(sids)
    )
    environment = {"PEER_DATABASE": str(folder / "peer.db")}
    with serve(PEER, peer.APPLICATION, NULL_KINDS["sync"], environment, folder) as server:
        yield Route(PEER, server, [list(islice(every, size)) for size in sizes])


def _bare_hash(hasher: PinHasher) -> float:
    """CPU seconds of one Argon2 check of the line's parameters, on the servers' core."""
    argon = argon2.PasswordHasher.from_parameters(argon2.extract_parameters(hasher.dummy))
    mine = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores()[0])
    try:
        encoded = argon.hash(b"." * 32)
        begun = time.thread_time()
        for _ in range(HASHES):
            argon.verify(encoded, b"." * 32)
        return (time.thread_time() - begun) / HASHES
    finally:
        os.sched_setaffinity(0, mine)


def _check_moved(line: Line, routes: Sequence[Route]) -> None:
    for route in routes:
        database, _, turn = route.name.split(".") if route.name.count(".") == 2 else ("", "", "")
        if database == line.name:
            sent = [one for series in route.requests for one in series]
            if not line.waiting.all_moved(sent, turn):
                raise WrongAnswerError(f"{route.name}: a call did not move by one turn")


def _results(routes: Sequence[Route], hashes: Sequence[float]) -> dict[str, object]:
    null = {route.name.split(".")[1]: route for route in routes if route.name.startswith("null.")}
    results: dict[str, object] = {"argon2.cpu_ms": spread([h * 1000 for h in hashes]).as_dict()}
    for route in routes:
        kind = route.name.split(".")[1]
        results[route.name] = {
            "time": ratios(route.seconds, null["sync"].seconds).as_dict(),
            "time_same_server": ratios(route.seconds, null[kind].seconds).as_dict(),
            "cpu": ratios(route.cpu, null[kind].cpu).as_dict(),
            "ms": spread([s * 1000 for s in route.seconds]).as_dict(),
            "cpu_ms": spread([s * 1000 for s in route.cpu]).as_dict(),
            "p99_ms": round(percentile(route.latencies, 0.99) * 1000, 2),
        }
        if route.name == "sqlite.sync.identify":
            beside = ratios(route.seconds, _named(routes, PEER).seconds)
            results["sqlite.beside_peer"] = {"time": beside.as_dict()}
        if route.name.endswith(".pin"):
            results[f"{route.name}_cpu_per_hash"] = ratios(route.cpu, hashes).as_dict()
    return results


def _named(routes: Sequence[Route], name: str) -> Route:
    return next(route for route in routes if route.name == name)


def _open(line: Line, server: Server, routes: Sequence[Route]) -> dict[str, object]:
    """Latency of mixed turns at 60 % of the limit that was just measured."""
    mixed = [r for r in routes if r.server is server and r.name.rpartition(".")[2] in _MIXED]
    limit = len(mixed) / sum(spread(route.seconds).median for route in mixed)
    rate = limit * OPEN_SHARE
    each = round(rate * OPEN_SECONDS / len(mixed))
    series = [line.waiting.make(route.name.rpartition(".")[2], each) for route in mixed]
    requests = [one for group in zip(*series, strict=True) for one in group]
    latencies = open_loop(server.port, requests, rate).latencies
    return {
        f"{line.name}.open": {
            "per_second": round(rate),
            "p50_ms": round(percentile(latencies, 0.5) * 1000, 2),
            "p99_ms": round(percentile(latencies, 0.99) * 1000, 2),
        }
    }
