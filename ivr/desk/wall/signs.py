"""How good a figure is: never by colour alone, but by a shape and a word, too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from db.reports import IN_TIME

TARGET: Final = 0.95
"""Of those who ask for a person, so many shall be answered within 15 seconds (GB/T 33358-2016 asks
for 15 seconds; the share is this project's)."""
POOR: Final = 0.80
LONG_WAIT: Final = timedelta(seconds=60)
Say = Callable[[str], str]
"""Puts a word into the language of the page."""


class Tone(StrEnum):
    """``NONE``: there is nothing to be judged."""

    NONE = "none"
    GOOD = "good"
    CAREFUL = "careful"
    BAD = "bad"


SHAPES: Final = {Tone.NONE: "○", Tone.GOOD: "●", Tone.CAREFUL: "▲", Tone.BAD: "■"}
"""Told apart without colours, from afar."""


class Sign(NamedTuple):
    """A judgement: its colour, its shape, its word."""

    tone: Tone
    word: str

    @property
    def shape(self) -> str:
        """What it looks like to who sees no colours."""
        return SHAPES[self.tone]


def of_level(level: float | None, _: Say) -> Sign:
    """How good a service level is."""
    if level is None:
        return Sign(Tone.NONE, _("nobody asked"))
    if level >= TARGET:
        return Sign(Tone.GOOD, _("on target"))
    if level >= POOR:
        return Sign(Tone.CAREFUL, _("below target"))
    return Sign(Tone.BAD, _("far below target"))


def of_wait(since: datetime | None, now: datetime, _: Say) -> Sign:
    """How good it is that somebody waits since ``since``."""
    if since is None:
        return Sign(Tone.GOOD, _("nobody waits"))
    if now - since <= IN_TIME:
        return Sign(Tone.GOOD, _("in time"))
    if now - since <= LONG_WAIT:
        return Sign(Tone.CAREFUL, _("over 15 seconds"))
    return Sign(Tone.BAD, _("over a minute"))


def of_overdue(many: int, _: Say) -> Sign:
    """How good it is that so many promises are not kept."""
    return Sign(Tone.BAD, _("overdue")) if many else Sign(Tone.GOOD, _("none overdue"))


def of_ready(ready: int, on_duty: int, waiting: int, _: Say) -> Sign:
    """How good it is that so many agents are free."""
    if not on_duty:
        return Sign(Tone.BAD, _("nobody on duty"))
    if not ready:
        return Sign(Tone.BAD if waiting else Tone.CAREFUL, _("all busy"))
    return Sign(Tone.GOOD, _("somebody is free"))


def percent(level: float | None) -> str:
    """A share as a whole number of percent, rounded down: 94.9 % is not the target of 95."""
    return "—" if level is None else f"{int(level * 100 + 1e-9)}%"


def clock(seconds: float | None) -> str:
    """Seconds as minutes and seconds."""
    if seconds is None:
        return "—"
    minutes, rest = divmod(max(0, round(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
