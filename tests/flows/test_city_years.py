"""Years a profile has not: what libraries know of them, and what is said of them at the start."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flows.city import City, Day
from flows.city.libraries import differences, known, noticed, reckoned
from flows.city.years import Year
from ivr.settings import ROOT

OFFICE = ROOT / "tests" / "cities" / "weekdays.toml"


@pytest.fixture(scope="module")
def office() -> City:
    return City.load(OFFICE)


def test_the_shipped_calendar_is_what_both_libraries_have_of_the_notice(office: City) -> None:
    assert noticed(2026) is not None
    assert noticed(2026) == known(2026)
    assert office.calendar[2026] == known(2026).year  # type: ignore[union-attr]
    assert differences(2026, office.calendar[2026]) == []


def test_a_difference_names_the_date_and_who_has_it_otherwise(office: City) -> None:
    shipped = office.calendar[2026]
    other = shipped.model_copy(
        update={
            "holidays": shipped.holidays - {date(2026, 10, 1), date(2026, 10, 4)},
            "workdays": shipped.workdays - {date(2026, 10, 10)},
        }
    )
    found = differences(2026, other)
    assert [sentence.partition(" ")[0] for sentence in found] == [
        # Weekend days within a holiday only one of the two libraries lists: they are not compared.
        *("2026-10-01:", "2026-10-10:"),
        *("2026-10-01:", "2026-10-10:"),
    ]
    assert found[0].startswith("2026-10-01: chinesecalendar ")
    assert found[2].startswith("2026-10-01: holidays ")


def test_a_notice_is_preferred_and_the_law_is_provisional() -> None:
    assert known(2025) == noticed(2025)
    law = known(2031)
    assert law == reckoned(2031)
    assert law is not None and law.year.provisional and not law.year.workdays
    assert {date(2031, 1, 1), date(2031, 10, 1)} <= law.year.holidays
    assert known(2101) is None


def test_the_profile_wins_over_the_libraries(office: City) -> None:
    own = Year(holidays=frozenset({date(2025, 9, 29)}))
    changed = office.model_copy(update={"calendar": {2025: own}})
    assert office.day(date(2025, 9, 28)) is Day.WORKDAY
    assert changed.day(date(2025, 9, 28)) is Day.WEEKEND
    assert changed.day(date(2025, 9, 29)) is Day.HOLIDAY


def test_a_year_that_is_not_sure_is_said_two_months_ahead(office: City) -> None:
    only_law = (
        "calendar.2031: only the holidays that the law fixes are known; after the State Council's "
        "notice put in what `flask city calendar 2031` prints."
    )
    assert office.doubts(datetime(2026, 6, 1, tzinfo=UTC)) == []
    assert office.doubts(datetime(2025, 6, 1, tzinfo=UTC)) == []
    assert office.doubts(datetime(2030, 11, 3, tzinfo=UTC))[1:] == [only_law]
    provisional = office.model_copy(
        update={"calendar": {2031: Year(holidays=frozenset(), provisional=True)}}
    )
    assert provisional.doubts(datetime(2031, 6, 1, tzinfo=UTC)) == [only_law]
    assert office.doubts(datetime(2101, 6, 1, tzinfo=UTC)) == [
        "calendar.2101: is not known; write it into the profile."
    ]


def test_what_is_printed_can_be_pasted(tmp_path: Path) -> None:
    for number in (2025, 2026, 2031):
        found = known(number)
        assert found is not None
        file = tmp_path / f"{number}.toml"
        text = OFFICE.read_text("utf-8").partition("[calendar.2026]")[0]
        file.write_text(text + found.year.written(number), "utf-8")
        assert City.load(file).calendar == {number: found.year}
