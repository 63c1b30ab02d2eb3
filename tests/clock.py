"""A clock that tests turn by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """Stands still until it is turned. Call it, or read ``now``: an aware UTC moment."""

    def __init__(self, start: datetime = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)) -> None:
        self.now = start

    def __call__(self) -> datetime:
        return self.now

    def turn(self, *, seconds: float = 0, minutes: float = 0, hours: float = 0) -> datetime:
        """Let time go by, and say what it is then."""
        self.now += timedelta(seconds=seconds, minutes=minutes, hours=hours)
        return self.now
