"""``flask city``, and the groups of ``flask agents``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from click.testing import Result

from app import create_app
from db.secrets import Keyring
from flows.city import City
from ivr.settings import ROOT, Settings

CITIES = ROOT / "cities"
WEEKDAYS = ROOT / "tests" / "cities" / "weekdays.toml"
Run = Callable[..., Result]


@pytest.fixture
def run(sqlite_url: str, tmp_path: Path) -> Iterator[Run]:
    """Runs a command of a line in the demo city."""
    settings = Settings.read(
        _env_file=None,
        database_url=sqlite_url,
        public_base_url="https://line.test",
        hotline_keys=Keyring.new_entry(),
        hotline_demo=False,
        hotline_instance=tmp_path / "instance",
    )
    app = create_app(settings)
    yield lambda *args: app.test_cli_runner().invoke(args=args)
    app.extensions["hotline"].database.dispose()


@pytest.fixture
def profile(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes the profile of the tests' own city, with a change."""

    def write(right: str, wrong: str) -> Path:
        text = WEEKDAYS.read_text("utf-8")
        assert right in text
        file = tmp_path / "own.toml"
        file.write_text(text.replace(right, wrong), "utf-8")
        return file

    return write


def test_the_schema_is_printed_as_it_ships(run: Run) -> None:
    printed = run("city", "schema")
    assert printed.output == (CITIES / "schema.json").read_text("utf-8")
    assert json.loads(printed.output)["properties"]["off"]["description"]


def test_a_profile_can_be_checked_before_the_line_is_started_with_it(run: Run) -> None:
    checked = run("city", "check", str(WEEKDAYS))
    assert checked.exit_code == 0, checked.output
    assert "phrases in zh-CN and en-US: nothing wrong." in checked.output
    assert "calendar.2026" not in checked.output


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ("ring = 20", "ring = 2", "own.toml: agents.ring: "),
        ("[hours]", 'off = ["agent"]\n[hours]', 'own.toml: off: "agent" is no errand'),
        (
            '["zh-CN", "en-US"]',
            '["zh-CN", "de-DE"]\noff = ["policy"]',
            "de-DE: the city speaks it, but there are no phrases in it.",
        ),
        (
            "[hours]",
            'name = { zh-CN = "12333", en-US = "the line" }\n[hours]',
            "term.city leaves the digit '1' to the voice",
        ),
    ],
)
def test_whatever_would_stop_the_start_is_said(
    run: Run, profile: Callable[[str, str], Path], right: str, wrong: str, sentence: str
) -> None:
    checked = run("city", "check", str(profile(right, wrong)))
    assert checked.exit_code == 1
    assert sentence in checked.output
    assert "Traceback" not in checked.output


def test_a_calendar_that_a_notice_contradicts_is_shown(
    run: Run, profile: Callable[[str, str], Path]
) -> None:
    checked = run("city", "check", str(profile("2026-05-09, ", "")))
    assert checked.exit_code == 0
    assert "calendar.2026: 2026-05-09: chinesecalendar " in checked.output
    assert "calendar.2026: 2026-05-09: holidays " in checked.output


def test_a_noticed_year_is_printed_to_be_pasted(run: Run) -> None:
    printed = run("city", "calendar", "2026").output
    assert printed.startswith("# Source: chinesecalendar ")
    assert "[calendar.2026]\nholidays = [\n  2026-01-01, 2026-01-02, 2026-01-03,\n" in printed
    assert "provisional" not in printed


def test_a_year_without_a_notice_is_printed_as_what_it_is(run: Run) -> None:
    printed = run("city", "calendar", "2031").output
    assert printed.startswith("# Source: holidays ")
    assert "# Only the holidays that the law fixes" in printed
    assert "[calendar.2031]\nprovisional = true\n" in printed


def test_a_year_nobody_can_know_is_refused(run: Run) -> None:
    assert run("city", "calendar", "1999").exit_code == 2
    assert run("city", "calendar", "next").exit_code == 2


def test_the_check_says_what_is_not_sure_of_the_days_ahead(run: Run) -> None:
    doubts = City.load(CITIES / "demo.toml").doubts(datetime.now().astimezone())
    checked = run("check").output
    assert all(doubt in checked for doubt in doubts)
    assert "nothing wrong." in checked


def test_the_start_says_it_too(
    sqlite_url: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    settings = Settings.read(
        _env_file=None,
        database_url=sqlite_url,
        hotline_keys=Keyring.new_entry(),
        hotline_demo=False,
        hotline_city=WEEKDAYS,
        hotline_instance=tmp_path / "instance",
    )
    for moment, said in (("2026-10-30", False), ("2026-11-03", True)):
        create_app(settings, clock=partial(datetime.fromisoformat, f"{moment}T00:00+00:00"))
        assert ("calendar.2027: only the holidays" in capfd.readouterr().err) is said


def test_agents_are_put_into_groups_of_the_profile(run: Run) -> None:
    run("agents", "add", "1001", "Desk", "client:a", "--group", "pension", "--group", "card")
    run("agents", "add", "1002", "Desk", "client:b")
    assert "Desk  [card]  [pension]\n" in run("agents", "list").output
    assert run("agents", "group", "1001").output == "Agent 1001 is in no group.\n"
    assert run("agents", "group", "1002", "card").output == "Agent 1002 is in card.\n"
    listed = run("agents", "list").output.splitlines()
    assert listed[0].endswith("Desk") and listed[1].endswith("Desk  [card]")


def test_an_agent_with_a_telephone_is_ready_and_can_take_a_break(run: Run) -> None:
    run("agents", "add", "1001", "Desk", "+861082300001")
    assert run("agents", "duty", "1001", "break").output == "Agent 1001 is on a break.\n"
    assert run("agents", "duty", "1001", "ready").output == "Agent 1001 is ready.\n"
    missing = run("agents", "duty", "1002", "ready")
    assert "there is no agent with the staff number 1002" in missing.output


def test_a_group_the_profile_has_not_is_refused(run: Run) -> None:
    refused = run("agents", "add", "1001", "Desk", "client:a", "--group", "pensions")
    assert refused.exit_code == 1
    assert 'the city\'s profile has no group "pensions": it has pension, card' in refused.output
    assert "No agents yet" in run("agents", "list").output
    missing = run("agents", "group", "1001", "card")
    assert "there is no agent with the staff number 1001" in missing.output
