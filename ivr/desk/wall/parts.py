"""What the supervisor's pages work with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Generic, TypeVar

from flask import render_template
from flask_babel import gettext

from db import duty, wall
from db.wall import Board, Promises, Service, Sums
from ivr.desk.agent.names import names_of
from ivr.desk.agent.wording import STATES
from ivr.desk.door import Desk, current_staff
from ivr.desk.shell.words import language

Found = TypeVar("Found")
KEPT = timedelta(seconds=2)
"""How long a worker shows the same board to whoever asks for it."""
HOUR_KEPT = timedelta(seconds=15)
DAY_KEPT = timedelta(seconds=60)
"""How long it believes what it added up over the last hour, and over the day."""


class Kept(Generic[Found]):
    """Something that is read anew when it is older than ``most``."""

    def __init__(self, most: timedelta, read: Callable[[datetime], Found]) -> None:
        self._most = most
        self._read = read
        self._kept: tuple[datetime, Found] | None = None

    def at(self, now: datetime) -> Found:
        """It, as it was at ``now`` or a little before."""
        kept = self._kept
        if kept is None or not timedelta() <= now - kept[0] < self._most:
            kept = self._kept = (now, self._read(now))
        return kept[1]

    def forget(self) -> None:
        """Something was done: what was read is old."""
        self._kept = None


def board_of(desk: Desk) -> Kept[Board]:
    """The board of a line, each part of it as fresh as it has to be."""
    database, city = desk.line.database, desk.line.city
    slot = timedelta(minutes=city.callback.minutes)

    def day(now: datetime) -> Service:
        return wall.service(database, wall.midnight(now, city.tz), now)

    def hour(now: datetime) -> tuple[Service, Promises]:
        today = now.astimezone(city.tz).date()
        lately = wall.service(database, now - wall.HOUR, now)
        return lately, wall.promises(database, now, today, slot)

    of_day, of_hour = Kept(DAY_KEPT, day), Kept(HOUR_KEPT, hour)

    def board(now: datetime) -> Board:
        lately, promises = of_hour.at(now)
        return wall.read(database, now, Sums(of_day.at(now), lately, promises))

    return Kept(KEPT, board)


class WordList(dict[str, str]):
    """The words of the pages in one language: looked up when they are first asked for."""

    def __missing__(self, word: str) -> str:
        found = self[word] = str(gettext(word))
        return found


@dataclass(frozen=True, slots=True)
class Page:
    """Which board is looked at: in which language, and whether big for a wall."""

    tongue: str
    big: bool
    words: WordList
    states: dict[str, str]
    """What agents do, by ``db.duty.STATES``, in words."""

    def say(self, word: str) -> str:
        """A word in the language of the page."""
        return self.words[word]


class Names:
    """What errands and steps are called in each language: worked out once, for a board is made of
    hundreds of them."""

    def __init__(self, desk: Desk) -> None:
        names = names_of(desk.line)
        self.flow = cache(lambda name, tongue: names(tongue).flow(name))
        """An errand, by its name and a language of the pages."""
        self.where = cache(lambda step, tongue: names(tongue).step(step).rpartition(" › ")[2])
        """Where in its errand a step is, by its full name."""


@dataclass(frozen=True)
class Room:
    """The parts. ``dispatch`` brings callers and agents together, whoever lets it."""

    desk: Desk
    dispatch: Callable[[], None]
    board: Kept[Board]
    names: Names
    pages: dict[tuple[str, bool], Page] = field(default_factory=dict)

    @classmethod
    def of(cls, desk: Desk) -> Room:
        """The parts of a desk."""
        line = desk.line
        return cls(
            desk,
            line.dispatch,
            board_of(desk),
            Names(desk),
        )

    def errand(self, flow: str) -> str:
        """What an errand is called, in the language of whoever asks."""
        return self.names.flow(flow, language())

    @property
    def by(self) -> str:
        """The account of whoever does something."""
        return current_staff().name

    def now(self) -> datetime:
        """The moment it is, in the city's zone."""
        return self.desk.clock().astimezone(self.desk.line.city.tz)

    def looked_at(self, *, big: bool) -> Page:
        """The board that is asked for."""
        tongue = language()
        if (tongue, big) not in self.pages:
            states = {state: str(STATES[state]) for state in duty.STATES}
            self.pages[tongue, big] = Page(tongue, big, WordList(), states)
        return self.pages[tongue, big]

    def page(self, template: str, **values: Any) -> str:
        """A page of this room."""
        return render_template(f"desk/wall/{template}", **values)

    def done(self) -> None:
        """Something was changed: callers and agents may now come together."""
        self.dispatch()
        self.board.forget()
