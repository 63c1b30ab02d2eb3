"""The wall board: how the line stands at this moment, in two statements.

One reads what is open now, by indexes that hold nothing else; one adds up the waits of today.
Figures of a day mean what ``db.reports`` says of them. No event is read, and nothing about anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from operator import attrgetter
from typing import Any
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
from db.reports import IN_TIME
from db.spans import seconds
from db.tickets import OPEN

LONGEST_CALL = timedelta(hours=4)
"""A call that began earlier is over, and its carrier has not said so."""
SILENT = timedelta(minutes=10)
"""One that has done nothing for so long is over likewise, unless it talks to somebody."""
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class At:
    """So many calls in progress wait at the step of this full name."""

    step: str
    calls: int


@dataclass(frozen=True, slots=True)
class Group:
    """The queue of a lane (groups wanted, by comma; empty: anybody). ``waiting`` are on the line,
    ``absent`` will be called back, ``ringing`` are offered to an agent. ``since``: the longest
    waiting of those on the line."""

    lane: str
    waiting: int = 0
    absent: int = 0
    ringing: int = 0
    talking: int = 0
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class OnDuty:
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
class Board:
    """Everything on the board. ``due``: callbacks whose time has come or is near; ``overdue``:
    whose time is over; ``promises``: tickets of any kind whose date is past."""

    steps: tuple[At, ...]
    groups: tuple[Group, ...]
    agents: tuple[OnDuty, ...]
    today: Service
    hour: Service
    due: int
    overdue: int
    promises: int

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
        found = {state: sum(a.state == state for a in self.agents) for state in duty.STATES}
        return {state: many for state, many in found.items() if many}


def read(database: Database, now: datetime, zone: ZoneInfo, slot: timedelta) -> Board:
    """The board at ``now``. ``slot`` is the length of a callback's slot."""
    today = datetime.combine(now.astimezone(zone).date(), time(), zone)
    moments = {
        "began": now - LONGEST_CALL,
        "touched": now - SILENT,
        "now": now,
        "day": today,
        "hour": now - HOUR,
        "first": min(today, now - HOUR),
        "undecided": now - IN_TIME,
        "date": today.date(),
        "soon": now + slot,
        "late": now - slot,
    }
    with database.read() as connection:
        open_now = connection.execute(_NOW, moments).all()
        sums = connection.execute(_TODAY, moments).one()
    of = {what: [row for row in open_now if row.what == what] for what in _WHAT}
    return Board(
        steps=tuple(
            sorted((At(row.name, row.number) for row in of["step"]), key=attrgetter("step"))
        ),
        groups=_groups(of["lane"]),
        agents=tuple(
            OnDuty(row.number, row.name, row.state, row.since, row.until)
            for row in sorted(of["agent"], key=attrgetter("name"))
        ),
        today=_service(sums, "day"),
        hour=_service(sums, "hour"),
        due=sums.due,
        overdue=sums.overdue,
        promises=sums.promises,
    )


def _groups(rows: list[Any]) -> tuple[Group, ...]:
    found = []
    for lane in sorted({row.name for row in rows}):
        by = {row.state: row for row in rows if row.name == lane}
        counts = {state: row.number for state, row in by.items()}
        on_the_line = [by[state].since for state in ("waiting", "ringing") if state in by]
        found.append(Group(lane, **counts, since=min(on_the_line, default=None)))
    return tuple(found)


def _service(row: Any, of: str) -> Service:
    names = Service.__dataclass_fields__
    values = {name: getattr(row, f"{of}_{name}") for name in names}
    means = ("mean_wait", "mean_abandoned")
    return Service(**{n: v if n in means else v or 0 for n, v in values.items()})


_WHAT = ("step", "lane", "agent")
_MOMENT = Moment()


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
    .where(QueueEntry.state.in_((queue.WAITING, queue.OFFERED, queue.CALLING, queue.TALKING)))
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
_NOW = union_all(_STEPS, _LANES, _AGENTS)

_E = QueueEntry
_FIRST = _E.before_id.is_(None)
_JOINED = and_(_FIRST, _E.joined_at.is_not(None))
_DECIDED = and_(
    _FIRST,
    or_(_E.joined_at.is_not(None), _E.ended_at.is_not(None), _E.entered_at <= _at("undecided")),
)
_ABANDONED = and_(_FIRST, _E.outcome == "abandoned", _E.joined_at.is_(None))
_waited = seconds(_E.entered_at, _E.joined_at)
_gave_up = seconds(_E.entered_at, _E.ended_at)


def _sums(of: str) -> list[ColumnElement[Any]]:
    """The figures of ``Service`` for waits that began at ``of`` or later."""
    here = _E.entered_at >= _at(of)

    def count(condition: ColumnElement[bool]) -> ColumnElement[Any]:
        return func.sum(case((and_(here, condition), 1), else_=0))

    def mean(condition: ColumnElement[bool], value: ColumnElement[Any]) -> ColumnElement[Any]:
        return func.avg(case((and_(here, condition), value)))

    figures = {
        "asked": count(_DECIDED),
        "answered": count(_JOINED),
        "in_time": count(and_(_JOINED, _waited <= IN_TIME.total_seconds())),
        "abandoned": count(_ABANDONED),
        "mean_wait": mean(and_(_JOINED, _E.ticket.is_(None)), _waited),
        "mean_abandoned": mean(_ABANDONED, _gave_up),
    }
    return [figure.label(f"{of}_{name}") for name, figure in figures.items()]


def _tickets(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    found = select(func.count()).select_from(Ticket).where(Ticket.status == OPEN, *conditions)
    return found.scalar_subquery()


_CALLBACK = Ticket.kind == "callback"
_TODAY = select(
    *_sums("day"),
    *_sums("hour"),
    _tickets(_CALLBACK, Ticket.callback_at <= _at("soon"), Ticket.callback_at > _at("late")).label(
        "due"
    ),
    _tickets(_CALLBACK, Ticket.callback_at <= _at("late")).label("overdue"),
    _tickets(Ticket.promised_on < bindparam("date")).label("promises"),
).where(_E.entered_at >= _at("first"))
