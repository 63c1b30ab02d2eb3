"""What a city decides about its line: one file, checked when the line starts."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime, time, timedelta
from enum import Enum
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
)
from pydantic_core import ErrorDetails

Positive = Annotated[int, Field(gt=0)]


class CityError(ValueError):
    """A profile that cannot be used; the text names the file, the entry and the cure."""


class Day(Enum):
    """What kind of day a date is, after holidays and make-up workdays."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


class Span(BaseModel):
    """A stretch of a day, from ``start`` to ``end``; ``end`` None is midnight."""

    model_config = ConfigDict(frozen=True)
    start: time
    end: time | None

    def covers(self, moment: time) -> bool:
        return self.start <= moment and (self.end is None or moment < self.end)


def _span(text: Any) -> Any:
    found = _SPAN.fullmatch(text) if isinstance(text, str) else None
    if found is None or found["end"] <= found["start"]:
        raise ValueError(f'"{text}" is no span of a day; write it as "08:30-12:00"')
    end = None if found["end"] == "24:00" else time.fromisoformat(found["end"])
    return Span(start=time.fromisoformat(found["start"]), end=end)


def _in_order(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    for before, after in pairwise(spans):
        if before.end is None or after.start < before.end:
            raise ValueError("spans of a day must follow each other without overlapping")
    return spans


_TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_SPAN = re.compile(f"(?P<start>{_TIME})-(?P<end>{_TIME}|24:00)")
Spans = Annotated[tuple[Annotated[Span, BeforeValidator(_span)], ...], AfterValidator(_in_order)]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Hours(_Entry):
    """When a person answers, for each kind of day."""

    workday: Spans
    weekend: Spans
    holiday: Spans

    def of(self, day: Day) -> Spans:
        spans: Spans = getattr(self, day.value)
        return spans


class Promises(_Entry):
    """Working days until a written answer."""

    message: Positive


class AgentRules(_Entry):
    """How agents are rung."""

    ring: Annotated[int, Field(ge=5, le=120)]


class Limits(_Entry):
    """Tries at the PIN; hours for ``window`` and ``lock``."""

    per_call: Positive
    record_failures: Positive
    number_failures: Positive
    number_records: Positive
    window: Positive
    lock: Positive


class Year(_Entry):
    """Public holidays of a year, and the weekend days worked instead."""

    holidays: frozenset[date]
    workdays: frozenset[date] = frozenset()


def _each_once(languages: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(languages)) < len(languages):
        raise ValueError("a language is named twice")
    return languages


class City(_Entry):
    """A city's profile. Dates and times are in its ``zone``."""

    name: Annotated[str, Field(min_length=1)]
    zone: str
    languages: Annotated[tuple[str, ...], Field(min_length=1), AfterValidator(_each_once)]
    hours: Hours
    promises: Promises
    agents: AgentRules
    limits: Limits
    calendar: dict[int, Year]

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f'"{zone}" is no time zone; write one like "Asia/Shanghai"') from error
        return zone

    @field_validator("calendar")
    @classmethod
    def _days_of_the_year(cls, calendar: dict[int, Year]) -> dict[int, Year]:
        for number, year in calendar.items():
            for day in sorted(year.holidays | year.workdays):
                if day.year != number:
                    raise ValueError(f"{day} is listed under {number}; move it to its own year")
            for day in sorted(year.workdays):
                if day in year.holidays:
                    raise ValueError(f"{day} is a holiday and a workday; take it out of one")
                if day.weekday() < 5:
                    raise ValueError(f"{day} is worked anyway; workdays are days of a weekend")
        return calendar

    @classmethod
    def load(cls, path: Path) -> City:
        """Read a profile. Raises ``CityError`` with every mistake in it."""
        try:
            return cls.model_validate(tomllib.loads(path.read_text("utf-8")))
        except FileNotFoundError as error:
            raise CityError(f"{path}: there is no such city profile; set HOTLINE_CITY") from error
        except OSError as error:
            raise CityError(f"{path}: cannot be read: {error.strerror}") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise CityError(f"{path}: not a TOML file in UTF-8: {error}") from error
        except ValidationError as error:
            mistakes = "; ".join(map(_sentence, error.errors()))
            raise CityError(f"{path}: {mistakes}") from error

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def day(self, on: date) -> Day:
        """What kind of day ``on`` is. A year without data has weekdays and weekends only."""
        year = self.calendar.get(on.year)
        if year and on in year.holidays:
            return Day.HOLIDAY
        if on.weekday() >= 5 and not (year and on in year.workdays):
            return Day.WEEKEND
        return Day.WORKDAY

    def is_open(self, now: datetime) -> bool:
        """Whether a person answers at ``now``."""
        local = now.astimezone(self.tz)
        spans = self.hours.of(self.day(local.date()))
        return any(span.covers(local.time()) for span in spans)

    def next_opening(self, now: datetime) -> datetime | None:
        """When a person answers next, after ``now``; None when not within a month."""
        local = now.astimezone(self.tz)
        for ahead in range(31):
            on = local.date() + timedelta(days=ahead)
            for span in self.hours.of(self.day(on)):
                opening = datetime.combine(on, span.start, self.tz)
                if opening > local:
                    return opening
        return None

    def working_days_later(self, now: datetime, days: int) -> date:
        """The date ``days`` working days after today; what comes in on a day off counts from the
        next working day."""
        on = now.astimezone(self.tz).date()
        while days > 0:
            on += timedelta(days=1)
            if self.day(on) is Day.WORKDAY:
                days -= 1
        return on

    def missing_year(self, now: datetime) -> int | None:
        """The first year, this one or the one that begins within 60 days, without a calendar."""
        local = now.astimezone(self.tz).date()
        for year in sorted({local.year, (local + timedelta(days=60)).year}):
            if year not in self.calendar:
                return year
        return None


def _sentence(mistake: ErrorDetails) -> str:
    where = ".".join(str(part) for part in mistake["loc"] if part != "[key]")
    said = _PLAINER.get(mistake["type"], mistake["msg"].removeprefix("Value error, "))
    return f"{where}: {said}"


_PLAINER = {
    "missing": "is missing",
    "extra_forbidden": "is no entry of a profile; look for a slip of the pen",
    "tuple_type": "must be a list, in [ ]",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "greater_than": "must be 1 or more",
    "too_short": "must name at least one",
    "string_too_short": "must not be empty",
    "string_type": "must be a text, in quotes",
}
"""Mistakes in words for whoever writes profiles, by pydantic's name of them."""
