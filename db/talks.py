"""A talk between two browsers: who talks with whom, and the messages by which they find each other.

The sound goes from browser to browser (WebRTC); only a handful of messages goes through here, and
they are deleted within a day (``db.housekeeping``). What is kept of a talk is in ``db.queue``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Table, bindparam, insert, select, update

from db.engine import Database
from db.models import Agent, Base, Call, Duty, QueueEntry, Signal
from db.queue import OFFERED, TALKING, WAITING

CALLER, AGENT = "caller", "agent"
MOST = 64
"""Messages for one side of a talk; more is no conversation."""


@dataclass(frozen=True, slots=True)
class Talk:
    """``sid``: the caller's call. ``talking``: they are joined; else the agent has said yes, and
    the caller's call is about to dial them. ``at_desk``: the agent has a page open."""

    entry_id: int
    sid: str
    agent_id: int
    staff_number: str
    talking: bool
    at_desk: bool
    let_go: bool
    """The agent has hung up, and the caller's telephone does not know yet."""


@dataclass(frozen=True, slots=True)
class Message:
    """What the other browser said; numbers rise."""

    id: int
    body: str


class Talks:
    """The talks of the line's own telephones with agents at the desk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_call(self, sid: str) -> Talk | None:
        """The talk of a call, from the agent's yes until either hangs up."""
        return self._one(_OF_CALL, sid=sid)

    def of_agent(self, agent_id: int) -> Talk | None:
        """The talk an agent is in."""
        return self._one(_OF_AGENT, agent=agent_id)

    def is_awaited(self, sid: str) -> bool:
        """Whether the caller waits for a person."""
        with self._database.read() as connection:
            return connection.execute(_AWAITED, {"sid": sid}).first() is not None

    def _one(self, statement: object, **values: object) -> Talk | None:
        with self._database.read() as connection:
            row = connection.execute(statement, values).first()  # type: ignore[call-overload]
        if row is None:
            return None
        return Talk(
            entry_id=row.id,
            sid=row.sid,
            agent_id=row.agent_id,
            staff_number=row.staff_number,
            talking=row.state == TALKING,
            at_desk=row.seen_at is not None,
            let_go=row.let_go_at is not None,
        )

    def let_go(self, entry_id: int, now: datetime) -> None:
        """The agent hangs up on a page; the caller's telephone learns of it when it asks."""
        with self._database.write() as connection:
            connection.execute(_LET_GO, {"entry": entry_id, "now": now})

    def say(self, entry_id: int, to: str, body: str, now: datetime) -> bool:
        """Leave a message for one side (``CALLER`` or ``AGENT``). False when there are too many."""
        with self._database.write() as connection:
            waiting = connection.execute(_AFTER, {"entry": entry_id, "side": to, "after": 0}).all()
            if len(waiting) >= MOST:
                return False
            row = {"entry_id": entry_id, "side": to, "body": body, "at": now}
            connection.execute(insert(Signal), row)
        return True

    def heard(self, entry_id: int, by: str, after: int) -> list[Message]:
        """What was said to one side since message ``after``, oldest first."""
        with self._database.read() as connection:
            rows = connection.execute(_AFTER, {"entry": entry_id, "side": by, "after": after})
            return [Message(*row) for row in rows]


_TALK = (
    select(
        QueueEntry.id,
        QueueEntry.agent_id,
        QueueEntry.state,
        QueueEntry.let_go_at,
        Call.sid,
        Agent.staff_number,
        Duty.seen_at,
    )
    .join(Call, Call.id == QueueEntry.call_id)
    .join(Agent, Agent.id == QueueEntry.agent_id)
    .join(Duty, Duty.agent_id == Agent.id)
    .where(
        (QueueEntry.state == TALKING)
        | ((QueueEntry.state == OFFERED) & QueueEntry.accepted_at.is_not(None))
    )
    .order_by(QueueEntry.id.desc())
    .limit(1)
)
_OF_CALL = _TALK.where(Call.sid == bindparam("sid"))
_OF_AGENT = _TALK.where(QueueEntry.agent_id == bindparam("agent"))
_AWAITED = (
    select(QueueEntry.id)
    .join(Call, Call.id == QueueEntry.call_id)
    .where(Call.sid == bindparam("sid"), QueueEntry.state.in_((WAITING, OFFERED)))
)
_ENTRIES: Table = Base.metadata.tables["queue_entries"]
_LET_GO = (
    update(_ENTRIES)
    .where(_ENTRIES.c.id == bindparam("entry"), _ENTRIES.c.let_go_at.is_(None))
    .values(let_go_at=bindparam("now"))
)
_AFTER = (
    select(Signal.id, Signal.body)
    .where(Signal.entry_id == bindparam("entry"), Signal.side == bindparam("side"))
    .where(Signal.id > bindparam("after"))
    .order_by(Signal.id)
    .limit(MOST)
)
