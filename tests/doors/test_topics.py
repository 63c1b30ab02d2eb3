"""Topics that are broken stop the start; what an operator ought to know of them is said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from flask import Flask

from app import CannotStartError
from flows.topics.shelf import SHIPPED
from tests.doors.conftest import AppOn
from tests.plugins.line import CITY


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A city with two topics of its own beside its profile."""
    profile = tmp_path / "city.toml"
    text = CITY.read_text("utf-8")
    before, _, after = text.partition("topics = [")
    profile.write_text(before + "topics = [" + '"care-away", "pension"]' + after.partition("]")[2])
    for name in ("care-away", "pension"):
        shutil.copytree(SHIPPED / name, tmp_path / "topics" / name)
    return profile


def change(city: Path, old: str, new: str) -> None:
    file = city.parent / "topics" / "pension" / "2026-01-01.toml"
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")


def test_a_broken_topic_stops_the_start(app_on: AppOn, sqlite_url: str, city: Path) -> None:
    change(city, "text.en-US", "text.yue-CN")
    with pytest.raises(
        CannotStartError, match=r"^pension/2026-01-01\.toml: has no \[text\.en-US\]"
    ):
        app_on(sqlite_url, hotline_city=city)


def test_the_check_says_what_is_left_to_the_city(
    app_on: AppOn, sqlite_url: str, city: Path
) -> None:
    change(city, "effective = 2026-01-01", "effective = 2025-01-01\nexpires = 2025-12-31")
    app: Flask = app_on(sqlite_url, hotline_city=city)
    said = app.test_cli_runner().invoke(args=["check"]).output
    assert "care-away/2026-01-01.toml leaves to the city: how long a registration holds;" in said
    assert "pension/2026-01-01.toml expired on 2025-12-31; its topic is not offered." in said
    assert "reimbursement" not in said
