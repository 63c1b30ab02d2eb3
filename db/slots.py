"""Slots of time for callbacks: how many are booked, and never one too many."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from db.conflict import GoneError
from db.engine import Database, Later
from db.models import Base


class Slots:
    """The callbacks of the line. A slot is named by the moment at which it begins."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def full(self, since: datetime, until: datetime, capacity: int) -> set[datetime]:
        """The slots that begin between ``since`` and ``until``, both counted, and are booked up."""
        values = {"since": since, "until": until, "capacity": capacity}
        with self._database.read() as connection:
            return set(connection.execute(_FULL, values).scalars())

    @staticmethod
    def book(begins: datetime, capacity: int) -> Later:
        """A write that takes one of the ``capacity`` places of a slot; the call itself is promised
        in the same transaction (``db.callbacks``). Raises ``GoneError`` when the last place has
        been taken meanwhile."""

        def write(connection: Connection, now: datetime) -> None:
            values = {"begins": begins, "capacity": capacity}
            take = _TAKE[connection.dialect.name]
            if connection.execute(take, values).first() is None:
                raise GoneError("the slot is booked up")

        return write


_SLOTS: Table = Base.metadata.tables["callback_slots"]
_FULL = select(_SLOTS.c.begins).where(
    _SLOTS.c.begins.between(bindparam("since"), bindparam("until")),
    _SLOTS.c.taken >= bindparam("capacity"),
)


def _take(dialect: Any) -> Any:
    """One more in a slot, in one statement: of two callers the second waits for the first's row
    and then finds it full. No row comes back when nothing was taken."""
    first = dialect.insert(_SLOTS).values(begins=bindparam("begins"), taken=literal(1))
    return first.on_conflict_do_update(
        index_elements=["begins"],
        set_={"taken": _SLOTS.c.taken + 1},
        where=_SLOTS.c.taken < bindparam("capacity"),
    ).returning(_SLOTS.c.taken)


_TAKE = {"sqlite": _take(sqlite), "postgresql": _take(postgresql)}
