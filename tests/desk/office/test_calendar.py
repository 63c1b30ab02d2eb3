"""Holidays in the office: as the line knows them, what is doubtful, and a year to be tried."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from db.staff import Role
from flows.city import City
from flows.city.years import Year
from ivr.desk.office.calendar import TableError, read_table, shown
from tests.desk.house import House
from tests.desk.visitor import Visitor
from tests.plugins.line import CITY

PAGE = "/desk/office/calendar"
TABLE = """
[calendar.2027]
holidays = [2027-01-01, 2027-10-01]
workdays = [2027-01-02]
"""


def marks(year: Year | None, number: int) -> dict[date, str]:
    """The days of a picture that are marked."""
    cells = [
        cell for month in shown(number, year, "").months for week in month.weeks for cell in week
    ]
    days = [cell for cell in cells if cell is not None]
    assert [cell.day for cell in days] == sorted({cell.day for cell in days})
    assert {cell.day.year for cell in days} == {number}
    assert len(days) in (365, 366)
    return {cell.day: cell.mark for cell in days if cell.mark}


def test_a_picture_says_of_each_day_what_the_line_does() -> None:
    city = City.load(CITY)
    year = city.calendar[2026]
    found = marks(year, 2026)
    assert {day for day, mark in found.items() if mark == "holiday"} == year.holidays
    assert {day for day, mark in found.items() if mark == "worked"} == year.workdays
    for month in shown(2026, year, "").months:
        for week in month.weeks:
            for cell in filter(None, week):
                kind = {"holiday": "holiday", "weekend": "weekend"}.get(cell.mark, "workday")
                assert city.day(cell.day).value == kind
    assert set(marks(None, 2028).values()) == {"weekend"}


def test_the_page_shows_hours_and_two_years(desk: House, operator: Visitor) -> None:
    page = operator.get(PAGE)
    assert "Working days 08:30-12:00, 13:30-17:30" in page.text
    assert "A person answers now." in page.text
    assert "Known by: the city's profile. Public holidays: 33. Weekend days worked: 6." in page.text
    assert "2027" in page.text
    assert "weekdays.toml" in page.text
    desk.line.passes(hours=2.5)
    page = desk.sign_in({Role.OPERATOR}).get(PAGE)
    assert "Closed now; a person answers again 3/16/26, 1:30" in page.text


def test_what_the_profile_has_otherwise_than_the_notice_is_doubtful(
    desk: House, operator: Visitor, tmp_path: Path
) -> None:
    profile = tmp_path / "wrong.toml"
    text = CITY.read_text("utf-8")
    assert "2026-01-01, " in text
    profile.write_text(text.replace("2026-01-01, ", ""), "utf-8")
    desk.line.settings = desk.line.settings.model_copy(update={"hotline_city": profile})
    other = House(desk.line)
    page = other.sign_in({Role.OPERATOR}).get(PAGE)
    assert "2026-01-01: chinesecalendar" in page.text
    assert "says otherwise. Look at the notice." in page.text


def test_a_table_is_tried_and_nothing_is_saved(desk: House, operator: Visitor) -> None:
    before = CITY.read_bytes()
    page = operator.post(PAGE, table=TABLE)
    assert page.status == 200
    assert "This table is right." in page.text
    assert "Public holidays: 2. Weekend days worked: 1." in page.text
    assert "[calendar.2027]" in page.text
    assert CITY.read_bytes() == before
    assert "Public holidays: 2." not in operator.get(PAGE).text


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("holidays = [", "This is not TOML"),
        ("holidays = []", "Paste one table that begins with [calendar.2027]"),
        ("[calendar]", "Paste one table"),
        ("[calendar.2027]\nholidays=[]\n[calendar.2028]\nholidays=[]", "Paste one table"),
        ("[calendar.soon]\nholidays = []", "soon is no year"),
        ("[calendar.2027]\nworkdays = []", "holidays: is missing"),
        ("[calendar.2027]\nholidays = []\nfree = []", "free: is no entry of this file"),
        ("[calendar.2027]\nholidays = [2028-01-01]", "2028-01-01 is listed under 2027"),
        (
            "[calendar.2027]\nholidays = [2027-01-02]\nworkdays = [2027-01-02]",
            "2027-01-02 is a holiday and a workday",
        ),
        ("[calendar.2027]\nholidays = []\nworkdays = [2027-01-04]", "2027-01-04 is worked anyway"),
    ],
)
def test_a_table_that_is_wrong_says_so_beside_its_field(
    desk: House, operator: Visitor, table: str, said: str
) -> None:
    page = operator.post(PAGE, table=table)
    assert page.status == 422
    assert said in page.text
    assert 'id="table-wrong"' in page.html
    with desk.app.test_request_context("/desk"), pytest.raises(TableError):
        read_table(table)


def test_what_is_written_can_be_pasted(desk: House) -> None:
    year = City.load(CITY).calendar[2026]
    with desk.app.test_request_context("/desk"):
        assert read_table(year.written(2026)) == (2026, year)
