"""A wait as it stands: its states, what can become of it, and how it is found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Connection, Table, bindparam, select

from db.models import Base, QueueEntry
from db.prepared import Prepared, fixed

WAITING, OFFERED, CALLING, TALKING, DONE = "waiting", "offered", "calling", "talking", "done"
STATES = (WAITING, OFFERED, CALLING, TALKING, DONE)
MOVES = frozenset(
    {
        (WAITING, OFFERED, "offer"),
        (WAITING, DONE, "end"),
        (OFFERED, WAITING, "back"),
        (OFFERED, CALLING, "place"),
        (OFFERED, TALKING, "joined"),
        (OFFERED, DONE, "end"),
        (CALLING, WAITING, "unanswered"),
        (CALLING, OFFERED, "returns"),
        (CALLING, TALKING, "joined"),
        (CALLING, DONE, "end"),
        (TALKING, WAITING, "apart"),
        (TALKING, DONE, "end"),
    }
)
"""All that can become of a wait: from a state to another, and what it is called."""
CARRIER, LINE, ABSENT = "carrier", "line", "absent"
MODES = (CARRIER, LINE, ABSENT)
"""How the two are joined: the agent's own call takes the caller out of the carrier's queue, or
the caller's call dials the agent. Who is ``absent`` is called first (``db.absent``)."""
OUTCOMES = (
    "served",
    "handed-on",
    "abandoned",
    "kept-place",
    "left",
    "nobody",
    "failed",
    "undone",
)
"""``served``: talked, and it ended. ``kept-place``: will be called back. ``left``: chose something
else. ``nobody``: no agent on duty any more. ``undone``: a callback nobody answered."""
DISPOSITIONS = ("solved", "forwarded", "callback", "incomplete", "nuisance")
USUAL_WRAPUP = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Entry:
    """A wait as it stands. ``token`` names the present offer. ``staff_number``: of ``agent_id``."""

    id: int
    call_id: int
    before_id: int | None
    topic: str
    lane: str
    language: str
    priority: int
    mode: str
    entered_at: datetime
    seen_at: datetime
    state: str
    ticket: str | None
    due_at: datetime | None
    tries: int
    wanted_id: int | None
    agent_id: int | None
    offers: int
    token: str | None
    offered_at: datetime | None
    accepted_at: datetime | None
    joined_at: datetime | None
    leg_sid: str | None
    ended_at: datetime | None
    outcome: str | None
    handed_to: str | None
    asked_id: int | None
    asked_at: datetime | None
    wrapped_at: datetime | None
    disposition: str | None
    score: int | None

    @property
    def to_be_dialled(self) -> bool:
        """Whether the caller's own call has to dial the agent now: a telephone rings, a page has
        said yes already."""
        return self.mode == LINE and self.state == OFFERED and self.accepted_at is not None

    @property
    def groups(self) -> frozenset[str]:
        """The groups that are wanted."""
        return frozenset(filter(None, self.lane.split(",")))


def of_call(connection: Connection, call_id: int) -> Entry | None:
    """The wait of whoever is on this call, when it is not over."""
    found = _OPEN.first(connection, {"call": call_id})
    return None if found is None else Entry(*found)


def by_id(connection: Connection, entry_id: int) -> Entry | None:
    """One wait."""
    found = _BY_ID.first(connection, {"entry": entry_id})
    return None if found is None else Entry(*found)


def by_token(connection: Connection, token: str) -> Entry | None:
    """The wait whose present offer has this name."""
    found = _BY_TOKEN.first(connection, {"token": token})
    return None if found is None else Entry(*found)


def in_state(connection: Connection, *states: str) -> list[Entry]:
    """All waits in these states, oldest first."""
    return [Entry(*row) for row in _in_state(states).all(connection, {})]


ENTRIES: Table = Base.metadata.tables["queue_entries"]
COLUMNS = tuple(getattr(QueueEntry, name) for name in Entry.__dataclass_fields__)
_BY_ID = Prepared(select(*COLUMNS).where(QueueEntry.id == bindparam("entry")))
_BY_TOKEN = Prepared(select(*COLUMNS).where(QueueEntry.token == bindparam("token")))
_OPEN = Prepared(
    select(*COLUMNS)
    .where(QueueEntry.call_id == bindparam("call"), QueueEntry.state != DONE)
    .where(QueueEntry.mode != ABSENT)
    .order_by(QueueEntry.id.desc())
    .limit(1)
)


@cache
def _in_state(states: tuple[str, ...]) -> Prepared:
    return Prepared(
        select(*COLUMNS)
        .where(QueueEntry.state.in_(fixed(states)))
        .order_by(QueueEntry.entered_at, QueueEntry.id)
    )
