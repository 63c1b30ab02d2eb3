"""A city's profile: its mistakes in exact sentences, its hours, holidays and working days."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.city import City, CityError, Day

SHIPPED = Path(__file__).parents[2] / "cities" / "demo.toml"
TEXT = (
    re.sub("(?m)^#.*\n", "", SHIPPED.read_text("utf-8"))
    .partition("[calendar.2027]")[0]
    .replace('workday = ["00:00-24:00"]', 'workday = ["08:30-12:00", "13:30-17:30"]')
    .replace('weekend = ["00:00-24:00"]', "weekend = []")
    .replace('holiday = ["00:00-24:00"]', 'holiday = ["10:00-12:00"]')
)
"""The shipped profile with the hours of a real office, open on holidays for two hours."""
WORKDAY = 'workday = ["08:30-12:00", "13:30-17:30"]'
NO_SPAN = 'is no span of a day; write it as "08:30-12:00"'

MISTAKES = {
    ('zone = "Asia/Shanghai"', 'zone = "Mars/Olympus"'): (
        'zone: "Mars/Olympus" is no time zone; write one like "Asia/Shanghai"'
    ),
    ('zone = "Asia/Shanghai"', ""): "zone: is missing",
    ('zone = "Asia/Shanghai"', 'zone = "Asia/Shanghai"\nname = "demo"'): (
        "name: must be a table, with entries of its own"
    ),
    ("[promises]", '[name]\nzh-CN = ""\n[promises]'): "name.zh-CN: must not be empty",
    ("[promises]", '[name]\nzh-CN = "江城"\n[promises]'): (
        "name.en-US: is missing; the greeting needs it"
    ),
    ("[promises]", '[name]\nyue-CN = "江城"\n[promises]'): (
        "name.yue-CN: the city does not speak this language"
    ),
    ('languages = ["zh-CN", "en-US"]', "languages = []"): "languages: must name at least one",
    ('languages = ["zh-CN", "en-US"]', 'languages = "zh-CN"'): "languages: must be a list, in [ ]",
    ('languages = ["zh-CN", "en-US"]', 'languages = ["zh-CN", "zh-CN"]'): (
        'languages: "zh-CN" is named twice'
    ),
    (WORKDAY, 'workday = ["8-12"]'): f'hours.workday.0: "8-12" {NO_SPAN}',
    (WORKDAY, 'workday = ["12:00-08:30"]'): f'hours.workday.0: "12:00-08:30" {NO_SPAN}',
    (WORKDAY, 'workday = ["08:30-08:30"]'): f'hours.workday.0: "08:30-08:30" {NO_SPAN}',
    (WORKDAY, 'workday = ["08:30-25:00"]'): f'hours.workday.0: "08:30-25:00" {NO_SPAN}',
    (WORKDAY, 'workday = ["08:30+08:00-12:00"]'): f'hours.workday.0: "08:30+08:00-12:00" {NO_SPAN}',
    (WORKDAY, "workday = [8]"): f'hours.workday.0: "8" {NO_SPAN}',
    (WORKDAY, 'workday = ["08:30-12:00", "11:00-17:00"]'): (
        "hours.workday: spans of a day must follow each other without overlapping"
    ),
    (WORKDAY, 'workday = ["13:30-24:00", "08:30-12:00"]'): (
        "hours.workday: spans of a day must follow each other without overlapping"
    ),
    (WORKDAY, 'workday = "08:30-12:00"'): "hours.workday: must be a list, in [ ]",
    ("message = 2", "message = 0"): "promises.message: must be 1 or more",
    ("message = 2", 'message = "two"'): "promises.message: must be a whole number",
    ("message = 2", "message = 2\nmesage = 2"): (
        "promises.mesage: is no entry of this file; look for a slip of the pen"
    ),
    ("ring = 20", "ring = 2"): "agents.ring: Input should be greater than or equal to 5",
    ("per_call = 3\n", ""): "limits.per_call: is missing",
    ("[calendar.2026]", "[calendar.next]"): "calendar.next: must be a whole number",
    ("2026-01-01, 2026-01-02", "2025-01-01"): (
        "calendar: 2025-01-01 is listed under 2026; move it to its own year"
    ),
    ("workdays = [", "workdays = [2026-01-01, "): (
        "calendar: 2026-01-01 is a holiday and a workday; take it out of one"
    ),
    ("workdays = [", "workdays = [2026-03-02, "): (
        "calendar: 2026-03-02 is worked anyway; workdays are days of a weekend"
    ),
}


def city(path: Path, text: str = TEXT) -> City:
    file = path / "city.toml"
    file.write_text(text, "utf-8")
    return City.load(file)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> City:
    return city(tmp_path_factory.mktemp("city"))


@pytest.mark.parametrize(("right", "wrong"), MISTAKES)
def test_a_mistake_is_named_with_its_cure(tmp_path: Path, right: str, wrong: str) -> None:
    assert TEXT.count(right) == 1
    with pytest.raises(CityError) as refused:
        city(tmp_path, TEXT.replace(right, wrong))
    assert str(refused.value) == f"{tmp_path / 'city.toml'}: {MISTAKES[right, wrong]}"


def test_several_mistakes_are_told_at_once(tmp_path: Path) -> None:
    wrong = TEXT.replace("message = 2", "message = 0").replace("ring = 20", "ring = 0.5")
    with pytest.raises(CityError, match=r"promises\.message: .*; agents\.ring: "):
        city(tmp_path, wrong)


def test_a_profile_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "none.toml"
    with pytest.raises(CityError) as refused:
        City.load(path)
    assert str(refused.value) == f"{path}: there is no such city profile; set HOTLINE_CITY"


def test_a_profile_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(CityError, match=": cannot be read: Is a directory"):
        City.load(tmp_path)
    (tmp_path / "latin.toml").write_bytes('name = "Köln"'.encode("latin-1"))
    with pytest.raises(CityError, match=r"latin\.toml: not a TOML file in UTF-8: "):
        City.load(tmp_path / "latin.toml")
    with pytest.raises(CityError, match=r"city\.toml: not a TOML file in UTF-8: Invalid value"):
        city(tmp_path, "name = ")


# --- hours, over holidays and the weekend days worked for them -----------------------------------


@pytest.mark.parametrize(
    ("on", "kind"),
    [
        (date(2026, 3, 16), Day.WORKDAY),
        (date(2026, 3, 14), Day.WEEKEND),
        (date(2026, 10, 1), Day.HOLIDAY),
        (date(2026, 10, 3), Day.HOLIDAY),
        (date(2026, 10, 10), Day.WORKDAY),
        (date(2026, 2, 28), Day.WORKDAY),
        (date(2031, 10, 1), Day.HOLIDAY),
        (date(2025, 9, 28), Day.WORKDAY),
        (date(2101, 10, 3), Day.WORKDAY),
    ],
    ids=[
        "a Monday",
        "a Saturday",
        "a holiday on a Thursday",
        "a holiday on a Saturday",
        "a Saturday worked for a holiday",
        "another one",
        "a year of which only the law is known",
        "a Sunday worked, by the calendar of a library",
        "a year nobody knows",
    ],
)
def test_what_kind_of_day_it_is(office: City, on: date, kind: Day) -> None:
    assert office.day(on) is kind


def at(office: City, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=office.tz)


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-03-16 08:29:59", "2026-03-16 08:30"),
        ("2026-03-16 08:30:00", None),
        ("2026-03-16 11:59:59", None),
        ("2026-03-16 12:00:00", "2026-03-16 13:30"),
        ("2026-03-16 17:30:00", "2026-03-17 08:30"),
        ("2026-03-13 18:00:00", "2026-03-16 08:30"),
        ("2026-09-30 18:00:00", "2026-10-01 10:00"),
        ("2026-10-07 12:00:00", "2026-10-08 08:30"),
        ("2026-10-10 09:00:00", None),
        ("2026-10-09 18:00:00", "2026-10-10 08:30"),
    ],
)
def test_when_a_person_answers(office: City, moment: str, opens: str | None) -> None:
    now = at(office, moment)
    assert office.is_open(now) is (opens is None)
    if opens is not None:
        assert office.next_opening(now) == at(office, opens)


def test_the_zone_is_the_citys_wherever_the_machine_stands(office: City) -> None:
    assert office.is_open(datetime(2026, 3, 16, 0, 30, tzinfo=UTC))
    assert not office.is_open(datetime(2026, 3, 16, 0, 29, tzinfo=UTC))


def test_an_office_that_never_opens_says_so(tmp_path: Path) -> None:
    closed = TEXT.replace(WORKDAY, "workday = []").replace('["10:00-12:00"]', "[]")
    assert city(tmp_path, closed).next_opening(datetime(2026, 3, 16, tzinfo=UTC)) is None


MOMENTS = st.datetimes(datetime(2025, 11, 1), datetime(2027, 2, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(tzinfo=UTC)
)


@given(now=MOMENTS)
def test_the_next_opening_is_open_and_nothing_before_it_is(office: City, now: datetime) -> None:
    opening = office.next_opening(now)
    assert opening is not None
    assert opening > now
    assert office.is_open(opening)
    assert not office.is_open(opening - timedelta(microseconds=1))
    if not office.is_open(now):
        quarter = timedelta(minutes=15)
        steps = int((opening - now) / quarter)
        assert not any(office.is_open(now + quarter * step) for step in range(steps))


# --- working days --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "days", "until"),
    [
        ("2026-03-16 10:00", 1, date(2026, 3, 17)),
        ("2026-03-13 23:59", 2, date(2026, 3, 17)),
        ("2026-09-30 10:00", 1, date(2026, 10, 8)),
        ("2026-10-08 10:00", 2, date(2026, 10, 10)),
        ("2026-02-13 10:00", 1, date(2026, 2, 14)),
        ("2026-02-14 10:00", 5, date(2026, 2, 28)),
    ],
)
def test_working_days_skip_holidays_and_count_days_worked_for_them(
    office: City, moment: str, days: int, until: date
) -> None:
    assert office.working_days_later(at(office, moment), days) == until


@given(now=MOMENTS, days=st.integers(1, 15))
def test_between_now_and_the_promise_lie_that_many_working_days(
    office: City, now: datetime, days: int
) -> None:
    promised = office.working_days_later(now, days)
    today = now.astimezone(office.tz).date()
    later = [today + timedelta(days=n + 1) for n in range((promised - today).days)]
    assert office.day(promised) is Day.WORKDAY
    assert sum(office.day(day) is Day.WORKDAY for day in later) == days


def test_a_span_ends_before_its_end() -> None:
    (span,) = City.load(SHIPPED).hours.workday
    assert span.covers(time(0)) and span.covers(time(23, 59, 59, 999999))
