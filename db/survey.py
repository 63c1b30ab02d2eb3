"""What callers say of the person who served them: one figure for each talk."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Table, bindparam, func, select, update

from db import queue
from db.engine import Later
from db.models import Base, QueueEntry

SATISFIED, FAIRLY, DISSATISFIED = 1, 2, 3
SCORES = (SATISFIED, FAIRLY, DISSATISFIED)


def score(call_id: int, value: int) -> Later:
    """A write by which the last talk of a call has a score, one of ``SCORES``; the first counts."""

    def write(connection: Connection, now: datetime) -> None:
        given = {"call": call_id, "value": value}
        if connection.execute(_SCORE, given).rowcount == 1:
            queue.note(connection, call_id, "scored", now, score=value)

    return write


_ENTRIES: Table = Base.metadata.tables["queue_entries"]
_LAST_TALK = (
    select(func.max(QueueEntry.id))
    .where(QueueEntry.call_id == bindparam("call"), QueueEntry.joined_at.is_not(None))
    .scalar_subquery()
)
_SCORE = (
    update(_ENTRIES)
    .where(_ENTRIES.c.id == _LAST_TALK, _ENTRIES.c.score.is_(None))
    .values(score=bindparam("value"))
)
