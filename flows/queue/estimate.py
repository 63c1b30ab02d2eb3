"""How long a caller will wait: honest, so never less than what the figures say."""

from __future__ import annotations

from math import ceil

USUAL_SECONDS = 240.0
"""How long an agent is busy with a caller, until enough has been measured."""
ENOUGH = 5
"""Calls after which what was measured is believed."""
LONGEST = 60
"""Minutes; beyond that a figure would only be guessed."""


def handling_seconds(measured: int, mean: float | None) -> float:
    """How long an agent is busy with a caller: as measured, if it is of ``ENOUGH`` calls."""
    return mean if mean is not None and measured >= ENOUGH else USUAL_SECONDS


def minutes(ahead: int, on_duty: int, handling: float) -> int | None:
    """Whole minutes until somebody with ``ahead`` callers before them is served, rounded up.

    None when nobody is on duty, or when it is longer than anybody could say.
    """
    if on_duty < 1:
        return None
    # One of so many agents is free every so often; the first in line waits for one of these.
    found = ceil((ahead + 1) * handling / on_duty / 60)
    return found if found <= LONGEST else None
