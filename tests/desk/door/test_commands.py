"""Accounts from the command line."""

from __future__ import annotations

import re

import pytest
from click.testing import Result

from db.staff import Role
from tests.desk.door.keys import Keys
from tests.desk.house import House


def flask(desk: House, *words: str) -> Result:
    return desk.app.test_cli_runner().invoke(args=["desk", *words])


def handed_over(desk: House, told: str) -> Keys:
    found = [
        re.search(rf"^{what} +(\S+)", told, re.M)
        for what in ("User name", "Start password", "Second factor")
    ]
    name, password, secret = (each[1] if each else "" for each in found)
    assert f"otpauth://totp/12333%20desk:{name}?secret={secret}" in told
    assert "█" in told or "▄" in told, "a code for the camera"
    return Keys(desk, name, password, secret)


def test_the_first_account_opens_the_desk(desk: House) -> None:
    assert "No accounts yet" in flask(desk, "users").output
    made = flask(desk, "create-user", "Ada", "--role", "operator", "--role", "auditor")
    assert made.exit_code == 0, made.output
    keys = handed_over(desk, made.output)
    visitor = desk.visitor()
    assert keys.enter(visitor).status == 303
    assert visitor.get("/desk").goes_to == "/desk/account/password"
    assert "ada                 auditor, operator" in flask(desk, "users").output


def test_an_agents_account_is_tied_to_a_staff_number(desk: House) -> None:
    desk.employ("1042")
    made = flask(desk, "create-user", "li", "--role", "agent", "--agent", "1042")
    assert made.exit_code == 0, made.output
    member = desk.parts.accounts.find("li")
    assert member is not None
    assert member.staff_number == "1042"
    assert member.roles == {Role.AGENT}
    assert "agent 1042" in flask(desk, "users").output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["Ada Lovelace", "--role", "operator"], "a user name is 2 to 32"),
        (["taken", "--role", "operator"], "the user name taken is taken"),
        (["li", "--role", "agent"], "go together"),
        (["li", "--role", "operator", "--agent", "1001"], "go together"),
        (["li", "--role", "agent", "--agent", "7777"], "there is no agent 7777"),
        (["li", "--role", "agent", "--agent", "1001"], "agent 1001 has an account already"),
        (["li", "--role", "boss"], "'boss' is not one of"),
    ],
)
def test_what_cannot_be_is_refused_with_the_cure(desk: House, words: list[str], told: str) -> None:
    desk.account(Role.SUPERVISOR, name="taken")
    desk.account(Role.AGENT, agent="1001")
    made = flask(desk, "create-user", *words)
    assert made.exit_code != 0
    assert told in made.output
    assert "password" not in made.output.lower()


def test_a_disabled_account_opens_nothing_until_it_is_reset(desk: House) -> None:
    keys = handed_over(desk, flask(desk, "create-user", "ada", "--role", "operator").output)
    assert flask(desk, "disable", "ada").exit_code == 0
    assert "(disabled)" in flask(desk, "users").output
    assert keys.enter().status == 401
    again = handed_over(desk, flask(desk, "reset", "ada").output)
    assert keys.enter().status == 401
    assert again.enter().status == 303


@pytest.mark.parametrize("command", ["disable", "reset"])
def test_nobody_of_that_name(desk: House, command: str) -> None:
    found = flask(desk, command, "nobody")
    assert found.exit_code == 1
    assert "there is no account nobody" in found.output
