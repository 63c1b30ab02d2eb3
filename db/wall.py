"""The wall board: how the line stands at this moment.

One statement reads what is open now, by indexes that hold little else; others add up what need not
be added up at every look. Figures mean what ``db.reports`` says of them. No event is read, and
nothing about anybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from operator import itemgetter
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from db import duty, queue
from db.engine import Database
from db.models import Agent, Call, Duty, Moment, QueueEntry, Ticket
from db.prepared import Prepared, fixed
from db.reports import IN_TIME
from db.spans import seconds
from db.tickets import OPEN

LONGEST_CALL = timedelta(hours=4)
"""A call that began earlier is over, and its carrier has not said so."""
SILENT = timedelta(minutes=10)
"""One that has done nothing for so long is over likewise, unless it talks to somebody."""
HOUR = timedelta(hours=1)


class At(NamedTuple):
    """So many calls in progress wait at the step of this full name."""

    step: str
    calls: int


class Group(NamedTuple):
    """The queue of a lane (groups wanted, by comma; empty: anybody). ``waiting`` are on the line,
    ``absent`` will be called back, ``ringing`` are offered to an agent. ``since``: the longest
    waiting of those on the line."""

    lane: str
    waiting: int = 0
    absent: int = 0
    ringing: int = 0
    talking: int = 0
    since: datetime | None = None


class OnDuty(NamedTuple):
    """What an agent does, since when, and until when if it ends by itself. ``since`` is None for
    one who was never there."""

    id: int
    staff_number: str
    state: str
    since: datetime | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Service:
    """Waits that began in some time. ``asked`` without those who wait for less than 15 seconds:
    nobody knows yet. Means are of seconds; None when there is nothing to be averaged."""

    asked: int
    answered: int
    in_time: int
    abandoned: int
    mean_wait: float | None
    mean_abandoned: float | None

    @property
    def level(self) -> float | None:
        """Answered within 15 seconds, of all who asked; None when nobody did."""
        return self.in_time / self.asked if self.asked else None


@dataclass(frozen=True, slots=True)
class Promises:
    """``due``: callbacks whose time has come or is near; ``overdue``: whose time is over;
    ``late``: tickets of any kind whose date is past."""

    due: int
    overdue: int
    late: int


@dataclass(frozen=True, slots=True)
class Sums:
    """What is added up and counted."""

    today: Service
    hour: Service
    promises: Promises


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the board."""

    steps: tuple[At, ...]
    groups: tuple[Group, ...]
    agents: tuple[OnDuty, ...]
    sums: Sums

    @property
    def calls(self) -> int:
        """Calls in progress."""
        return sum(each.calls for each in self.steps)

    @property
    def waiting(self) -> int:
        """Callers on the line who wait for a person."""
        return sum(each.waiting + each.ringing for each in self.groups)

    @property
    def since(self) -> datetime | None:
        """Since when the longest waiting caller waits."""
        return min((each.since for each in self.groups if each.since), default=None)

    @property
    def states(self) -> dict[str, int]:
        """How many agents are in each state, in the order of ``db.duty.STATES``."""
        found = Counter(agent.state for agent in self.agents)
        return {state: found[state] for state in duty.STATES if state in found}


def read(database: Database, now: datetime, sums: Sums) -> Board:
    """The board at ``now``, with ``sums`` as they were added up last."""
    moments = {"began": now - LONGEST_CALL, "touched": now - SILENT}
    with database.read() as connection:
        rows = _NOW.all(connection, moments)
    of: dict[str, list[_Row]] = {"step": [], "lane": [], "agent": []}
    for row in rows:
        of[row[0]].append(row)
    return Board(
        steps=tuple(sorted(At(step, calls) for _, step, _, calls, _, _ in of["step"])),
        groups=_groups(of["lane"]),
        agents=tuple(
            OnDuty(row_id, number, state, since, until)
            for _, number, state, row_id, since, until in sorted(of["agent"], key=itemgetter(1))
        ),
        sums=sums,
    )


def service(database: Database, since: datetime, now: datetime) -> Service:
    """The waits that began at ``since`` or later. Reads all of them: nothing to do at every look
    where it is a whole day."""
    with database.read() as connection:
        row = connection.execute(_SERVICE, {"since": since, "undecided": now - IN_TIME}).one()
    return Service(
        asked=row.begun - row.undecided,
        answered=row.answered,
        in_time=row.in_time or 0,
        abandoned=row.abandoned or 0,
        mean_wait=row.mean_wait,
        mean_abandoned=row.mean_abandoned,
    )


def promises(database: Database, now: datetime, today: date, slot: timedelta) -> Promises:
    """What was promised, at ``now`` of ``today``. ``slot`` is the length of a callback's slot."""
    moments = {"soon": now + slot, "late": now - slot, "today": today}
    with database.read() as connection:
        row = connection.execute(_PROMISES, moments).one()
    return Promises(row.due or 0, row.overdue or 0, row.late or 0)


def midnight(now: datetime, zone: ZoneInfo) -> datetime:
    """When the day began that it is in ``zone``."""
    return datetime.combine(now.astimezone(zone).date(), time(), zone)


def _groups(rows: Iterable[_Row]) -> tuple[Group, ...]:
    lanes: dict[str, dict[str, tuple[int, datetime]]] = {}
    for _, lane, state, many, since, _ in rows:
        lanes.setdefault(lane, {})[state] = (many, since)
    found = []
    for lane, by in sorted(lanes.items()):
        counts = {state: many for state, (many, _) in by.items()}
        on_the_line = [by[state][1] for state in ("waiting", "ringing") if state in by]
        found.append(Group(lane, **counts, since=min(on_the_line, default=None)))
    return tuple(found)


_MOMENT = Moment()
_Row = tuple[Any, ...]
"""What it is about, its name, its state, how many (or which row), since when, until when."""


def _at(name: str) -> ColumnElement[datetime]:
    return bindparam(name, type_=_MOMENT)


_NEVER = cast(null(), _MOMENT)
_STEPS = (
    select(
        literal("step").label("what"),
        Call.step.label("name"),
        literal("").label("state"),
        func.count().label("number"),
        _NEVER.label("since"),
        _NEVER.label("until"),
    )
    .where(Call.ended_at.is_(None), Call.started_at > _at("began"), Call.finished.is_(False))
    .where(
        or_(
            Call.touched_at > _at("touched"),
            Call.id.in_(select(QueueEntry.call_id).where(QueueEntry.state == queue.TALKING)),
        )
    )
    .group_by(Call.step)
)
_STATE = case(
    (QueueEntry.state == queue.TALKING, "talking"),
    (QueueEntry.ticket.is_not(None), "absent"),
    (QueueEntry.state == queue.OFFERED, "ringing"),
    else_="waiting",
)
_LANES = (
    select(
        literal("lane"),
        QueueEntry.lane,
        _STATE,
        func.count(),
        func.min(QueueEntry.entered_at),
        _NEVER,
    )
    .where(
        QueueEntry.state.in_(fixed((queue.WAITING, queue.OFFERED, queue.CALLING, queue.TALKING)))
    )
    .group_by(QueueEntry.lane, _STATE)
)
_AGENTS = (
    select(
        literal("agent"),
        Agent.staff_number,
        func.coalesce(Duty.state, duty.AWAY),
        Agent.id,
        Duty.since,
        Duty.until,
    )
    .outerjoin(Duty, Duty.agent_id == Agent.id)
    .where(Agent.active.is_(True))
)
_NOW = Prepared(union_all(_STEPS, _LANES, _AGENTS))

_EXACT = 0.0005
"""Seconds. Databases are right to a millisecond, and 15 seconds are in time."""
_E = QueueEntry
_FIRST = and_(_E.before_id.is_(None), _E.entered_at >= _at("since"))
_JOINED = _E.joined_at.is_not(None)
_ABANDONED = and_(_E.outcome == "abandoned", _E.joined_at.is_(None))
_waited = seconds(_E.entered_at, _E.joined_at)
_UNDECIDED = (
    select(func.count())
    .select_from(_E)
    .where(_FIRST, _E.entered_at > _at("undecided"), _E.joined_at.is_(None), _E.ended_at.is_(None))
    .scalar_subquery()
)


def _sum(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.sum(case((condition, 1), else_=0))


def _mean(condition: ColumnElement[bool], value: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.avg(case((condition, value)))


_SERVICE = select(
    func.count().label("begun"),
    _UNDECIDED.label("undecided"),
    func.count(_E.joined_at).label("answered"),
    # Nothing is worked out for who was not answered: a comparison with null is not true.
    _sum(_waited < IN_TIME.total_seconds() + _EXACT).label("in_time"),
    _sum(_ABANDONED).label("abandoned"),
    _mean(and_(_JOINED, _E.ticket.is_(None)), _waited).label("mean_wait"),
    _mean(_ABANDONED, seconds(_E.entered_at, _E.ended_at)).label("mean_abandoned"),
).where(_FIRST)

_CALLBACK = Ticket.kind == "callback"
_PROMISES = select(
    _sum(
        and_(_CALLBACK, Ticket.callback_at <= _at("soon"), Ticket.callback_at > _at("late"))
    ).label("due"),
    _sum(and_(_CALLBACK, Ticket.callback_at <= _at("late"))).label("overdue"),
    _sum(Ticket.promised_on < bindparam("today")).label("late"),
).where(Ticket.status == OPEN)
