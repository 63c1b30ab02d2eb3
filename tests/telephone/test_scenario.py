"""A call that was made becomes a test that makes it again, and names nobody."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ivr.carrier.telephone import TelephoneCall, scenario
from tests.telephone.menu import new_telephone


def run(source: str, path: Path) -> TelephoneCall:
    """Run a saved scenario as pytest would; gives its call."""
    telephone = new_telephone()
    names: dict[str, Any] = {}
    exec(compile(source, str(path), "exec"), names)  # noqa: S102 - that is what is tested
    names["test_call"](telephone)
    return telephone.calls[0]


@pytest.mark.parametrize("way", ["silence", "person", "busy", "message", "hang up"])
def test_it_makes_the_same_call(tmp_path: Path, way: str) -> None:
    call = new_telephone().dial()
    match way:
        case "silence":
            call.waits(7)
            call.waits(7)
            call.is_over()
        case "person":
            call.press("3")
            call.agent.answers()
            call.agent.hears("Will you take it?")
            call.agent.presses("1")
            call.agent.hangs_up()
            call.is_over()
        case "busy":
            call.press("3")
            call.agent.is_busy()
            call.is_over()
        case "message":
            call.press("2")
            call.speaks(4)
            call.press("#")
            call.is_over()
        case "hang up":
            call.hears("Press 1")
            call.hangs_up()
    again = run(scenario(call.transcript), tmp_path / "test_saved.py")
    assert [e.text for e in again.transcript if e.who == "line"] == [
        e.text for e in call.transcript if e.who == "line"
    ]


ACTS: dict[str, Callable[[TelephoneCall], None]] = {
    "a key": lambda call: call.press("7"),
    "a choice": lambda call: call.press("1"),
    "digits": lambda call: call.type("48"),
    "in a burst": lambda call: call.types_ahead("2"),
    "a pound": lambda call: call.press("#"),
    "a person": lambda call: call.press("3"),
    "silence": lambda call: call.waits(4),
    "a long silence": lambda call: call.waits(8),
    "patience": lambda call: call.listens_out(),
}


@given(st.lists(st.sampled_from(sorted(ACTS)), max_size=6))
def test_whatever_was_done_sounds_the_same_again(acts: list[str]) -> None:
    """As far as sentences were heard to their end; what cuts a sentence may do so elsewhere."""
    call = new_telephone().dial()
    for act in acts:
        call.listens_out()
        if call.transcript.recording and "silence" not in act:
            act = "a pound"  # other keys are part of what is recorded
        if not call.over:
            ACTS[act](call)
    call.listens_out()
    if not call.over:
        call.hangs_up()
    source = scenario(call.transcript)
    assume("fill in" not in source)  # many keys in a row are taken for a number
    again = run(source, Path("saved.py"))
    assert whole(again) == whole(call)


def whole(call: TelephoneCall) -> list[str]:
    """The sentences that were heard to their end."""
    return [e.text for e in call.transcript if e.who == "line" and e.heard is None]


def test_numbers_are_named_and_what_followed_is_left_out() -> None:
    call = new_telephone().dial()
    call.press("1")
    call.hears("six digits")
    call.type("480516")
    call.is_over()
    source = scenario(call.transcript)
    assert "480516" not in source
    assert "4 8 0 5 1 6" not in source
    assert 'PIN_1 = "fill in"' in source
    assert "call.type(PIN_1)" in source
    ast.parse(source)


def test_the_numbers_of_nobody_stay() -> None:
    call = new_telephone().dial()
    for keys in ("1", "990000198002290010#", "480516#"):
        call.transcript.did(call.telephone.now, "caller", "press", "", keys)
        call.transcript.did(call.telephone.now, "caller", "waits", "")
    source = scenario(call.transcript)
    assert "990000198002290010#" in source
    assert "480516#" in source


def test_somebody_after_nobody_is_named() -> None:
    call = new_telephone().dial()
    for keys in ("990000198002290010#", "480516#", "11010519491231002*", "480516#"):
        call.press("1")
        call.transcript.did(call.telephone.now, "caller", "types_ahead", "", keys)
    source = scenario(call.transcript)
    assert "990000198002290010#" in source
    assert "11010519491231002" not in source
    assert source.count('"480516#"') == 1
