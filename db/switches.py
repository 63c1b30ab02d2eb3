"""Switches of the whole line. There is one: overflow. It goes off by itself at its time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, delete, insert, select

from db import acts
from db.engine import Database
from db.models import Base, Switch

OVERFLOW = "overflow"
"""While it is on, who asks for a person is offered a callback at once, and does not wait."""
ON = "on"
LONGEST = timedelta(hours=12)
KEPT = timedelta(seconds=3)
"""How long a worker believes what it has read."""


@dataclass(frozen=True, slots=True)
class Switched:
    """Overflow as it was switched on: ``until`` when, ``at`` which moment, by which account."""

    until: datetime
    at: datetime
    made_by: str


class Switches:
    """The switches of the line."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: tuple[datetime, Switched | None] | None = None

    def overflow(self, now: datetime) -> Switched | None:
        """How overflow was switched on; None when it is off."""
        known = self._known
        if known is None or not timedelta() <= now - known[0] < KEPT:
            with self._database.read() as connection:
                row = connection.execute(_OVERFLOW).first()
            known = self._known = (now, None if row is None else _switched(row))
        found = known[1]
        return found if found is not None and now < found.until else None

    def switch_on(self, until: datetime, by: str, now: datetime) -> None:
        """Switch overflow on, or on for another time.

        Raises ``ValueError`` when ``until`` is past, or more than ``LONGEST`` away.
        """
        if not now < until <= now + LONGEST:
            raise ValueError("overflow ends later than now, and within twelve hours")
        row = {"name": OVERFLOW, "value": ON, "until": until, "at": now, "made_by": by}
        with self._database.write() as connection:
            connection.execute(_REMOVE)
            connection.execute(insert(Switch), row)
            acts.note(connection, by, "overflow-on", until.isoformat(timespec="minutes"), now)
        self._known = None

    def switch_off(self, by: str, now: datetime) -> bool:
        """Switch overflow off; False when it was off."""
        was_on = self.overflow(now) is not None
        with self._database.write() as connection:
            connection.execute(_REMOVE)
            if was_on:
                acts.note(connection, by, "overflow-off", "", now)
        self._known = None
        return was_on


def _switched(row: Any) -> Switched | None:
    return None if row.until is None else Switched(row.until, row.at, row.made_by)


_SWITCHES: Table = Base.metadata.tables["switches"]
_OVERFLOW = select(Switch.until, Switch.at, Switch.made_by).where(
    Switch.name == OVERFLOW, Switch.value == ON
)
_REMOVE = delete(_SWITCHES).where(_SWITCHES.c.name == OVERFLOW)
