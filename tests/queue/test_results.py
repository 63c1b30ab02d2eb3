"""Whatever a carrier says of its queue, or of the agent's call: the caller is kept."""

from __future__ import annotations

import pytest

from ivr.carrier.actions import Queued
from ivr.carrier.queue import Enqueue
from ivr.carrier.telephone import Telephone, TelephoneCall
from tests.plugins.line import Line
from tests.queue.office import FIRST, SECOND, Office

pytestmark = pytest.mark.parametrize("line", [{"account": True}], indirect=True)

FAILURES = ["queue-full", "error", "system-error", "leave", "bridging-in-outer-space", ""]
APART = ["bridging-in-process", "bridging-in-progress"]
"""Twilio's spelling, and SignalWire's."""


@pytest.mark.parametrize("result", FAILURES)
def test_a_queue_that_fails_keeps_the_caller_with_the_line(
    telephone: Telephone, plain: Line, result: str
) -> None:
    """Music goes on, in short turns, and the caller's own call dials who is free."""
    office = Office.of(plain, telephone, FIRST)
    busy = telephone.dial("+8613800000001")
    busy.press("0")
    phone = office.rings(FIRST)
    phone.takes_it()
    busy.hears("为您服务")
    call = telephone.dial("+8613800000002")
    call.press("0")
    call.hears("您排在第一位。")
    plain.carrier.switchboard.close_queue(queue_of(call), result)
    plain.carrier.settle()
    telephone.note()
    call.is_going_on()
    phone.hangs_up()
    call.waits(90)
    office.rings_nobody()
    call.rings(FIRST)
    assert office.last.mode == "line"
    assert plain.events("queue_failed") == [
        {"result": result if result in FAILURES[:4] else "other"}
    ]
    call.hangs_up()
    busy.hangs_up()


def queue_of(call: TelephoneCall) -> str:
    """The name of the queue in which a call waits."""
    return [action.queue for action in call.phone.actions if isinstance(action, Queued)][-1]


@pytest.mark.parametrize("result", APART)
def test_an_agent_who_is_gone_when_the_caller_comes(
    telephone: Telephone, plain: Line, result: str
) -> None:
    """The caller is in the carrier's queue again, and the next agent is called."""
    office = Office.of(plain, telephone, FIRST, SECOND)
    call = telephone.dial()
    call.press("0")
    office.rings(FIRST)
    plain.carrier.switchboard.close_queue(queue_of(call), result)
    plain.carrier.settle()
    telephone.note()
    call.is_going_on()
    assert office.why(FIRST) == "unreached"
    office.rings(SECOND).takes_it()
    call.hears("工号幺零零二为您服务。")
    call.hangs_up()


@pytest.mark.parametrize("result", ["bridged", "redirected-from-bridged"])
def test_who_has_talked_goes_on_behind_it(telephone: Telephone, plain: Line, result: str) -> None:
    office = Office.of(plain, telephone, FIRST)
    call = telephone.dial()
    call.press("0")
    phone = office.rings(FIRST)
    phone.takes_it()
    call.hears("为您服务")
    enqueued = call.phone.call.track.activity
    assert isinstance(enqueued, Enqueue)
    enqueued.remove(result)
    plain.carrier.settle()
    telephone.note()
    call.hears("您对刚才的人工服务满意吗？")
    assert office.last.outcome == "served"
    call.hangs_up()


@pytest.mark.parametrize("status", ["no-answer", "failed", "busy", "canceled", "lost-in-space"])
def test_a_caller_who_is_not_in_their_queue_is_looked_for_again_and_then_dials(
    telephone: Telephone, plain: Line, status: str
) -> None:
    office = Office.of(plain, telephone, FIRST)
    call = telephone.dial()
    call.press("0")
    phone = office.rings(FIRST)
    phone.answers()
    phone.hears("接听请按一。")
    taken = phone.asks(f"{phone.url}/accept", Digits="1")
    for _ in range(2):
        assert taken.verbs[-1] == "Dial"
        taken = phone.asks(taken.next, DialCallStatus=status)
    assert taken.verbs[-1] == "Dial"
    gone = phone.asks(taken.next, DialCallStatus=status)
    assert (gone.verbs, gone.words) == (["Say", "Hangup"], ["来电者已经不在等候，再见。"])
    assert (office.last.state, office.last.mode) == ("offered", "line")
    call.waits(20)
    call.rings(FIRST)
    call.hangs_up()


@pytest.mark.parametrize("status", ["completed", "answered"])
def test_a_carrier_that_joins_without_asking_what_the_caller_hears(
    telephone: Telephone, plain: Line, status: str
) -> None:
    office = Office.of(plain, telephone, FIRST)
    call = telephone.dial()
    call.press("0")
    phone = office.rings(FIRST)
    phone.answers()
    taken = phone.asks(f"{phone.url}/accept", Digits="1")
    assert phone.asks(taken.next, DialCallStatus=status).verbs == ["Hangup"]
    assert (office.last.outcome, office.state_of(FIRST)) == ("served", "wrapup")
    assert office.last.joined_at is not None
    call.hangs_up()
    phone.hangs_up()


def test_an_agent_who_presses_1_after_the_offer_is_over(telephone: Telephone, line: Line) -> None:
    office = Office.of(line, telephone, FIRST)
    call = telephone.dial()
    call.press("0")
    phone = office.rings(FIRST)
    phone.answers()
    call.press("*")
    late = phone.asks(f"{phone.url}/accept", Digits="1")
    assert late.words == ["来电者已经不在等候，再见。"]
    assert phone.asks(f"{phone.url}/done", DialCallStatus="failed").verbs == ["Say", "Hangup"]
    assert office.state_of(FIRST) == "ready"
    call.hangs_up()
    phone.hangs_up()
