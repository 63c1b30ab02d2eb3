"""When callbacks may be booked for."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from flows.city import City, Day
from flows.city.entries import Callback
from flows.city.hours import Hours
from flows.slots import LEAD, slots
from tests.flows.conversation import CITY

SPANS = [[], ["00:00-24:00"], ["08:30-12:00", "13:30-17:30"], ["19:00-23:00"], ["09:00-09:25"]]
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
NOW = st.integers(0, 364 * 24 * 60).map(lambda minutes: NEW_YEAR + timedelta(minutes=minutes))
CITIES = st.builds(
    lambda workday, weekend, holiday, minutes, days: city(
        Hours(workday=workday, weekend=weekend, holiday=holiday), minutes=minutes, days=days
    ),
    *[st.sampled_from(SPANS)] * 3,
    st.sampled_from([10, 25, 30, 60, 240]),
    st.integers(1, 30),
)


def city(hours: Hours, **callback: Any) -> City:
    """The demo city with other hours and callbacks."""
    return CITY.model_copy(update={"hours": hours, "callback": Callback(**callback)})


def hours(*workday: str) -> Hours:
    return Hours.model_validate({"workday": workday, "weekend": [], "holiday": []})


@given(CITIES, NOW)
def test_a_slot_is_never_in_the_past_in_the_night_or_when_nobody_answers(
    where: City, now: datetime
) -> None:
    found = slots(where, now)
    length = timedelta(minutes=where.callback.minutes)
    assert found == sorted(set(found))
    assert len({begins.date() for begins in found}) <= where.callback.days
    for begins in found:
        last = begins + length - timedelta(seconds=1)
        assert begins >= now + LEAD
        assert begins.date() == last.date()
        for moment in (begins, last):
            assert where.is_open(moment)
            assert time(8) <= moment.time() < time(20)


@given(CITIES, NOW)
def test_there_are_slots_wherever_an_office_is_open_long_enough(where: City, now: datetime) -> None:
    """On the days it gives, no slot is left out that would fit."""
    found = slots(where, now)
    for begins in found:
        following = begins + timedelta(minutes=where.callback.minutes)
        if following.date() == begins.date() and following not in found:
            end = following + timedelta(minutes=where.callback.minutes, seconds=-1)
            middle = following + (end - following) / 2
            inside = all(
                where.is_open(moment) and time(8) <= moment.time() < time(20)
                for moment in (following, middle, end)
            )
            assert not inside


def test_days_off_are_passed_over_and_make_up_workdays_count() -> None:
    """Before National Day: five days with slots, the eighth of October the first of them."""
    eve = datetime(2026, 9, 30, 12, 0, tzinfo=UTC)
    days = dict.fromkeys(begins.date() for begins in slots(city(hours("09:00-17:00")), eve))
    assert list(days) == [date(2026, 10, day) for day in (8, 9, 10, 12, 13)]
    assert CITY.day(date(2026, 10, 10)) is Day.WORKDAY, "a Saturday that is worked"


def test_a_line_that_never_closes_calls_nobody_in_the_night() -> None:
    """The demo city."""
    evening = datetime(2026, 3, 16, 11, 50, tzinfo=UTC)
    found = slots(CITY, evening)
    assert (found[0].date(), found[0].time()) == (date(2026, 3, 17), time(8))
    assert max(begins.time() for begins in found) == time(19, 30)


def test_an_office_that_is_never_open_has_none() -> None:
    assert slots(city(hours()), datetime(2026, 3, 16, tzinfo=UTC)) == []
