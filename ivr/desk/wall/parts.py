"""What the supervisor's pages work with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import render_template

from db import wall
from db.wall import Board
from ivr.desk.agent.names import Names, names_of
from ivr.desk.door import Desk, current_staff
from ivr.desk.shell.words import language

KEPT = timedelta(seconds=1)
"""How long a worker shows the same board to whoever asks for it."""


class Boards:
    """The board, read when it is asked for and not twice in the same second."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept: tuple[datetime, Board] | None = None

    def now(self) -> Board:
        """How the line stands."""
        now, kept = self._desk.clock(), self._kept
        if kept is None or not timedelta() <= now - kept[0] < KEPT:
            city = self._desk.line.city
            slot = timedelta(minutes=city.callback.minutes)
            kept = self._kept = (now, wall.read(self._desk.line.database, now, city.tz, slot))
        return kept[1]

    def forget(self) -> None:
        """Something was done: what was read is old."""
        self._kept = None


@dataclass(frozen=True)
class Room:
    """The parts. ``dispatch`` brings callers and agents together, whoever lets it."""

    desk: Desk
    dispatch: Callable[[], None]
    boards: Boards
    names_in: Callable[[str], Names]

    @classmethod
    def of(cls, desk: Desk) -> Room:
        """The parts of a desk."""
        line = desk.line
        return cls(
            desk,
            line.dispatch,
            Boards(desk),
            names_of(line),
        )

    @property
    def names(self) -> Names:
        """The names of errands and steps, in the language of whoever asks."""
        return self.names_in(language())

    @property
    def by(self) -> str:
        """The account of whoever does something."""
        return current_staff().name

    def now(self) -> datetime:
        """The moment it is, in the city's zone."""
        return self.desk.clock().astimezone(self.desk.line.city.tz)

    def page(self, template: str, **values: Any) -> str:
        """A page of this room."""
        return render_template(f"desk/wall/{template}", names=self.names, **values)

    def done(self) -> None:
        """Something was changed: callers and agents may now come together."""
        self.dispatch()
        self.boards.forget()
