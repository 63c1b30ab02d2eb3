"""What agents are doing: away, ready, offered a caller, talking, wrapping up, on a break.

Every change is kept (``duty_changes``). Functions with a connection run in somebody's transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Table, bindparam, insert, select, update

from db.engine import Database
from db.models import Agent, AgentGroup, Base, Duty, DutyChange

AWAY, READY, OFFERED, TALKING, WRAPUP, BREAK = (
    "away",
    "ready",
    "offered",
    "talking",
    "wrapup",
    "break",
)
STATES = (AWAY, READY, OFFERED, TALKING, WRAPUP, BREAK)
ON_DUTY = (READY, OFFERED, TALKING, WRAPUP)
"""Worth waiting for."""
CHOSEN = (READY, BREAK, AWAY)
"""What an agent can choose."""
REASONS = (
    "chosen",
    "call",
    "no-answer",
    "declined",
    "unreached",
    "failed",
    "time",
    "page-closed",
    "removed",
)
"""Why a state began: ``chosen`` by the agent or a supervisor; ``time``: it was over by itself;
``unreached``: their line has failed; ``failed``: something did that was not theirs."""


REST = timedelta(minutes=5)
"""After a call that was not answered, for an agent who has no page on which to say more."""


@dataclass(frozen=True, slots=True)
class OnDuty:
    """An agent and what they are doing. ``until``: then they are ready again by themselves.
    ``seen_at``: when their page last asked; None for a telephone alone."""

    agent_id: int
    staff_number: str
    state: str
    since: datetime
    idle_since: datetime
    until: datetime | None
    entry_id: int | None
    why: str
    seen_at: datetime | None
    groups: frozenset[str] = frozenset()

    @property
    def at_desk(self) -> bool:
        """Whether they have a page of the desk open, as far as is known."""
        return self.seen_at is not None


class Duties:
    """The agents' states, for pages and commands."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[OnDuty]:
        """Every active agent, those who are away too, by staff number."""
        with self._database.read() as connection:
            return everybody(connection)

    def of(self, agent_id: int) -> OnDuty | None:
        """One agent; None when there is no such active agent."""
        return next((each for each in self.all() if each.agent_id == agent_id), None)

    def choose(self, agent_id: int, state: str, now: datetime, why: str = "chosen") -> bool:
        """An agent chooses ``state`` (of ``CHOSEN``). False while they are offered a caller or
        talk: what they choose then is theirs after it."""
        if state not in CHOSEN:
            raise ValueError(f"an agent cannot choose to be {state!r}")
        with self._database.write() as connection:
            found = connection.execute(_STATE_OF, {"agent": agent_id}).first()
            if found is not None and found.state in (OFFERED, TALKING):
                return False
            change(connection, agent_id, state, now, why=why)
        return True

    def leave_desk(self, agent_id: int) -> None:
        """The agent has no page any more, and is reached by telephone alone."""
        with self._database.write() as connection:
            connection.execute(_SEEN, {"agent": agent_id, "now": None})

    def seen(self, agent_id: int, now: datetime) -> None:
        """The agent's page is open."""
        with self._database.write() as connection:
            connection.execute(_SEEN, {"agent": agent_id, "now": now})


def everybody(connection: Connection) -> list[OnDuty]:
    """Every active agent with what they are doing."""
    groups: dict[int, set[str]] = {}
    for agent_id, name in connection.execute(_GROUPS):
        groups.setdefault(agent_id, set()).add(name)
    return [
        OnDuty(
            agent_id=row.id,
            staff_number=row.staff_number,
            state=row.state or AWAY,
            since=row.since,
            idle_since=row.idle_since,
            until=row.until,
            entry_id=row.entry_id,
            why=row.why or "chosen",
            seen_at=row.seen_at,
            groups=frozenset(groups.get(row.id, ())),
        )
        for row in connection.execute(_EVERYBODY)
    ]


def change(
    connection: Connection,
    agent_id: int,
    state: str,
    now: datetime,
    *,
    why: str,
    until: datetime | None = None,
    entry_id: int | None = None,
) -> None:
    """An agent begins to do something else. Who becomes ready is idle from now on, unless they
    were only offered a caller who has gone."""
    found = connection.execute(_STATE_OF, {"agent": agent_id}).first()
    values = {"state": state, "since": now, "until": until, "entry_id": entry_id, "why": why}
    if found is None:
        connection.execute(insert(Duty), {**values, "agent_id": agent_id, "idle_since": now})
    else:
        idle = {} if state != READY or found.state in (READY, OFFERED) else {"idle_since": now}
        changed = update(_DUTIES).where(_DUTIES.c.agent_id == agent_id).values(**values, **idle)
        connection.execute(changed)
    kept = {"agent_id": agent_id, "at": now, "state": state, "why": why}
    connection.execute(insert(DutyChange), kept)


def refuse(connection: Connection, agent_id: int, now: datetime, *, why: str) -> None:
    """An agent did not take a call, and is away: until they say that they are back, or for a
    while where they have no page to say it on."""
    found = connection.execute(_STATE_OF, {"agent": agent_id}).first()
    until = now + REST if found is None or found.seen_at is None else None
    change(connection, agent_id, AWAY, now, why=why, until=until)


def release(connection: Connection, agent_id: int, entry_id: int, now: datetime) -> None:
    """An agent who was kept for a caller is ready again, if they still are kept for that one."""
    found = connection.execute(_STATE_OF, {"agent": agent_id}).first()
    if found is not None and found.state == OFFERED and found.entry_id == entry_id:
        change(connection, agent_id, READY, now, why="call")


def over(connection: Connection, now: datetime) -> list[int]:
    """Let those be ready again whose wrap-up or rest is over; gives the waits they wrapped up."""
    rows = connection.execute(_OVER, {"now": now}).all()
    for row in rows:
        change(connection, row.agent_id, READY, now, why="time")
    return [row.entry_id for row in rows if row.entry_id is not None]


_DUTIES: Table = Base.metadata.tables["duties"]
_EVERYBODY = (
    select(
        Agent.id,
        Agent.staff_number,
        Duty.state,
        Duty.since,
        Duty.idle_since,
        Duty.until,
        Duty.entry_id,
        Duty.why,
        Duty.seen_at,
    )
    .outerjoin(Duty, Duty.agent_id == Agent.id)
    .where(Agent.active.is_(True))
    .order_by(Agent.position, Agent.id)
)
_GROUPS = select(AgentGroup.agent_id, AgentGroup.name)
_STATE_OF = select(Duty.state, Duty.idle_since, Duty.seen_at, Duty.entry_id).where(
    Duty.agent_id == bindparam("agent")
)
_SEEN = (
    update(_DUTIES).where(_DUTIES.c.agent_id == bindparam("agent")).values(seen_at=bindparam("now"))
)
_OVER = select(Duty.agent_id, Duty.entry_id).where(
    Duty.state.in_((WRAPUP, AWAY)), Duty.until.is_not(None), Duty.until <= bindparam("now")
)
