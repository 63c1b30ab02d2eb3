"""An agent's own day: whom they have talked to, for how long, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from db.engine import Database
from db.models import QueueEntry


@dataclass(frozen=True, slots=True)
class Talked:
    """A talk. ``ended_at`` is None while it goes on."""

    entry_id: int
    call_id: int
    topic: str
    language: str
    entered_at: datetime
    joined_at: datetime
    ended_at: datetime | None
    outcome: str | None
    disposition: str | None

    @property
    def waited_seconds(self) -> int:
        """From asking for a person to talking to one."""
        return round((self.joined_at - self.entered_at).total_seconds())

    @property
    def seconds(self) -> int | None:
        """How long they talked."""
        return (
            None
            if self.ended_at is None
            else round((self.ended_at - self.joined_at).total_seconds())
        )


def talks(database: Database, agent_id: int, since: datetime) -> list[Talked]:
    """The talks of an agent that began after ``since``, newest first."""
    with database.read() as connection:
        rows: Iterable[Any] = connection.execute(_TALKS, {"agent": agent_id, "since": since})
        return [Talked(*row) for row in rows]


_TALKS = (
    select(
        QueueEntry.id,
        QueueEntry.call_id,
        QueueEntry.topic,
        QueueEntry.language,
        QueueEntry.entered_at,
        QueueEntry.joined_at,
        QueueEntry.ended_at,
        QueueEntry.outcome,
        QueueEntry.disposition,
    )
    .where(QueueEntry.agent_id == bindparam("agent"), QueueEntry.joined_at >= bindparam("since"))
    .order_by(QueueEntry.joined_at.desc())
)
