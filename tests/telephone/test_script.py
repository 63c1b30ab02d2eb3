"""The few letters of --keys."""

from __future__ import annotations

import pytest

from ivr.cli.terminal.script import Script, ScriptError
from tests.telephone.menu import new_telephone


def played(text: str) -> str:
    call = new_telephone().dial()
    Script.read(text).play(call, lambda: None)
    return str(call.transcript)


def test_groups_wait_for_the_end_of_what_is_said() -> None:
    transcript = played("1 480516")
    assert "Press 3 for a person." in transcript
    assert "You entered 4 8 0 5 1 6." in transcript


def test_within_a_group_nobody_waits() -> None:
    assert "Enter your six digits." not in played("1480516")


def test_commas_are_seconds() -> None:
    assert "Are you there?" not in played(" ,,,,,, 1")
    assert "Are you there?" in played("," * 20 + " 1")


def test_an_agent_and_a_message() -> None:
    assert "The person has gone." in played("3 a @1 ,,h")
    assert "is busy" in played("3 b")
    assert "does not answer" in played("3 n")
    assert "Kept." in played("2 s6 #")


def test_what_is_left_over_is_left() -> None:
    assert played("1 480516 7 7 7").endswith("the call is over: Hangup")
    assert played("q 1").endswith("the caller hung up")


@pytest.mark.parametrize("text", ["x", "1 s", "@", "1-2", "s99999999"])
def test_what_cannot_be_read_is_said(text: str) -> None:
    with pytest.raises(ScriptError, match="cannot read"):
        Script.read(text)
