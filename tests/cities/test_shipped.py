"""The profiles that ship: whole, and what the schema for editors says."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from audio.phrases import PhraseBook
from flows import check
from flows.city import City
from flows.city.libraries import differences, known
from flows.tree import call_map
from ivr.settings import ROOT

CITIES = ROOT / "cities"
PROFILES = [*sorted(CITIES.glob("*.toml")), ROOT / "tests" / "cities" / "weekdays.toml"]


@pytest.mark.parametrize("file", PROFILES, ids=lambda file: file.stem)
def test_a_shipped_city_opens(file: Path) -> None:
    city = City.load(file)
    book = PhraseBook.load().with_phrases(city.phrases, file.name)
    assert check.faults(call_map(city), book, city.languages) == []


@pytest.mark.parametrize("file", PROFILES, ids=lambda file: file.stem)
def test_a_shipped_calendar_is_what_the_libraries_know(file: Path) -> None:
    calendar = City.load(file).calendar
    assert 2026 in calendar
    for number, year in calendar.items():
        assert differences(number, year) == []
        if year.provisional:
            assert year == known(number).year  # type: ignore[union-attr]


def test_the_demo_never_closes() -> None:
    demo = City.load(CITIES / "demo.toml")
    for day in range(400):
        assert demo.is_open(datetime(2026, 1, 1, 16, 1, tzinfo=UTC) + timedelta(days=day))


def test_the_schema_for_editors_is_the_profiles_own() -> None:
    written = json.loads((CITIES / "schema.json").read_text("utf-8"))
    del written["$schema"]
    assert written == City.model_json_schema(), "renew it: flask city schema > cities/schema.json"


@pytest.mark.parametrize("file", sorted(CITIES.glob("*.toml")), ids=lambda file: file.stem)
def test_editors_find_the_schema(file: Path) -> None:
    assert file.read_text("utf-8").startswith("#:schema ./schema.json\n")
