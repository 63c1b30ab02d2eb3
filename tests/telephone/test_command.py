"""`flask call`, scripted: this line and others, what is shown, and what is written."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests.plugins.line import Line
from tests.plugins.people import Medical, People, id_number
from tests.telephone.conftest import Office

NOW = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
BALANCE = "您的医保个人账户余额是一千二百元零五分。"


def flask_call(office: Office, *arguments: str) -> Result:
    result: Result = office.app.test_cli_runner().invoke(args=["call", *arguments])
    return result


def account(office: Office) -> str:
    """The keys that lead to somebody's balance."""
    return f"1 {office.somebody.keys}# 1 {office.somebody.pin}# 1"


def test_a_balance(office: Office) -> None:
    result = flask_call(office, "--keys", account(office))
    assert result.exit_code == 0, result.output
    assert BALANCE in result.output.replace("\n        ", "")
    assert "Way: welcome > identify > account > medical." in result.output
    assert "The carrier found nothing wrong." in result.output


def test_no_number_is_shown(office: Office) -> None:
    result = flask_call(office, "--keys", account(office))
    assert office.somebody.id_number not in result.output
    assert f"{office.somebody.pin}" not in result.output
    assert "> 990•" in result.output
    shown = flask_call(office, "--keys", account(office), "--show-keys", "--from", "+8613800000002")
    assert office.somebody.keys in shown.output


def test_another_language(office: Office) -> None:
    for _ in range(2):  # the second time the number is greeted in it
        result = flask_call(office, "--lang", "en-US", "--keys", "1")
        assert "Enter your eighteen-digit ID number." in result.output
    result = flask_call(office, "--lang", "fr-FR", "--keys", "1")
    assert result.exit_code == 2
    assert "this line speaks zh-CN and en-US" in result.output


def test_an_agent(office: Office) -> None:
    result = flask_call(office, "--keys", "0 a @1 ,, h 2")
    assert "rings +861082300001" in result.output
    assert "(to the agent) 热线来电" in result.output
    assert "joins the caller" in result.output
    assert result.exit_code == 0


def test_a_message_and_its_ticket(office: Office) -> None:
    result = flask_call(office, "--keys", "41 s5 #")
    assert "has recorded 5" in result.output
    assert "Ticket " in result.output


def test_text_messages_are_counted(office: Office) -> None:
    line = office.app.extensions["hotline"]
    people = People(line.database, line.keyring)
    mobile = "+8615400004321"
    other = people.someone(number=id_number(99), mobile=mobile, medical=Medical(1200.05))
    result = flask_call(office, "--keys", f"1 {other.keys}# 1 {other.pin}# 1 7")
    assert "Text messages to the registered mobile: 1;" in result.output


def test_nobody_to_answer(office: Office) -> None:
    result = flask_call(office, "--keys", "a")
    assert result.exit_code == 1
    assert "Error: nobody is being rung" in result.output


@pytest.mark.parametrize("profile", ["signalwire", "somleng", "telnyx", "twilio"])
def test_every_carrier(office: Office, profile: str) -> None:
    result = flask_call(office, "--profile", profile, "--keys", f"{account(office)} 0 b")
    assert "is busy" in result.output
    assert "would log" not in result.output
    assert result.exit_code == 0


@pytest.mark.parametrize("mode", ["drop", "carry"])
def test_both_modes_of_typing_ahead(office: Office, mode: str) -> None:
    result = flask_call(office, "--typed-ahead", mode, "--keys", account(office))
    assert BALANCE in result.output.replace("\n        ", "")


def test_the_documents(office: Office) -> None:
    result = flask_call(office, "--keys", "9", "--show-twiml")
    assert "POST https://office.test/voice  200" in result.output
    assert "<Gather" in result.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "There is no keyboard here: say what to press, with --keys."),
        (("--keys", "1 x"), "cannot read 'x'"),
        (("--keys", "1", "--url", "office.test"), "write it like https://"),
        (
            ("--keys", "1", "--url", "http://office.test", "--lang", "en-US"),
            "--lang is for this line",
        ),
    ],
)
def test_what_cannot_be_done_is_said(office: Office, arguments: tuple[str, ...], said: str) -> None:
    result = flask_call(office, *arguments)
    assert result.exit_code == 2
    assert said in " ".join(result.output.split())


def test_a_database_that_is_not_ready(office: Office, tmp_path: Path) -> None:
    settings = office.settings.model_copy(update={"database_url": f"sqlite:///{tmp_path}/none.db"})
    app = office.app.extensions["hotline"].again(settings, lambda: NOW)
    result = app.test_cli_runner().invoke(args=["call", "--keys", "1"])
    assert result.exit_code == 1
    assert "The database is not ready: run make run, or flask db upgrade." in result.output


def test_another_application(office: Office, menu_url: str) -> None:
    result = flask_call(office, "--url", menu_url, "--token", "t", "--keys", "1 480516")
    assert "You entered 4 8 0 5 1 6." in result.output
    assert "Way:" not in result.output
    assert result.exit_code == 0


def test_an_application_with_a_fault(office: Office, menu_url: str) -> None:
    url = menu_url.replace("/voice", "/broken")
    result = flask_call(office, "--url", url, "--keys", ",")
    assert "The carrier would log warning 13314" in result.output
    assert result.exit_code == 1


def test_what_is_saved_is_a_test(office: Office, line: Line, tmp_path: Path) -> None:
    """The saved call is made again on another line, in every way."""
    path = tmp_path / "test_saved.py"
    if not path.exists():
        keys = f"1 {office.somebody.keys}# 1 {office.somebody.pin}# 1 0 a @1 h 2"
        result = flask_call(office, "--keys", keys, "--save", str(path))
        assert f"Written to {path}." in result.output.replace("\n", "")
    line.people.someone(number=office.somebody.id_number, medical=Medical(1200.05))
    line.employs("+861082300001")
    names: dict[str, Any] = {}
    exec(compile(path.read_text("utf-8"), str(path), "exec"), names)  # noqa: S102 - it is ours
    names["test_call"](line.new_telephone())
