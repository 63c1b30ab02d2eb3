"""What the line did, by hour: figures that can be added up, and the definition of each.

An hour is the city's. A call, and a wait for a person, belong to the hour in which they began.
Whole days are read and counted here: nothing for every request, and nothing about anybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, bindparam, select

from db.engine import Database
from db.models import Call, Event, QueueEntry
from db.switches import OVERFLOW

AGAIN = timedelta(hours=72)
"""A second call within so long means that the first one did not do."""
IN_TIME = timedelta(seconds=15)
"""Within so long somebody should answer who asks for a person."""
LONGEST = 92
"""Days of a report."""
LOCKED = "locked"
"""The event of a call in which a lock was told."""


@dataclass
class Sums:
    """Figures of some time. Seconds are whole; everything can be added."""

    calls: int = 0
    """Calls that reached the line."""
    contained: int = 0
    """Of these, calls in which nobody talked to an agent, and after which the same person, or the
    same number where nobody was identified, did not call again within 72 hours."""
    undecided: int = 0
    """Of the contained, those that began less than 72 hours ago: they may not stay so."""
    unknown: int = 0
    """Calls from a withheld number by somebody unidentified: a second call cannot be seen."""
    asked: int = 0
    """Waits for a person, from asking for one; who is handed on does not ask again."""
    answered: int = 0
    """Of these, waits that ended in a talk."""
    in_time: int = 0
    """Of the answered, those that were answered within 15 seconds."""
    abandoned: int = 0
    """Waits that ended by hanging up."""
    turned: int = 0
    """Waits that ended otherwise: by a message, a callback, another errand, or because nobody was
    on duty."""
    overflowed: int = 0
    """Calls in which somebody asked for a person while the line was switched to overflow. They
    began no wait, and are in none of the other figures of those who asked."""
    held: int = 0
    """Answered waits on the line, without callbacks."""
    hold_seconds: int = 0
    """Of these, from asking to talking."""
    called_back: int = 0
    """Callbacks that ended in a talk."""
    callback_seconds: int = 0
    """Of these, from asking to talking: nobody was on the line meanwhile."""
    talk_seconds: int = 0
    """Agents and callers, joined."""
    satisfied: int = 0
    fairly: int = 0
    dissatisfied: int = 0
    locks: int = 0
    """Callers who were told that a record, or their number, is locked for too many wrong PINs."""
    errands: Counter[str] = field(default_factory=Counter)
    """Calls that came to each errand, by the name of its flow."""

    def __iadd__(self, other: Sums) -> Sums:
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))
        return self

    @property
    def service_level(self) -> float | None:
        """Answered within 15 seconds, of all who asked; None when nobody did."""
        return self.in_time / self.asked if self.asked else None

    @property
    def containment(self) -> float | None:
        """Contained, of all calls; None when there was none."""
        return self.contained / self.calls if self.calls else None

    @property
    def abandonment(self) -> float | None:
        """Abandoned, of all who asked; None when nobody did."""
        return self.abandoned / self.asked if self.asked else None

    @property
    def mean_hold(self) -> float | None:
        """Seconds."""
        return self.hold_seconds / self.held if self.held else None

    @property
    def mean_callback(self) -> float | None:
        """Seconds."""
        return self.callback_seconds / self.called_back if self.called_back else None

    @property
    def mean_talk(self) -> float | None:
        """Seconds."""
        return self.talk_seconds / self.answered if self.answered else None


At = Callable[[datetime], Sums]
"""The sums of the hour a moment is in."""
Hours = dict[datetime, Sums]
"""By the beginning of the hour, in the city's zone; hours in which nothing happened are missing."""


def report(database: Database, first: date, last: date, zone: ZoneInfo, now: datetime) -> Hours:
    """The hours from ``first`` to ``last``, both days included."""
    begins = datetime.combine(first, time(), zone)
    span = {"begins": begins, "ends": datetime.combine(last + timedelta(days=1), time(), zone)}
    found: Hours = {}

    def at(moment: datetime) -> Sums:
        hour = moment.astimezone(zone).replace(minute=0, second=0, microsecond=0)
        return found.setdefault(hour, Sums())

    # Longer than a turn may take: days of a large city are millions of rows.
    patient = database.for_long_work()
    try:
        with patient.read() as connection:
            talked = set(connection.execute(_TALKED, span).scalars())
            later = {**span, "ends": span["ends"] + AGAIN}
            _calls(connection.execute(_CALLS, later), talked, span["ends"], now, at)
            _waits(connection.execute(_WAITS, span), at)
            _events(connection.execute(_ERRANDS, span), connection.execute(_NOTED, span), at)
    finally:
        patient.dispose()
    return dict(sorted(found.items()))


def total(hours: Iterable[Sums]) -> Sums:
    """All of them together."""
    added = Sums()
    for each in hours:
        added += each
    return added


def by_day(hours: Hours) -> dict[date, Sums]:
    """The hours of each day together."""
    days: dict[date, Sums] = {}
    for at, sums in hours.items():
        day = days.setdefault(at.date(), Sums())
        day += sums
    return days


def _calls(
    rows: Iterable[Row[Any]],
    talked: set[int],
    ends: datetime,
    now: datetime,
    at: At,
) -> None:
    """Latest first, so that the next call of the same person is known when one is looked at."""
    next_call: dict[object, datetime] = {}
    for row in rows:
        who = ("person", row.person_id) if row.person_id is not None else row.number_index
        again = next_call.get(who) if who is not None else None
        if who is not None:
            next_call[who] = row.started_at
        if row.started_at >= ends:
            continue
        sums = at(row.started_at)
        sums.calls += 1
        sums.unknown += who is None
        repeated = again is not None and again - row.started_at < AGAIN
        if row.id not in talked and not repeated:
            sums.contained += 1
            sums.undecided += now - row.started_at < AGAIN


def _waits(rows: Iterable[Row[Any]], at: At) -> None:
    for row in rows:
        sums = at(row.entered_at)
        waited = row.joined_at - row.entered_at if row.joined_at else None
        if row.before_id is None:
            sums.asked += 1
            sums.answered += waited is not None
            sums.in_time += waited is not None and waited <= IN_TIME
            sums.abandoned += row.outcome == "abandoned" and waited is None
            sums.turned += row.outcome not in (None, "abandoned") and waited is None
            if waited is not None and row.ticket is None:
                sums.held += 1
                sums.hold_seconds += round(waited.total_seconds())
            elif waited is not None:
                sums.called_back += 1
                sums.callback_seconds += round(waited.total_seconds())
        if row.joined_at and row.ended_at:
            sums.talk_seconds += round((row.ended_at - row.joined_at).total_seconds())
        sums.satisfied += row.score == 1
        sums.fairly += row.score == 2
        sums.dissatisfied += row.score == 3


def _events(errands: Iterable[Row[Any]], noted: Iterable[Row[Any]], at: At) -> None:
    seen: set[tuple[int, str]] = set()
    for row in errands:
        flow = row.step.partition(".")[0]
        if (row.call_id, flow) not in seen:
            seen.add((row.call_id, flow))
            at(row.started_at).errands[flow] += 1
    overflowed: set[int] = set()
    for note in noted:
        if note.kind == LOCKED:
            at(note.started_at).locks += 1
        elif note.call_id not in overflowed:
            overflowed.add(note.call_id)
            at(note.started_at).overflowed += 1


_BEGAN = (Call.started_at >= bindparam("begins"), Call.started_at < bindparam("ends"))
_CALLS = (
    select(Call.id, Call.started_at, Call.person_id, Call.number_index)
    .where(*_BEGAN)
    .order_by(Call.started_at.desc(), Call.id.desc())
)
_TALKED = (
    select(QueueEntry.call_id)
    .join(Call, Call.id == QueueEntry.call_id)
    .where(*_BEGAN, QueueEntry.joined_at.is_not(None))
)
_WAITS = select(
    QueueEntry.entered_at,
    QueueEntry.before_id,
    QueueEntry.ticket,
    QueueEntry.outcome,
    QueueEntry.joined_at,
    QueueEntry.ended_at,
    QueueEntry.score,
).where(QueueEntry.entered_at >= bindparam("begins"), QueueEntry.entered_at < bindparam("ends"))
_ERRANDS = (
    select(Event.call_id, Call.started_at, Event.data["to"].as_string().label("step"))
    .join(Call, Call.id == Event.call_id)
    .where(*_BEGAN, Event.kind == "turn")
)
_NOTED = (
    select(Event.call_id, Event.kind, Call.started_at)
    .join(Call, Call.id == Event.call_id)
    .where(*_BEGAN, Event.kind.in_((LOCKED, OVERFLOW)))
)
