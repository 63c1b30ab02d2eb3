"""A city's profile: the whole file, and what follows from it."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, ValidationError, field_validator, model_validator

from flows.city.entries import AgentRules, Callback, Card, Limits, Promises
from flows.city.entry import Entry
from flows.city.hours import Day, Hours
from flows.city.libraries import known
from flows.city.mistakes import sentence
from flows.city.years import Year


class CityError(ValueError):
    """A profile that cannot be used; the text names the file, the entry and the cure."""


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f'"{name}" is named twice')
    return names


Names = Annotated[tuple[str, ...], AfterValidator(_each_once)]
Place = Annotated[str, Field(pattern=r"^(?:[0-9]{2}){1,3}$")]


class City(Entry):
    """A city's profile. Dates and times are in its ``zone``."""

    number: Annotated[str, Field(pattern=r"^[0-9]{1,8}(?:[ -][0-9]{1,8}){0,3}$")] = "12333"
    """The number of the line as people dial it; spoken digit by digit, grouped as written."""
    name: dict[str, Annotated[str, Field(min_length=1)]] = Field(default={})
    """How the greeting calls the city, by language; without it only the number is said."""
    zone: str
    """Time zone, such as Asia/Shanghai."""
    places: tuple[Place, ...] = ()
    """Divisions served, by the first digits of their GB/T 2260 codes; empty: all."""
    languages: Annotated[Names, Field(min_length=1)]
    """Languages spoken; the first is for a caller nobody knows yet, key 8 goes round them."""
    voices: Literal["recorded", "synthetic", "mixed"] = "synthetic"
    """Whose voice is heard: recordings, the carrier's, or recordings where there are some."""
    carrier_voices: dict[str, str] = Field(default={})
    """The carrier's voice for a language, where it shall not be the one this line chooses."""
    topics: Names = ()
    """Rules and how-to that are told, in this order; empty: every topic there is."""
    off: Names = ()
    """Errands that are not offered."""
    menus: dict[str, Names] = Field(default={})
    """The order of a menu's choices, by where each leads."""
    hours: Hours
    promises: Promises
    card: Card = Card()
    callback: Callback = Callback()
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
            if problem := year.problem(number):
                raise ValueError(problem)
        return calendar

    @model_validator(mode="after")
    def _named_in_every_language(self) -> City:
        for table, names in (("name", self.name), ("carrier_voices", self.carrier_voices)):
            for code in names:
                if code not in self.languages:
                    raise ValueError(f"{table}.{code}: the city does not speak this language")
        for code in self.languages:
            if self.name and code not in self.name:
                raise ValueError(f"name.{code}: is missing; the greeting needs it")
        return self

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
            mistakes = "; ".join(map(sentence, error.errors()))
            raise CityError(f"{path}: {mistakes}") from error

    @property
    def phrases(self) -> dict[str, dict[str, str]]:
        """What the city adds to the phrases of the line, by language and name."""
        return {code: {"term.city": name} for code, name in self.name.items()}

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def serves(self, place: str) -> bool:
        """Whether people insured in the division ``place`` (GB/T 2260) have their records here."""
        return not self.places or place.startswith(self.places)

    def year(self, number: int) -> Year | None:
        """The calendar of a year: the profile's, else the best a library knows."""
        if number in self.calendar:
            return self.calendar[number]
        found = known(number)
        return found.year if found else None

    def day(self, on: date) -> Day:
        """What kind of day ``on`` is. A year that nobody knows has weekdays and weekends only."""
        year = self.year(on.year)
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

    def doubts(self, now: datetime) -> list[str]:
        """What is not sure of this year, and of the one that begins within 60 days; also reads
        those years, so that no caller waits for it."""
        local = now.astimezone(self.tz).date()
        found = []
        for number in sorted({local.year, (local + timedelta(days=60)).year}):
            year = self.year(number)
            if year is None:
                found.append(f"calendar.{number}: is not known; write it into the profile.")
            elif year.provisional:
                found.append(
                    f"calendar.{number}: only the holidays that the law fixes are known; after the "
                    f"State Council's notice put in what `flask city calendar {number}` prints."
                )
        return found
