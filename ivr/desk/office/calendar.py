"""Holidays: how the line knows this year and the next, what is doubtful, and a year to be tried.

The city's profile is the truth, and only the start reads it: every worker of every machine has the
same days, what was changed when is in the history of the file, and a mistake stops the start and
not a call. So the page writes nothing: it shows what to put into the file, and tries a copy.
"""

from __future__ import annotations

import calendar
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from pydantic import ValidationError
from wtforms import TextAreaField
from wtforms.validators import Length

from flows.city import City, Day
from flows.city.libraries import differences, known
from flows.city.mistakes import sentence
from flows.city.years import Year
from ivr.desk.door import Desk, Role, needs
from ivr.desk.office.fields import NEEDED
from ivr.desk.office.told import told

DAYS = {
    Day.WORKDAY: _l("Working days"),
    Day.WEEKEND: _l("Weekends"),
    Day.HOLIDAY: _l("Public holidays"),
}
_WEEKS = calendar.Calendar(firstweekday=calendar.MONDAY)
_MOST_DIFFERENCES = 10


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of a picture. ``mark`` is ``holiday``, ``worked`` (a day of a weekend), ``weekend`` or
    empty; None stands for a day of another month."""

    day: date
    mark: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a picture, by weeks from Monday on."""

    first: date
    weeks: list[list[Cell | None]]


@dataclass(frozen=True)
class Shown:
    """A year as the line would know it. ``source``: the profile, a library, or nobody."""

    number: int
    year: Year | None
    source: str
    months: list[Month]
    doubts: list[str]

    @property
    def written(self) -> str:
        """What to put into the profile."""
        return self.year.written(self.number) if self.year else ""


class Tried(FlaskForm):  # type: ignore[misc]
    """A table of a year, as a profile has it."""

    table = TextAreaField(
        _l("The table [calendar.YEAR] as you would write it"),
        [NEEDED, Length(max=16_000)],
        render_kw={"rows": 10, "spellcheck": "false"},
    )


class TableError(ValueError):
    """A table that cannot be a year; the text says why."""


def add_routes(routes: Blueprint, desk: Desk) -> None:
    """The page of the calendar."""
    city = desk.line.city

    @routes.route("/calendar", methods=["GET", "POST"])
    @needs(Role.OPERATOR)
    def holidays() -> tuple[str, int]:
        form, tried, status = Tried(), None, 200
        if request.method == "POST":
            status = 422
            if form.validate_on_submit():
                try:
                    number, year = read_table(form.table.data)
                    tried = shown(number, year, _("your table"))
                    status = 200
                except TableError as error:
                    form.table.errors = [str(error)]
        now = desk.clock()
        today = now.astimezone(city.tz).date()
        page = render_template(
            "desk/office/calendar.html",
            form=form,
            tried=tried,
            years=[of_line(city, number) for number in (today.year, today.year + 1)],
            hours=[
                (name, [str(span) for span in city.hours.of(day)]) for day, name in DAYS.items()
            ],
            opening=None if city.is_open(now) else city.next_opening(now),
            is_open=city.is_open(now),
            profile=desk.line.settings.hotline_city.name,
            today=today,
        )
        return page, status


def of_line(city: City, number: int) -> Shown:
    """A year as the line knows it today."""
    if number in city.calendar:
        return shown(number, city.calendar[number], _("the city's profile"))
    found = known(number)
    if found is None:
        return shown(number, None, _("nobody"))
    return shown(number, found.year, found.source)


def shown(number: int, year: Year | None, source: str) -> Shown:
    """A year with its picture, and what is doubtful of it."""
    return Shown(number, year, source, list(_months(number, year)), list(_doubts(number, year)))


def read_table(text: str) -> tuple[int, Year]:
    """The year of a pasted table. Raises ``TableError`` with a sentence."""
    try:
        found = tomllib.loads(text.lstrip("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise TableError(_("This is not TOML: %(what)s", what=str(error))) from error
    years: Any = found.get("calendar")
    if set(found) != {"calendar"} or not isinstance(years, dict) or len(years) != 1:
        raise TableError(_("Paste one table that begins with [calendar.2027] or another year."))
    name, content = next(iter(years.items()))
    if not (name.isascii() and name.isdigit() and 2004 <= int(name) <= 2100):
        raise TableError(_("%(name)s is no year between 2004 and 2100.", name=name))
    try:
        year = Year.model_validate(content)
    except ValidationError as error:
        raise TableError("; ".join(sentence(each) for each in error.errors())) from error
    if problem := year.problem(int(name)):
        raise TableError(told(problem))
    return int(name), year


def _doubts(number: int, year: Year | None) -> Iterator[str]:
    if year is None:
        yield _("Nobody knows this year: only weekends are free. Write it by the notice.")
        return
    if year.provisional:
        yield _(
            "Only the holidays that the law fixes are known. The State Council's notice comes in "
            "November: put the table in then."
        )
        return
    found = differences(number, year)
    yield from map(told, found[:_MOST_DIFFERENCES])
    if len(found) > _MOST_DIFFERENCES:
        yield _("And %(count)d more days.", count=len(found) - _MOST_DIFFERENCES)


def _months(number: int, year: Year | None) -> Iterator[Month]:
    for month in range(1, 13):
        weeks = [
            [Cell(day, _mark(day, year)) if day.month == month else None for day in week]
            for week in _WEEKS.monthdatescalendar(number, month)
        ]
        yield Month(date(number, month, 1), weeks)


def _mark(day: date, year: Year | None) -> str:
    if year is not None and day in year.holidays:
        return "holiday"
    if day.weekday() < calendar.SATURDAY:
        return ""
    return "worked" if year is not None and day in year.workdays else "weekend"
