"""Figures for Prometheus. They count what happens, never to whom."""

from __future__ import annotations

import os
from functools import cache
from typing import Any

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)

CONTENT_TYPE = CONTENT_TYPE_LATEST
TURNS = Counter("hotline_turns", "Turns answered", ["flow", "outcome"])
TURN_SECONDS = Histogram(
    "hotline_turn_seconds",
    "Seconds of work in a turn",
    ["flow"],
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 15),
)
REPEATED = Counter("hotline_turns_repeated", "Turns the carrier sent again")
FAULTS = Counter("hotline_faults", "Turns answered with an apology: look at the log", ["door"])
FORBIDDEN = Counter("hotline_forbidden", "Requests to a carrier's door without a valid signature")
SOUNDS = Counter("hotline_sounds", "Recordings the carrier asked for", ["kind", "outcome"])
PINS = Counter("hotline_pin_outcomes", "PINs checked", ["outcome"])
LOCKS = Counter("hotline_locks", "Callers who were told of a lock")
CARRIER_ERRORS = Counter("hotline_carrier_errors", "Errors the carrier reported", ["code"])
EVENTS_DROPPED = Counter("hotline_events_dropped", "Events lost; they are saved with the turn")
MESSAGES = Counter("hotline_text_reports", "What became of text messages", ["status"])
ENDED = Counter("hotline_calls_ended", "Calls the carrier reported as over", ["status"])

# A figure is looked up by its labels at every turn of every call.
_turns, _turn_seconds = cache(TURNS.labels), cache(TURN_SECONDS.labels)
_PIN_NOTES = {"verified": "verified", "refused": "refused", "locked": "locked"}


def count_turn(flow: str, outcome: str, seconds: float) -> None:
    """Count a turn that has been saved, by where it led and what it waits for."""
    _turns(flow, outcome).inc()
    _turn_seconds(flow).observe(seconds)


def count_note(kind: str, data: dict[str, Any]) -> None:
    """Count an event of a turn that has been saved."""
    if kind in _PIN_NOTES and data.get("proof", "pin") == "pin":
        PINS.labels(_PIN_NOTES[kind]).inc()
    if kind == "locked":
        LOCKS.inc()


def exposition() -> bytes:
    """All figures in Prometheus' text form, of every worker when there are several."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)
    return generate_latest(REGISTRY)
