"""When a callback may be booked for: slots of the city's opening hours, never in the night."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice

from flows.city import City
from flows.city.hours import Span

LEAD = timedelta(minutes=15)
"""Nobody is called back sooner: the caller shall have hung up, and an agent shall know."""
MOST_DAYS = 31
"""How far ahead days with slots are looked for."""


def slots(city: City, now: datetime) -> list[datetime]:
    """When slots begin, soonest first, in the city's zone: on the first ``city.callback.days`` days
    that have any, today among them. Empty when there is none within a month."""
    soonest = now.astimezone(city.tz) + LEAD
    days = (
        [begins for begins in _of_day(city, soonest.date() + timedelta(ahead)) if begins >= soonest]
        for ahead in range(MOST_DAYS)
    )
    with_slots = islice((day for day in days if day), city.callback.days)
    return [begins for day in with_slots for begins in day]


def is_bearable(city: City, now: datetime) -> bool:
    """Whether somebody may be called back at this moment: the office is open, and nobody minds."""
    moment = now.astimezone(city.tz)
    on = moment.date()
    return city.is_open(now) and any(
        datetime.combine(on, span.start, city.tz) <= moment < _end(on, span, city)
        for span in city.callback.spans
    )


def _of_day(city: City, on: date) -> Iterator[datetime]:
    """The slots that lie wholly in opening hours, and where nobody minds being called."""
    length = timedelta(minutes=city.callback.minutes)
    for hours in city.hours.of(city.day(on)):
        for bearable in city.callback.spans:
            begins = datetime.combine(on, max(hours.start, bearable.start), city.tz)
            end = min(_end(on, hours, city), _end(on, bearable, city))
            while begins + length <= end:
                yield begins
                begins += length


def _end(on: date, span: Span, city: City) -> datetime:
    if span.end is None:
        return datetime.combine(on + timedelta(days=1), time(), city.tz)
    return datetime.combine(on, span.end, city.tz)
