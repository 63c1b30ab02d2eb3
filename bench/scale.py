"""Level ``scale``, by hand: many writers at once, and many people on record.

Failures are what is looked for: a turn that is not answered with its sentence ends the run. Only
while the database stalls may another be heard, an apology, and it must be one that is spoken.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from threading import Thread
from typing import Any

from bench.figures import percentile, ratios, spread
from bench.line import Line
from bench.memory import mixed
from bench.servers import PRODUCTION
from bench.turns import Say
from bench.wire import Prepared, closed, open_loop
from db.engine import Database

WRITERS = 16
WRITERS_TURNS = 4000
FEW = 800
PIN_SHARE = 0.4
BESIDE_ROUNDS = 5
STALL_SECONDS = 4.0
STALL_RATE = 100.0
"""Turns a second for one worker: a key every eight seconds of 800 callers."""


def measure(lines: Sequence[Line], people: int, say: Say) -> dict[str, Any]:
    """Sixteen writers, menus beside PINs, and lookups among ``people``; results by name."""
    results: dict[str, Any] = {}
    for line in lines:
        say(f"{WRITERS} writers, {line.name}")
        results[f"{line.name}.writers"] = writers(line)
        say(f"menus beside PINs, {line.name}")
        results[f"{line.name}.beside_pins"] = beside_pins(line)
        say(f"a stall of {STALL_SECONDS:g} s, {line.name}")
        results[f"{line.name}.stall"] = stall(line)
        say(f"{people} people, {line.name}")
        results[f"{line.name}.people"] = crowd(line, people)
    return results


def writers(line: Line) -> dict[str, float]:
    """Turns that all write, from sixteen threads of four workers at once."""
    options = (*PRODUCTION, "--workers", "4", "--threads", str(WRITERS // 4))
    requests = mixed(line, WRITERS_TURNS)
    with line.served("writers", options) as server:
        sent = closed(server.port, requests, WRITERS)
    return {
        "per_second": round(1 / sent.each),
        "p99_ms": round(percentile(sent.latencies, 0.99) * 1000, 2),
        "failed": 0,
    }


def beside_pins(line: Line) -> dict[str, float]:
    """p99 of menus alone, and while PINs take 40 % of a core, by the clock, in alternation."""
    alone, beside = [], []
    with line.served("pins", (*PRODUCTION, "--workers", "1")) as server:
        warm = closed(server.port, line.waiting.make("menu", FEW // 4))
        hashing = closed(server.port, line.waiting.make("pin", 24), 1).each
        rate = 0.3 / warm.each
        seconds = FEW / rate
        for _ in range(BESIDE_ROUNDS):
            first = open_loop(server.port, line.waiting.make("menu", FEW), rate).latencies
            alone.append(percentile(first, 0.99))
            requests, is_menu = _with_pins(line, round(PIN_SHARE / hashing * seconds))
            both = open_loop(server.port, requests, len(requests) / seconds).latencies
            menus = [latency for latency, menu in zip(both, is_menu, strict=True) if menu]
            beside.append(percentile(menus, 0.99))
    ratio = ratios(beside, alone)
    return {
        "alone_p99_ms": round(spread(alone).median * 1000, 2),
        "beside_p99_ms": round(spread(beside).median * 1000, 2),
        "ratio": round(ratio.median, 2),
        "low": round(ratio.low, 2),
        "high": round(ratio.high, 2),
    }


def _with_pins(line: Line, how_many: int) -> tuple[list[Prepared], list[bool]]:
    """Menus with PINs among them, as evenly as may be, and which are menus."""
    pins = line.waiting.make("pin", max(1, how_many))
    every = max(1, FEW // len(pins))
    requests, is_menu = [], []
    for nth, menu in enumerate(line.waiting.make("menu", FEW)):
        requests.append(menu)
        is_menu.append(True)
        if nth % every == 0 and pins:
            requests.append(pins.pop())
            is_menu.append(False)
    return requests, is_menu


def stall(line: Line) -> dict[str, float]:
    """p99 of menus by the clock, without a stall and with one, and how many were not spoken to.

    SQLite stalls as behind a writer who does not end; PostgreSQL by a lock of the events, which
    every turn writes.
    """
    seconds = 10.0
    some = round(STALL_RATE * seconds)
    with line.served("stall", (*PRODUCTION, "--workers", "1")) as server:
        closed(server.port, line.waiting.make("menu", FEW // 4))
        without = open_loop(server.port, line.waiting.make("menu", some), STALL_RATE).latencies
        spoken = [replace(one, expected=b"</Gather>") for one in line.waiting.make("menu", some)]
        hold = Thread(target=_hold, args=(line.environment["DATABASE_URL"], seconds / 5))
        hold.start()
        sent = open_loop(server.port, spoken, STALL_RATE, most_waiting=512)
        hold.join()
    return {
        "without_p99_ms": round(percentile(without, 0.99) * 1000, 2),
        "p99_s": round(percentile(sent.latencies, 0.99), 2),
        "most_s": round(max(sent.latencies), 2),
        "not_spoken": 0,
    }


def _hold(url: str, after: float) -> None:
    database = Database(url).for_long_work()
    time.sleep(after)
    with database.write() as connection:
        if database.dialect == "postgresql":
            connection.exec_driver_sql("LOCK TABLE events IN ACCESS EXCLUSIVE MODE")
        time.sleep(STALL_SECONDS)
    database.dispose()


def crowd(line: Line, people: int) -> dict[str, float]:
    """A turn among the few people there are, and among ``people``."""
    with line.served("crowd", (*PRODUCTION, "--workers", "1")) as server:
        closed(server.port, mixed(line, FEW))
        few = closed(server.port, mixed(line, FEW)).each
        line.waiting.invite(people, line.hasher)
        closed(server.port, mixed(line, FEW))
        many = closed(server.port, mixed(line, FEW)).each
    return {"people": people, "ratio": round(many / few, 3)}
