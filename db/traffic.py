"""Where the calls of a day went: how many came to each step, where they went on to, how many left.

Counts of calls and nothing else. A call belongs to the day on which it began; one that came to a
step several times is counted there once. The steps are those where calls wait: what a step says on
the way to another is no event.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, case, distinct, func, or_, select

from db.engine import Database
from db.models import Call, Event, QueueEntry


@dataclass
class StepTraffic:
    """``came`` to a step; ``left`` there: the line had not said goodbye and nobody had joined them;
    ``went`` on, by the step they went to."""

    came: int = 0
    left: int = 0
    went: dict[str, int] = field(default_factory=dict)


def of_day(database: Database, day: date, zone: ZoneInfo) -> Mapping[str, StepTraffic]:
    """The traffic of ``day`` in ``zone``, by the full name of the step.

    Reads every call of the day, so it is nothing to ask at every request.
    """
    start = datetime.combine(day, time(), zone)
    span = {"start": start, "end": datetime.combine(day + timedelta(days=1), time(), zone)}
    found: dict[str, StepTraffic] = {}
    # Longer than a turn may take: a day of a large city is millions of events.
    patient = database.for_long_work()
    try:
        with patient.read() as connection:
            for step, came, left in connection.execute(_CAME, span):
                found[step] = StepTraffic(came, left)
            for source, target, calls in connection.execute(_WENT, span):
                found.setdefault(source, StepTraffic()).went[target] = calls
    finally:
        patient.dispose()
    return found


_TALKED = (
    select(func.min(QueueEntry.joined_at)).where(QueueEntry.call_id == Call.id).scalar_subquery()
)
_TURNS = (
    select(
        Event.call_id.label("call_id"),
        Event.data["from"].as_string().label("source"),
        Event.data["to"].as_string().label("target"),
        Call.step.label("last"),
        Call.finished.label("finished"),
        Call.turn.label("turn"),
        Call.accepted_turn.label("accepted_turn"),
        _TALKED.label("talked"),
        Call.ended_at.label("ended_at"),
        Call.touched_at.label("touched_at"),
    )
    .join(Call, Call.id == Event.call_id)
    .where(
        Event.kind == "turn",
        Call.started_at >= bindparam("start"),
        Call.started_at < bindparam("end"),
    )
    .subquery("turns")
)
_turn = _TURNS.c
_LEFT = case(
    (
        (_turn.last == _turn.target)
        & _turn.finished.is_(False)
        & (func.coalesce(_turn.accepted_turn, -1) != _turn.turn)
        & _turn.talked.is_(None)
        # A carrier may never tell that a call is over. One that goes on does something in time.
        & or_(_turn.ended_at.is_not(None), _turn.touched_at < bindparam("end")),
        _turn.call_id,
    )
)
_CAME = select(
    _turn.target, func.count(distinct(_turn.call_id)), func.count(distinct(_LEFT))
).group_by(_turn.target)
_WENT = (
    select(_turn.source, _turn.target, func.count(distinct(_turn.call_id)))
    .where(_turn.source != "", _turn.source != _turn.target)
    .group_by(_turn.source, _turn.target)
)
