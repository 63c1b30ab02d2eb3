"""Who waits for a person. What waits is decided elsewhere (``flows.queue``); here it is kept.

    waiting ──offer──▶ offered ──join──▶ talking ──end──▶ done
       ▲                  │
       └──────back────────┘        an entry that ends before it was joined is done, too

A caller who is to be called back waits without being on the line (mode ``absent``): whoever takes
the offer is kept for them while they are called (``calling``; see ``db.dialling``). Functions with
a connection run in somebody's transaction; each moves an entry only from the state it must be in,
so of two who try only one does.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Connection,
    Table,
    and_,
    bindparam,
    func,
    insert,
    or_,
    select,
    update,
)

from db import duty, tickets
from db.engine import Database, Later
from db.models import Agent, Base, Call, Duty, Event, Moment, QueueEntry

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
MEASURED = 50
"""Of the last so many calls it is known how long agents were busy."""


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


@dataclass(frozen=True, slots=True)
class Standing:
    """How many are ``ahead``, how many agents are ``on_duty``, and how long these are busy with
    one: the mean of the last ``measured`` calls, in seconds."""

    ahead: int
    on_duty: int
    measured: int
    mean: float | None


@dataclass(frozen=True, slots=True)
class Limits:
    """Since when something has taken too long: an offer, a caller's silence, a page's silence, a
    call to somebody who kept their place."""

    offered_before: datetime
    seen_before: datetime
    page_before: datetime
    called_before: datetime


class Queue:
    """The queue, as a conversation and the pages ask of it."""

    def __init__(self, database: Database, wrapup: timedelta = USUAL_WRAPUP) -> None:
        self._database = database
        self._wrapup = wrapup

    def entry(self, call_id: int) -> Entry | None:
        """The wait of whoever is on this call, when it is not over."""
        with self._database.read() as connection:
            return of_call(connection, call_id)

    def last(self, call_id: int) -> Entry | None:
        """The last wait of a call, over or not."""
        with self._database.read() as connection:
            found = connection.execute(_LAST, {"call": call_id}).first()
        return None if found is None else Entry(*found)

    def find(self, token: str) -> Entry | None:
        """The wait whose present offer has this name."""
        with self._database.read() as connection:
            return by_token(connection, token)

    def standing(
        self, lane: str, priority: int, entered_at: datetime, now: datetime | None = None
    ) -> Standing:
        """How somebody stands who wants ``lane`` and waits since ``entered_at``; by default since
        ``now``."""
        before = {
            "lane": lane,
            "priority": priority,
            "entered": entered_at,
            "now": now or entered_at,
        }
        with self._database.read() as connection:
            ahead = connection.execute(_AHEAD, before).scalar_one()
            on_duty = connection.execute(_ON_DUTY).scalar_one()
            spans = connection.execute(_BUSY, {"most": MEASURED}).all()
        busy = [(row.free - row.joined_at).total_seconds() for row in spans if row.joined_at]
        return Standing(ahead, on_duty, len(busy), sum(busy) / len(busy) if busy else None)

    def join(
        self,
        call_id: int,
        *,
        topic: str,
        lane: str,
        language: str,
        priority: int,
        mode: str,
        entered_at: datetime | None = None,
        wanted_id: int | None = None,
        before_id: int | None = None,
        ticket: str | None = None,
    ) -> Later:
        """A write by which a call begins to wait. One that waits already stays where it is."""

        def write(connection: Connection, now: datetime) -> None:
            if of_call(connection, call_id) is not None:
                return
            row = {
                "call_id": call_id,
                "topic": topic,
                "lane": lane,
                "language": language,
                "priority": priority,
                "mode": mode,
                "entered_at": entered_at or now,
                "seen_at": now,
                "state": WAITING,
                "wanted_id": wanted_id,
                "before_id": before_id,
                "ticket": ticket,
                "offers": 0,
            }
            connection.execute(insert(QueueEntry), row)
            note(connection, call_id, "queued", now, topic=topic, lane=lane, priority=priority)

        return write

    def leave(self, call_id: int, outcome: str) -> Later:
        """A write by which a call stops waiting. Whoever was offered it is free again."""

        def write(connection: Connection, now: datetime) -> None:
            found = of_call(connection, call_id)
            if found is not None:
                end(connection, found, outcome, now, self._wrapup)

        return write

    def gone(self, call_id: int) -> Later:
        """A write by which a caller has hung up before they spoke with anybody."""

        def write(connection: Connection, now: datetime) -> None:
            found = of_call(connection, call_id)
            if found is not None and apart(connection, found, now, why="failed"):
                found = of_call(connection, call_id)
            if found is not None:
                end(connection, found, "abandoned", now)

        return write

    def apart(self, call_id: int) -> Later:
        """A write by which the agent, to whom the caller was being brought, is not there."""

        def write(connection: Connection, now: datetime) -> None:
            found = of_call(connection, call_id)
            if found is None or apart(connection, found, now, why="unreached"):
                return
            if found.state == OFFERED:
                back(connection, found, now, why="unreached")

        return write

    def seen(self, call_id: int) -> Later:
        """A write by which it is known that the caller still waits."""
        return lambda connection, now: _seen(connection, call_id, now)

    def talked(self, call_id: int) -> Later:
        """A write by which the two have talked, where nothing told of it before."""
        return lambda connection, now: talks(connection, call_id, now)

    def dialling(self, call_id: int) -> Later:
        """A write by which the caller's own call begins to ring the agent."""

        def write(connection: Connection, now: datetime) -> None:
            found = of_call(connection, call_id)
            if found is not None and found.to_be_dialled:
                move(connection, found.id, (OFFERED,), accepted_at=now, seen_at=now)

        return write

    def unanswered(self, call_id: int, why: str = "no-answer") -> Later:
        """A write by which the agent whom the caller's call has dialled did not take it (``why``,
        as for ``back``)."""

        def write(connection: Connection, now: datetime) -> None:
            found = of_call(connection, call_id)
            if found is not None:
                back(connection, found, now, why=why)

        return write

    def dial_instead(self, token: str, now: datetime) -> None:
        """The agent cannot be called now to take the caller of this offer: the caller's own call
        dials them."""
        with self._database.write() as connection:
            found = by_token(connection, token)
            if found is not None and move(connection, found.id, (OFFERED,), mode=LINE):
                accept(connection, token, now)

    def by_line(self, call_id: int) -> Later:
        """A write after which the caller's own call dials the agent: the carrier's queue failed."""

        def write(connection: Connection, now: datetime) -> None:
            found = of_call(connection, call_id)
            if found is None:
                return
            if found.state == OFFERED:
                back(connection, found, now, why="failed")
            move(connection, found.id, (WAITING, OFFERED), mode=LINE, seen_at=now)

        return write


def of_call(connection: Connection, call_id: int) -> Entry | None:
    """The wait of whoever is on this call, when it is not over."""
    found = connection.execute(_OPEN, {"call": call_id}).first()
    return None if found is None else Entry(*found)


def by_id(connection: Connection, entry_id: int) -> Entry | None:
    """One wait."""
    found = connection.execute(_BY_ID, {"entry": entry_id}).first()
    return None if found is None else Entry(*found)


def by_token(connection: Connection, token: str) -> Entry | None:
    """The wait whose present offer has this name."""
    found = connection.execute(_BY_TOKEN, {"token": token}).first()
    return None if found is None else Entry(*found)


def alone(connection: Connection) -> None:
    """Nobody else assigns until this transaction ends. (On SQLite there is one writer anyway.)"""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def stirs(connection: Connection, now: datetime, limits: Limits) -> bool:
    """Whether anything is to be done: somebody to assign, or something that has lapsed."""
    moments = {
        "now": now,
        "offered": limits.offered_before,
        "seen": limits.seen_before,
        "page": limits.page_before,
        "called": limits.called_before,
    }
    return bool(connection.execute(_STIRS, moments).scalar())


def wrapped(connection: Connection, entry_id: int, now: datetime) -> None:
    """The agent has done with this call."""
    done = update(_ENTRIES).where(_ENTRIES.c.id == entry_id, _ENTRIES.c.wrapped_at.is_(None))
    connection.execute(done.values(wrapped_at=now))


def in_state(connection: Connection, *states: str) -> list[Entry]:
    """All waits in these states, oldest first."""
    return [Entry(*row) for row in connection.execute(_IN_STATE, {"states": states})]


def offer(connection: Connection, entry_id: int, agent_id: int, now: datetime) -> str | None:
    """Offer a waiting caller to a ready agent; gives the offer's name, or None if either has
    moved meanwhile."""
    token = secrets.token_hex(8)
    values = {"state": OFFERED, "agent_id": agent_id, "token": token, "offered_at": now}
    moved = move(connection, entry_id, (WAITING,), **values, offers=_ENTRIES.c.offers + 1)
    if not moved:
        return None
    duty.change(connection, agent_id, duty.OFFERED, now, why="call", entry_id=entry_id)
    found = by_id(connection, entry_id)
    if found is not None:
        note(connection, found.call_id, "offered", now, agent=agent_id)
    return token


def accept(connection: Connection, token: str, now: datetime) -> bool:
    """The agent takes the offer. True also when it is told twice."""
    accepted = {"accepted_at": func.coalesce(_ENTRIES.c.accepted_at, now)}
    changed = (
        update(_ENTRIES)
        .where(_ENTRIES.c.token == token, _ENTRIES.c.state.in_((OFFERED, CALLING, TALKING)))
        .values(**accepted)
    )
    return connection.execute(changed).rowcount == 1


def back(connection: Connection, found: Entry, now: datetime, *, why: str) -> bool:
    """The agent did not take the offer (``why``, of ``duty.REASONS``) and is away, or, when it was
    not their doing (``failed``), ready; the caller keeps their place before those who came later.
    """
    cleared: dict[str, Any] = {"agent_id": None, "token": None, "accepted_at": None}
    moved = move(connection, found.id, (OFFERED, CALLING), state=WAITING, **cleared)
    if moved and found.agent_id is not None:
        if why == "failed":
            duty.change(connection, found.agent_id, duty.READY, now, why=why)
        else:
            duty.refuse(connection, found.agent_id, now, why=why)
        note(connection, found.call_id, "unanswered", now, agent=found.agent_id, why=why)
    return moved


def apart(connection: Connection, found: Entry, now: datetime, *, why: str) -> bool:
    """Caller and agent were being joined, and did not come together; the caller waits again, and
    keeps their place. The agent is away, or, when it was not their doing (``failed``), ready."""
    cleared = {"agent_id": None, "token": None, "accepted_at": None, "joined_at": None}
    moved = move(connection, found.id, (TALKING,), state=WAITING, leg_sid=None, **cleared)
    if moved and found.agent_id is not None:
        if why == "failed":
            duty.change(connection, found.agent_id, duty.READY, now, why=why)
        else:
            duty.refuse(connection, found.agent_id, now, why=why)
        note(connection, found.call_id, "apart", now, agent=found.agent_id, why=why)
    return moved


def joined(connection: Connection, entry_id: int, now: datetime) -> bool:
    """Caller and agent talk. True also when it is told twice."""
    values = {"state": TALKING, "joined_at": now}
    values["accepted_at"] = func.coalesce(_ENTRIES.c.accepted_at, now)
    if not move(connection, entry_id, (OFFERED, CALLING), **values):
        found = by_id(connection, entry_id)
        return found is not None and found.state == TALKING
    found = by_id(connection, entry_id)
    if found is not None and found.agent_id is not None:
        duty.change(connection, found.agent_id, duty.TALKING, now, why="call", entry_id=entry_id)
        if found.ticket is not None:
            tickets.close(connection, found.ticket, now, agent_id=found.agent_id)
        waited = round((now - found.entered_at).total_seconds())
        note(connection, found.call_id, "joined", now, agent=found.agent_id, waited=waited)
    return True


def talks(connection: Connection, call_id: int, now: datetime) -> None:
    """The agent whom the caller's own call has dialled took it."""
    found = of_call(connection, call_id)
    if found is not None:
        joined(connection, found.id, now)


def end(
    connection: Connection,
    found: Entry,
    outcome: str,
    now: datetime,
    wrapup: timedelta = USUAL_WRAPUP,
) -> bool:
    """The wait, or the talk, is over. Who talked wraps up; who was only offered it is ready."""
    if found.state == DONE:
        return False
    talked = found.state == TALKING
    how = outcome if not talked or outcome == "handed-on" else "served"
    if not move(connection, found.id, (found.state,), state=DONE, ended_at=now, outcome=how):
        return False
    if found.agent_id is not None and found.state != WAITING:
        if talked:
            until = now + wrapup
            duty.change(
                connection,
                found.agent_id,
                duty.WRAPUP,
                now,
                why="call",
                until=until,
                entry_id=found.id,
            )
        else:
            duty.change(connection, found.agent_id, duty.READY, now, why="call")
    if found.asked_id is not None:
        duty.release(connection, found.asked_id, found.id, now)
    if found.wanted_id is not None and found.before_id is not None:
        duty.release(connection, found.wanted_id, found.before_id, now)
    if found.handed_to is not None and how != "handed-on":
        # Somebody may be kept for who would have waited on.
        kind, _, name = found.handed_to.partition(":")
        if kind == "agent":
            duty.release(connection, int(name), found.id, now)
    note(connection, found.call_id, "unqueued", now, outcome=how)
    return True


def over(
    connection: Connection, call_id: int, now: datetime, wrapup: timedelta = USUAL_WRAPUP
) -> None:
    """The carrier says that the call is over: nobody waits any more, and nobody talks."""
    found = of_call(connection, call_id)
    if found is not None and found.state != CALLING:
        end(connection, found, "abandoned", now, wrapup)


def note(connection: Connection, call_id: int, kind: str, at: datetime, **data: Any) -> None:
    """Append an event of the call. Never anything about the person."""
    turn = connection.execute(_TURN_OF, {"call": call_id}).scalar()
    row = {"call_id": call_id, "turn": turn or 0, "at": at, "kind": kind, "data": data}
    connection.execute(insert(Event), row)


def _seen(connection: Connection, call_id: int, now: datetime) -> None:
    connection.execute(_SEEN, {"call": call_id, "now": now})


def move(connection: Connection, entry_id: int, states: tuple[str, ...], **values: Any) -> bool:
    """Change an entry, if it is in one of ``states``. Raises ``ValueError`` for what no wait can
    become."""
    to = values.get("state")
    if to is not None and not any((begins, to) in _WAYS for begins in states):
        raise ValueError(f"a wait that is {' or '.join(states)} does not become {to}")
    changed = (
        update(_ENTRIES)
        .where(_ENTRIES.c.id == entry_id, _ENTRIES.c.state.in_(states))
        .values(**values)
    )
    return connection.execute(changed).rowcount == 1


_WAYS = frozenset((begins, ends) for begins, ends, _ in MOVES)
_ENTRIES: Table = Base.metadata.tables["queue_entries"]
_COLUMNS = tuple(getattr(QueueEntry, name) for name in Entry.__dataclass_fields__)
_BY_ID = select(*_COLUMNS).where(QueueEntry.id == bindparam("entry"))
_BY_TOKEN = select(*_COLUMNS).where(QueueEntry.token == bindparam("token"))
_OPEN = (
    select(*_COLUMNS)
    .where(QueueEntry.call_id == bindparam("call"), QueueEntry.state != DONE)
    .where(QueueEntry.mode != ABSENT)
    .order_by(QueueEntry.id.desc())
    .limit(1)
)
_LAST = (
    select(*_COLUMNS)
    .where(QueueEntry.call_id == bindparam("call"))
    .order_by(QueueEntry.id.desc())
    .limit(1)
)
_IN_STATE = (
    select(*_COLUMNS)
    .where(QueueEntry.state.in_(bindparam("states", expanding=True)))
    .order_by(QueueEntry.entered_at, QueueEntry.id)
)
_SAME_LANE = or_(
    QueueEntry.lane == bindparam("lane"), QueueEntry.lane == "", bindparam("lane") == ""
)
_AHEAD = (
    select(func.count())
    .select_from(QueueEntry)
    .where(QueueEntry.state == WAITING, _SAME_LANE)
    .where(or_(QueueEntry.due_at.is_(None), QueueEntry.due_at <= bindparam("now")))
    .where(
        or_(
            QueueEntry.priority > bindparam("priority"),
            and_(
                QueueEntry.priority == bindparam("priority"),
                QueueEntry.entered_at < bindparam("entered"),
            ),
        )
    )
)
_ON_DUTY = (
    select(func.count())
    .select_from(Duty)
    .join(Agent, Agent.id == Duty.agent_id)
    .where(Agent.active.is_(True), Duty.state.in_(duty.ON_DUTY))
)
_BUSY = (
    select(
        QueueEntry.joined_at,
        func.coalesce(QueueEntry.wrapped_at, QueueEntry.ended_at, type_=Moment).label("free"),
    )
    .where(QueueEntry.state == DONE, QueueEntry.joined_at.is_not(None))
    .where(QueueEntry.ended_at.is_not(None))
    .order_by(QueueEntry.id.desc())
    .limit(bindparam("most"))
)
_SEEN = (
    update(_ENTRIES)
    .where(_ENTRIES.c.call_id == bindparam("call"), _ENTRIES.c.state != DONE)
    .values(seen_at=bindparam("now"))
)
_LOCK = 12333
_MOMENT = QueueEntry.seen_at.type
_ANY_WAITING = (
    select(QueueEntry.id)
    .where(QueueEntry.state == WAITING)
    .where(
        or_(
            QueueEntry.due_at.is_(None),
            QueueEntry.due_at <= bindparam("now", type_=_MOMENT),
        )
    )
    .exists()
)
_ANY_READY = select(Duty.agent_id).where(Duty.state == duty.READY).exists()
_KEPT_FOR = (
    select(QueueEntry.id)
    .join(Duty, Duty.agent_id == QueueEntry.wanted_id)
    .where(
        QueueEntry.state == WAITING,
        Duty.state == duty.OFFERED,
        Duty.entry_id == QueueEntry.before_id,
    )
    .exists()
)
"""Somebody was handed on, and whoever takes over is kept for them."""
SPARE = and_(
    QueueEntry.leg_sid.is_not(None),
    or_(
        QueueEntry.state == WAITING,
        and_(QueueEntry.state == DONE, QueueEntry.joined_at.is_(None)),
        and_(QueueEntry.state == TALKING, QueueEntry.handed_to.is_not(None)),
    ),
)
"""Agents' own calls that are of no more use: nobody is there to be talked to, or somebody else
takes over."""
_STIRS = select(
    or_(
        select(QueueEntry.id).where(SPARE).exists(),
        select(QueueEntry.id)
        .join(Duty, Duty.agent_id == QueueEntry.wanted_id)
        .where(
            QueueEntry.state == WAITING,
            Duty.state == duty.OFFERED,
            Duty.entry_id == QueueEntry.before_id,
        )
        .exists(),
        select(QueueEntry.id)
        .where(
            QueueEntry.asked_id.is_not(None),
            QueueEntry.asked_at < bindparam("offered", type_=_MOMENT),
            QueueEntry.state == TALKING,
        )
        .exists(),
        and_(_ANY_WAITING, _ANY_READY),
        _KEPT_FOR,
        select(QueueEntry.id)
        .where(
            or_(
                and_(
                    QueueEntry.state == OFFERED,
                    QueueEntry.offered_at < bindparam("offered", type_=_MOMENT),
                ),
                and_(
                    QueueEntry.state.in_((WAITING, OFFERED)),
                    QueueEntry.mode != ABSENT,
                    QueueEntry.seen_at < bindparam("seen", type_=_MOMENT),
                ),
                and_(
                    QueueEntry.state == OFFERED,
                    QueueEntry.mode == ABSENT,
                    QueueEntry.accepted_at.is_not(None),
                ),
                and_(
                    QueueEntry.state == CALLING,
                    QueueEntry.offered_at < bindparam("called", type_=_MOMENT),
                ),
            )
        )
        .exists(),
        select(Duty.agent_id)
        .where(
            or_(
                and_(
                    Duty.state.in_((duty.WRAPUP, duty.AWAY)),
                    Duty.until <= bindparam("now", type_=_MOMENT),
                ),
                and_(
                    Duty.state == duty.OFFERED,
                    Duty.since < bindparam("offered", type_=_MOMENT),
                ),
                and_(
                    Duty.state.in_((duty.READY, duty.WRAPUP)),
                    Duty.seen_at < bindparam("page", type_=_MOMENT),
                ),
            )
        )
        .exists(),
    )
)
_TURN_OF = select(Call.turn).where(Call.id == bindparam("call"))
