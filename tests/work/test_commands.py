"""`flask outbox`: what waits and has failed, without a word of what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from app import create_app
from db.outbox import CALLBACK, FETCH
from db.secrets import Keyring
from ivr.settings import Settings
from ivr.texting.sender import PermanentError
from tests.clock import Clock
from tests.work.conftest import MOBILE, Desk

WORDS = "a word that must not be shown"


class Office:
    """An operator at the line, and what is in its outbox."""

    def __init__(self, app: Flask, clock: Clock) -> None:
        line = app.extensions["hotline"]
        self.desk = Desk(line.database, line.keyring, clock)
        self._runner = app.test_cli_runner()

    def run(self, *arguments: str) -> Result:
        done: Result = self._runner.invoke(args=["outbox", *arguments])
        assert WORDS not in done.output
        assert MOBILE[3:] not in done.output
        return done

    def put_failed(self) -> int:
        entry = self.desk.put(WORDS)
        self.desk.answers = [PermanentError("carrier-21610")]
        self.desk.worker().carry_out()
        return entry


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path, clock: Clock) -> Office:
    settings: dict[str, Any] = {
        "database_url": sqlite_url,
        "hotline_keys": Keyring.new_entry(),
        "hotline_demo": False,
        "hotline_instance": tmp_path,
        "twilio_auth_token": "token",
    }
    return Office(create_app(Settings.read(_env_file=None, **settings), clock=clock), clock)


def test_an_empty_outbox_says_so(office: Office) -> None:
    assert office.run().output == "Nothing waits, and nothing has failed.\n"


def test_what_waits_is_listed_with_the_settings_it_waits_for(office: Office) -> None:
    entry = office.desk.put(WORDS)
    shown = office.run().output
    assert "text: 1 waiting, 0 failed." in shown
    assert f"{entry}  text     waiting" in shown
    assert "wait for a setting: TWILIO_ACCOUNT_SID, TEXT_FROM." in shown


def test_callbacks_wait_for_a_number_of_the_lines_own(office: Office) -> None:
    office.desk.put(kind=CALLBACK)
    shown = office.run().output
    assert "Callbacks wait for a setting, or for an agent: TWILIO_ACCOUNT_SID, CALL_FROM." in shown


def test_recordings_wait_for_an_account(office: Office) -> None:
    office.desk.put(kind=FETCH)
    assert "Recordings wait for a setting: TWILIO_ACCOUNT_SID." in office.run().output


def test_what_has_failed_is_listed_with_its_kind_and_tried_again_when_told(office: Office) -> None:
    entry = office.put_failed()
    assert "1 tries  carrier-21610" in office.run().output
    assert office.run("retry", str(entry)).output == "1 will be tried again.\n"
    assert (office.desk.row(entry).state, office.desk.row(entry).tries) == ("waiting", 0)
    assert office.run("retry", str(entry)).exit_code == 1


def test_all_that_has_failed_at_once(office: Office) -> None:
    first, second = office.put_failed(), office.put_failed()
    assert office.run("retry", "--failed").output == "2 will be tried again.\n"
    assert {office.desk.row(entry).state for entry in (first, second)} == {"waiting"}


@pytest.mark.parametrize("arguments", [["retry"], ["retry", "3", "--failed"]])
def test_retry_wants_one_or_all(office: Office, arguments: list[str]) -> None:
    refused = office.run(*arguments)
    assert refused.exit_code == 2
    assert "Name one ID, or --failed for all." in refused.output


def test_what_is_dropped_is_never_done(office: Office) -> None:
    entry = office.desk.put(WORDS)
    assert office.run("drop", str(entry)).output == f"{entry} is dropped.\n"
    assert office.desk.worker().carry_out() is None
    refused = office.run("drop", str(entry))
    assert (refused.exit_code, f"{entry} neither waits" in refused.output) == (1, True)
