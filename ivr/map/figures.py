"""Yesterday's calls, as anybody may see them: counts, and no small ones."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from db.engine import Database
from db.traffic import StepTraffic, of_day

FEW: Final = 5
"""Fewer calls than this are not counted out: of one caller, nobody shall know what they did."""
Shown = int | Literal["few"]


class Figures:
    """Reads the traffic of each day once, and keeps the last."""

    def __init__(self, database: Database, zone: ZoneInfo, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._zone = zone
        self._clock = clock
        self._reading = threading.Lock()
        self._kept: tuple[date, dict[str, Any]] | None = None

    def yesterday(self) -> dict[str, Any]:
        """The day, what counts as few, and for each step that had calls what ``shown`` gives."""
        day = self._clock().astimezone(self._zone).date() - timedelta(days=1)
        with self._reading:
            if self._kept is None or self._kept[0] != day:
                traffic = of_day(self._database, day, self._zone)
                self._kept = day, {"day": day.isoformat(), "few": FEW, "steps": shown(traffic)}
            return self._kept[1]


def shown(traffic: Mapping[str, StepTraffic]) -> dict[str, dict[str, Any]]:
    """Counts by step: ``came``, ``left`` with its ``share`` of them where both may be seen, and
    ``went`` with the steps in the order of their calls."""
    return {
        step: {
            "came": _seen(one.came),
            "left": _seen(one.left),
            "share": one.left / one.came if one.left >= FEW else None,
            "went": [
                [target, _seen(calls)]
                for target, calls in sorted(one.went.items(), key=lambda way: (-way[1], way[0]))
            ],
        }
        for step, one in traffic.items()
    }


def _seen(calls: int) -> Shown:
    return "few" if 0 < calls < FEW else calls
