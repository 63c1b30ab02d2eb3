"""Dial: who is rung, who is joined, and what the action is told."""

import pytest

from ivr.carrier import (
    SOMLENG,
    Answered,
    CarrierMisuse,
    Joined,
    KeyDropped,
    LegEnded,
    Response,
    Ringing,
    Speak,
)
from tests.carrier.pages import CALLER, HOTLINE, Line, dialled

AFTER = {"/done": "<Say>done</Say>"}


def dial(nouns: str, attributes: str = 'action="/done"', **pages: str) -> Line:
    more = {f"/{name}": page for name, page in pages.items()}
    return dialled({"/voice": f"<Dial {attributes}>{nouns}</Dial>", **AFTER, **more})


def outcome(line: Line) -> dict[str, str]:
    params = line.asked("action")[0].params
    return {k: v for k, v in params.items() if k.startswith("Dial")}


def test_a_plain_number_shows_the_callers_number() -> None:
    line = dial("+493012345")
    assert line.all(Ringing) == [Ringing("leg-1", "+493012345", CALLER)]


def test_several_nouns_ring_at_once_and_the_first_answer_wins() -> None:
    line = dial(
        "<Number>+493012345</Number><Sip>sip:a@b.test</Sip><Client>agent_7</Client>",
    )
    assert [ring.target for ring in line.all(Ringing)] == [
        "+493012345",
        "sip:a@b.test",
        "client:agent_7",
    ]
    line.legs[1].answer()
    assert line.all(Joined) == [Joined("leg-2")]
    assert [leg.state for leg in line.legs] == ["canceled", "joined", "canceled"]
    line.advance(12.7)
    line.legs[1].hang_up()
    line.settle()
    assert outcome(line) == {
        "DialCallStatus": "completed",
        "DialCallSid": line.legs[1].sid,
        "DialCallDuration": "12",
        "DialBridged": "true",
    }


def test_the_timeout_is_thirty_seconds_and_a_buffer_of_five() -> None:
    line = dial("+493012345")
    line.advance(34.9)
    assert line.asked("action") == []
    line.advance(0.1)
    assert outcome(line)["DialCallStatus"] == "no-answer"
    assert line.said == ["done"]


def test_somleng_has_no_buffer() -> None:
    pages = {"/voice": '<Dial timeout="7" action="/done">+493012345</Dial>', **AFTER}
    line = dialled(pages, profile=SOMLENG)
    line.advance(7)
    assert outcome(line)["DialCallStatus"] == "no-answer"


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        ("busy", "busy", "busy"),
        ("busy", "fail", "failed"),
        ("no_answer", "busy", "no-answer"),
        ("no_answer", "fail", "failed"),
    ],
)
def test_what_several_misses_come_to(first: str, second: str, status: str) -> None:
    line = dial("<Number>+493012345</Number><Number>+493012346</Number>")
    getattr(line.legs[0], first)()
    assert line.call.requests == []
    getattr(line.legs[1], second)()
    line.settle()
    assert outcome(line)["DialCallStatus"] == status
    assert outcome(line)["DialBridged"] == "false"


def test_without_an_action_it_falls_through_unlike_gather() -> None:
    line = dialled("<Dial>+493012345</Dial><Say>next</Say>")
    line.legs[0].busy()
    assert line.said == ["next"]
    assert line.asked("action") == []


def test_the_action_by_get() -> None:
    line = dial("+493012345", 'action="/done" method="GET"')
    line.legs[0].busy()
    line.settle()
    assert "DialCallStatus=busy" in line.asked("action")[0].url


def test_caller_id_is_a_number_of_the_call_or_a_verified_one() -> None:
    assert dial("+493012345", f'callerId="{HOTLINE}"').all(Ringing)[0].caller_id == HOTLINE
    assert dial("+493012345", 'callerId="+4989123"').codes == [13214]
    pages = {"/voice": '<Dial callerId="+4989123">+493012345</Dial>'}
    assert dialled(pages, verified=frozenset({"+4989123"})).codes == []


def test_sequential_rings_one_after_another() -> None:
    nouns = "<Number>+493012345</Number><Number>+493012346</Number>"
    line = dial(nouns, 'sequential="true" timeout="10" action="/done"')
    assert len(line.all(Ringing)) == 1
    line.advance(15)
    assert [leg.state for leg in line.legs] == ["no-answer", "ringing"]
    line.advance(15)
    assert outcome(line)["DialCallStatus"] == "no-answer"


def test_hangup_on_star_ignores_other_keys_and_works_only_while_joined() -> None:
    line = dial("+493012345", 'hangupOnStar="true" action="/done"')
    line.press("*")
    assert not line.legs[0].over
    line.legs[0].answer()
    line.press("1")
    assert line.legs[0].state == "joined"
    line.press("*")
    assert outcome(line)["DialCallStatus"] == "completed"
    assert line.said == ["done"]


def test_the_time_limit_ends_the_conversation() -> None:
    line = dial("+493012345", 'timeLimit="60" action="/done"')
    line.legs[0].answer()
    line.advance(60)
    assert outcome(line)["DialCallDuration"] == "60"


def test_the_caller_hanging_up_ends_the_legs_and_the_answer_is_heard_by_nobody() -> None:
    line = dial("+493012345")
    line.legs[0].answer()
    line.hang_up()
    assert line.all(LegEnded) == [LegEnded("leg-1", "completed")]
    assert outcome(line)["DialCallStatus"] == "completed"
    assert line.said == []
    ringing = dial("+493012345")
    ringing.hang_up()
    assert outcome(ringing)["DialCallStatus"] == "canceled"


def test_answer_on_bridge_keeps_the_caller_ringing() -> None:
    line = dial("+493012345", 'answerOnBridge="true" action="/done"')
    assert line.all(Answered) == []
    line.legs[0].answer()
    assert len(line.all(Answered)) == 1
    missed = dial("+493012345", 'answerOnBridge="true"')
    missed.legs[0].busy()
    assert missed.call.status == "no-answer"


def test_a_whisper_is_heard_by_the_leg_before_it_is_joined() -> None:
    line = dial('<Number url="/whisper">+493012345</Number>', whisper="<Say>a call</Say>")
    line.legs[0].answer()
    line.settle()
    fetch = line.asked("whisper")[0]
    assert fetch.params["CallSid"] == line.legs[0].sid
    assert fetch.params["ParentCallSid"] == line.call.sid
    assert fetch.params["Direction"] == "outbound-dial"
    assert line.all(Speak)[0].leg == "leg-1"
    assert line.all(Joined) == []
    line.advance(2)
    assert line.all(Joined) == [Joined("leg-1")]


ACCEPT = '<Gather numDigits="1" action="/yes" timeout="4"/><Hangup/>'


def test_a_voicemail_that_presses_no_key_wins_nothing() -> None:
    nouns = '<Number url="/ask">+493012345</Number><Number url="/ask">+493012346</Number>'
    line = dial(nouns, 'action="/done"', ask=ACCEPT, yes="")
    line.legs[0].answer()
    line.advance(4)
    assert line.legs[0].state == "completed"
    assert line.legs[1].state == "ringing"
    line.legs[1].answer()
    line.settle()
    line.legs[1].press("1")
    line.settle()
    assert line.all(Joined) == [Joined("leg-2")]


def test_a_whisper_that_hangs_up_is_completed_but_not_bridged() -> None:
    line = dial('<Number url="/ask">+493012345</Number>', 'action="/done"', ask=ACCEPT)
    line.legs[0].answer()
    line.advance(4)
    assert (outcome(line)["DialCallStatus"], outcome(line)["DialBridged"]) == (
        "completed",
        "false",
    )


def test_a_dial_in_a_whisper_is_refused_and_the_leg_lost() -> None:
    line = dial('<Number url="/w">+493012345</Number>', w="<Dial>+493012346</Dial>")
    line.legs[0].answer()
    line.settle()
    assert line.codes == [13201]
    assert outcome(line)["DialBridged"] == "false"


def test_leg_callbacks_are_numbered_and_name_their_parent() -> None:
    noun = (
        '<Number statusCallback="/leg" statusCallbackEvent="initiated ringing answered completed">'
        "+493012345</Number>"
    )
    line = dialled({"/voice": f"<Dial>{noun}</Dial>", "/leg": Response(204, None)}, clock=0.0)
    line.legs[0].answer()
    line.advance(9)
    line.legs[0].hang_up()
    line.settle()
    reports = [fetch.params for fetch in line.asked("leg-status")]
    assert [(r["CallStatus"], r["SequenceNumber"]) for r in reports] == [
        ("initiated", "0"),
        ("ringing", "1"),
        ("in-progress", "2"),
        ("completed", "3"),
    ]
    assert reports[-1]["CallDuration"] == "9"
    assert reports[-1]["Timestamp"] == "Thu, 01 Jan 1970 00:00:09 +0000"
    assert {r["ParentCallSid"] for r in reports} == {line.call.sid}


def test_only_completed_is_reported_by_default() -> None:
    line = dial('<Number statusCallback="/done">+493012345</Number>', "")
    line.legs[0].busy()
    line.settle()
    assert [f.params["CallStatus"] for f in line.asked("leg-status")] == ["busy"]


def test_keys_of_a_joined_leg_are_heard_by_nobody_of_the_carriers() -> None:
    line = dial("+493012345")
    line.legs[0].answer()
    assert line.legs[0].press("12") == [KeyDropped("1", "leg-1"), KeyDropped("2", "leg-1")]
    with pytest.raises(CarrierMisuse, match="keys"):
        line.legs[0].press("A")


def test_a_live_call_that_is_sent_elsewhere_ends_its_legs_without_an_action() -> None:
    line = dial("+493012345", moved="<Say>moved</Say>")
    line.legs[0].answer()
    line.call.update("https://hotline.test/moved")
    line.settle()
    assert (line.legs[0].over, line.asked("action"), line.said) == (True, [], ["moved"])


def test_a_leg_refuses_what_its_state_forbids_and_nothing_changes() -> None:
    line = dial("+493012345")
    leg = line.legs[0]
    with pytest.raises(CarrierMisuse, match="ringing"):
        leg.hang_up()
    assert leg.state == "ringing"
    leg.busy()
    line.settle()
    for event in (leg.answer, leg.busy, leg.fail, leg.no_answer, leg.hang_up):
        with pytest.raises(CarrierMisuse):
            event()
    assert len(line.asked("action")) == 1
