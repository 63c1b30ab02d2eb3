"""`flask callbacks`: who waits to be called back, and calling one of them now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from app import create_app
from db import absent, dialling
from db.secrets import Keyring
from ivr.settings import Settings
from tests.clock import Clock
from tests.db.promises import promise
from tests.work.conftest import Desk

CALLER = "+8613933334444"
FIRST, SECOND = "1234567897", "2345678909"
NOW = datetime.now(UTC)
"""The command has no clock but the one on the wall."""


class Office:
    """An operator at a line on which two callbacks are booked."""

    def __init__(self, app: Flask) -> None:
        line = app.extensions["hotline"]
        self.desk = Desk(line.database, line.keyring, Clock(NOW))
        self._runner = app.test_cli_runner()

    def book(self, ticket: str, due_in: timedelta) -> None:
        promise(
            self.desk.database,
            self.desk.keyring,
            self.desk.clock,
            ticket,
            NOW + due_in,
            number=CALLER,
            sid=f"CA{ticket}",
        )

    def run(self, *arguments: str) -> Result:
        done: Result = self._runner.invoke(args=["callbacks", *arguments])
        assert CALLER[3:] not in done.output
        return done

    @property
    def due(self) -> list[str]:
        """The tickets whose time has come, the soonest first."""
        promised = absent.promised(self.desk.database, 10)
        return [each.ticket for each in promised if each.due_at <= datetime.now(UTC)]


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Office:
    settings: dict[str, Any] = {
        "database_url": sqlite_url,
        "hotline_keys": Keyring.new_entry(),
        "hotline_demo": False,
        "hotline_instance": tmp_path,
        "twilio_auth_token": "token",
    }
    return Office(create_app(Settings.read(_env_file=None, **settings)))


@pytest.fixture
def busy(office: Office) -> Office:
    """Two wait, the one who was first for the later time."""
    office.book(FIRST, timedelta(days=2))
    office.book(SECOND, timedelta(hours=5))
    return office


def test_nobody_waits(office: Office) -> None:
    assert office.run().output == "Nobody waits to be called back.\n"
    refused = office.run("now")
    assert (refused.exit_code, "nobody waits" in refused.output) == (1, True)


def test_who_waits_is_listed_by_ticket_the_next_one_first(busy: Office) -> None:
    first, second, settings = busy.run().output.splitlines()
    assert first.startswith(f"{SECOND}  ") and second.startswith(f"{FIRST}  ")
    assert "waiting" in first and "tried 0 times" in first
    assert settings.endswith("TWILIO_ACCOUNT_SID, CALL_FROM.")


def test_one_is_called_as_soon_as_an_agent_is_free(busy: Office) -> None:
    said = f"{FIRST} is called as soon as an agent is free."
    assert said in busy.run("now", FIRST).output
    assert busy.due == [FIRST]


def test_without_a_ticket_whoever_is_next(busy: Office) -> None:
    assert f"{SECOND} is called as soon as" in busy.run("now").output
    assert busy.due == [SECOND]


def test_who_was_given_up_is_shown_and_can_be_called(busy: Office) -> None:
    database = busy.desk.database
    with database.write() as connection:
        found = absent.of_ticket(connection, FIRST)
        assert found is not None
        dialling.give_up(connection, found, datetime.now(UTC))
    assert "given up" in busy.run().output
    assert busy.run("now", FIRST).exit_code == 0
    assert "given up" not in busy.run().output
    assert busy.due == [FIRST]


def test_a_ticket_that_is_none_is_refused(busy: Office) -> None:
    refused = busy.run("now", "1234567890")
    assert refused.exit_code == 1
    assert "1234567890 is no callback that waits or was given up" in refused.output
    assert busy.due == []
