"""The telephone itself: what is heard when, what fails, and what a failure shows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ivr.carrier.telephone import TelephoneCall
from tests.telephone.menu import new_telephone


@pytest.fixture
def call() -> TelephoneCall:
    return new_telephone().dial()


def test_hears_listens_sentence_by_sentence(call: TelephoneCall) -> None:
    call.hears("Welcome")
    assert call.heard == ["Welcome to the menu."]
    call.hears("Press 1 for a number.", "Press 2")
    assert call.heard[-1] == "Press 2 to speak."
    call.hears_only(
        "Welcome to the menu.",
        "Press 1 for a number.",
        "Press 2 to speak.",
        "Press 3 for a person.",
    )


def test_hearing_ends_where_the_line_waits(call: TelephoneCall) -> None:
    with pytest.raises(AssertionError, match=r"'Press 4' was not heard") as caught:
        call.hears("Press 4")
    assert "0.00  line    Welcome to the menu." in str(caught.value)
    assert "Are you there?" not in str(caught.value)


def test_what_was_heard_before_a_key_is_not_heard_after_it(call: TelephoneCall) -> None:
    call.hears("Welcome")
    call.press("1")
    with pytest.raises(AssertionError, match="was not heard"):
        call.hears("Welcome")
    with pytest.raises(AssertionError, match="should not have been"):
        call.does_not_hear("six digits")


def test_a_sentence_cut_short_is_heard_in_part() -> None:
    call = new_telephone().dial()
    call.telephone.passes(0.7)
    call.press("1")
    first = next(entry for entry in call.transcript if entry.who == "line")
    assert 0 < len(first.heard_text) < len(first.text)
    assert first.text.startswith(first.heard_text)


def test_a_sentence_cut_at_its_first_instant_is_not_heard() -> None:
    call = new_telephone(key_seconds=0.0).dial()
    call.press("1")
    call.hears("six digits")
    first = next(entry for entry in call.transcript if entry.who == "line")
    assert first.heard_text == ""


def test_silence_is_counted_from_the_end_of_the_speech(call: TelephoneCall) -> None:
    call.waits(6.9)
    call.hears_only()
    call.waits(0.2)
    call.hears_only("Are you there?")
    call.waits(7)
    call.hears("Goodbye.")
    call.is_over()


def test_a_number(call: TelephoneCall) -> None:
    call.press("1")
    call.type("480516")
    call.hears("You entered 4 8 0 5 1 6.")
    call.is_over()
    assert call.problems == []


@pytest.mark.parametrize(("mode", "heard"), [("drop", "4 8"), ("carry", "4 8 0 5 1 6")])
def test_keys_faster_than_the_line(mode: str, heard: str) -> None:
    call = new_telephone(typed_ahead=mode).dial()
    call.types_ahead("14805")
    call.type("16" if mode == "carry" else "48#")
    call.hears(f"You entered {heard}.")


def test_an_agent_answers_is_asked_and_takes_the_call(call: TelephoneCall) -> None:
    call.press("3")
    call.rings("+861082300001")
    call.agent.answers()
    call.agent.hears("Will you take it?")
    call.agent.is_not_joined()
    call.agent.presses("1")
    call.agent.is_joined()
    call.waits(30)
    call.agent.hangs_up()
    call.hears("The person has gone.")
    call.is_over()


@pytest.mark.parametrize("how", ["is_busy", "does_not_answer", "is_unreachable"])
def test_an_agent_who_does_not_take_it(call: TelephoneCall, how: str) -> None:
    call.press("3")
    getattr(call.agent, how)()
    call.hears("The person has gone.")
    with pytest.raises(AssertionError, match="nobody is being rung"):
        call.agent.answers()


def test_the_agent_is_not_the_caller(call: TelephoneCall) -> None:
    call.press("3")
    call.agent.answers()
    call.does_not_hear("Will you take it?")
    with pytest.raises(AssertionError, match="was not heard"):
        call.agent.hears("One moment.")


def test_speaking_after_the_tone(call: TelephoneCall) -> None:
    call.press("2")
    call.speaks(12)
    call.press("#")
    call.hears("Kept.")
    assert any("recorded 12" in entry.text for entry in call.transcript)


def test_speaking_to_nobody(call: TelephoneCall) -> None:
    with pytest.raises(AssertionError, match="nothing is being recorded"):
        call.speaks(5)


def test_saying_nothing(call: TelephoneCall) -> None:
    call.press("2")
    call.waits(6)
    call.hears("Nothing was said.")
    call.is_over()


def test_nobody_acts_on_a_call_that_is_over(call: TelephoneCall) -> None:
    call.hangs_up()
    acts: list[Callable[[], None]] = [
        lambda: call.press("1"),
        lambda: call.types_ahead("1"),
        lambda: call.speaks(1),
        call.hangs_up,
        call.is_going_on,
    ]
    for act in acts:
        with pytest.raises(AssertionError, match="the call is over"):
            act()


def test_a_long_number_is_not_shown(call: TelephoneCall) -> None:
    call.press("1")
    call.type("480516")
    assert "presses 480•••" in str(call.transcript)
    assert "480516" not in str(call.transcript)


def test_a_number_is_shown_when_it_is_asked_for() -> None:
    call = new_telephone(show_keys=True).dial()
    call.press("1")
    call.type("480516")
    assert "presses 480516" in str(call.transcript)


def test_what_the_carrier_would_log_is_collected() -> None:
    telephone = new_telephone("/broken")
    call = telephone.dial()
    call.is_over()
    assert telephone.problems
    assert all(problem.code == 13314 for problem in telephone.problems)


def test_two_calls_share_the_time() -> None:
    telephone = new_telephone()
    first, second = telephone.dial(), telephone.dial("+8613800000002")
    first.waits(7)
    first.hears("Are you there?")
    assert "Are you there?" in str(second.transcript)
    second.hears("Are you there?")
    assert first.seconds == pytest.approx(second.seconds)


def test_endless_speech_is_noticed() -> None:
    call = new_telephone().dial(
        twiml=b"<Response><Say loop='0'>Music that goes on.</Say></Response>"
    )
    with pytest.raises(AssertionError, match="has been speaking for 600 seconds"):
        call.listens_out()
