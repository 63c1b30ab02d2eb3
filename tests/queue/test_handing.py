"""Callers are handed on: cold, or after the other agent has said yes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from db import handing
from ivr.carrier.telephone import Telephone, TelephoneCall
from tests.plugins.line import Line
from tests.plugins.people import People
from tests.queue.office import FIRST, SECOND, THIRD, Office, Phone

at_the_carrier = pytest.mark.parametrize("line", [{"account": True}], indirect=True)
ENGLISH = "english"


def talks(
    telephone: Telephone, office: Office, target: str, number: str = "+8613800000001"
) -> tuple[TelephoneCall, Phone]:
    """A caller whom an agent talks to, at the carrier."""
    call = telephone.dial(number)
    call.press("0")
    phone = office.rings(target)
    phone.takes_it()
    call.hears("为您服务")
    return call, phone


@at_the_carrier
def test_cold_to_an_agent(telephone: Telephone, line: Line) -> None:
    """The first agent's call is ended for them; the caller is served before all others."""
    office = Office.of(line, telephone, FIRST, SECOND)
    call, phone = talks(telephone, office, FIRST)
    office.hands_on("agent:2")
    office.works()
    assert office.ended == [phone.sid]
    call.hears("马上为您接通")
    assert (office.entries[0].outcome, office.state_of(FIRST)) == ("handed-on", "wrapup")
    assert (office.last.before_id, office.last.priority, office.last.wanted_id) == (1, 30, 2)
    phone = office.rings(SECOND)
    phone.takes_it()
    call.hears("工号幺零零二为您服务。")
    office.has_joined(call, phone)
    phone.hangs_up()
    call.hears("您对刚才的人工服务满意吗？")
    office.consistent()
    call.hangs_up()


@at_the_carrier
def test_cold_to_a_group(telephone: Telephone, plain: Line) -> None:
    office = Office.of(plain, telephone, FIRST, SECOND, THIRD)
    plain.groups("1003", ENGLISH)
    call, _ = talks(telephone, office, FIRST)
    office.hands_on("lane:english")
    office.works()
    call.hears("马上为您接通")
    office.rings(THIRD)
    call.hangs_up()


@at_the_carrier
def test_cold_to_somebody_who_is_busy(telephone: Telephone, plain: Line) -> None:
    """The caller waits for them, before those who came earlier."""
    office = Office.of(plain, telephone, FIRST, SECOND)
    call, _ = talks(telephone, office, FIRST)
    other, theirs = talks(telephone, office, SECOND, "+8613800000002")
    earlier = telephone.dial("+8613800000003")
    earlier.press("0")
    earlier.hears("您排在第一位。")
    office.page(handing.hand_on, 1, "agent:2")
    office.works()
    call.hears("您排在第一位。")
    theirs.hangs_up()
    office.chooses(SECOND, "ready")
    office.rings(SECOND).takes_it()
    call.hears("工号幺零零二为您服务。")
    for each in (call, other, earlier):
        each.hangs_up()


def test_cold_where_the_callers_own_call_dials(telephone: Telephone, line: Line) -> None:
    """The first agent hangs up themselves."""
    office = Office.of(line, telephone, FIRST, SECOND)
    call = telephone.dial()
    call.press("0")
    call.rings(FIRST)
    call.agent.answers()
    call.agent.presses("1")
    call.agent.is_joined()
    office.hands_on("agent:2")
    call.agent.hangs_up()
    call.rings(SECOND)
    assert (office.entries[0].outcome, office.last.priority) == ("handed-on", 30)
    call.agent.answers()
    call.agent.presses("1")
    call.agent.is_joined()
    call.hangs_up()
    assert office.last.outcome == "served"


def warm(office: Office) -> Iterator[None]:
    """The second agent sits at the desk, and is asked."""
    office.sits_at_the_desk(SECOND)
    assert office.page(handing.ask, office.last.id, 2)
    assert office.state_of(SECOND) == "offered"
    yield
    assert office.page(handing.take_over, office.last.id, 2)


@at_the_carrier
def test_warm(telephone: Telephone, line: Line) -> None:
    """Who takes over has said yes, and is not asked again on the telephone."""
    office = Office.of(line, telephone, FIRST, SECOND)
    call, phone = talks(telephone, office, FIRST)
    steps = warm(office)
    next(steps)
    office.works()
    assert (office.ended, office.last.state) == ([], "talking"), "the two go on talking"
    next(steps, None)
    office.works()
    assert office.ended == [phone.sid]
    call.hears("马上为您接通")
    phone = office.rings(SECOND)
    phone.answers()
    call.hears("工号幺零零二为您服务。")
    office.has_joined(call, phone)
    office.consistent()
    call.hangs_up()


def test_warm_where_the_callers_own_call_dials(telephone: Telephone, line: Line) -> None:
    office = Office.of(line, telephone, FIRST, SECOND)
    call = telephone.dial()
    call.press("0")
    call.agent.answers()
    call.agent.presses("1")
    steps = warm(office)
    next(steps)
    next(steps, None)
    call.agent.hangs_up()
    call.rings(SECOND)
    call.agent.answers()
    call.agent.presses("1")
    call.agent.is_joined()
    call.hangs_up()


@at_the_carrier
@pytest.mark.parametrize("how", ["declined", "no-answer", "taken back"])
def test_who_does_not_take_over_leaves_the_caller_where_they_are(
    telephone: Telephone, plain: Line, how: str
) -> None:
    office = Office.of(plain, telephone, FIRST, SECOND)
    call, phone = talks(telephone, office, FIRST)
    office.sits_at_the_desk(SECOND)
    office.page(handing.ask, office.last.id, 2)
    if how == "declined":
        assert office.page(handing.decline, office.last.id, 2)
    elif how == "taken back":
        assert office.page(handing.take_back, office.last.id)
        assert office.state_of(SECOND) == "ready"
    else:
        office.passes(35)
    assert (office.last.state, office.last.asked_id) == ("talking", None)
    assert not office.page(handing.take_over, office.last.id, 2), "too late"
    told = plain.events("not-taken-over")
    if how != "taken back":
        assert told == [{"by": 1, "agent": 2, "why": how}]
        assert office.state_of(SECOND) == "away"
    office.has_joined(call, phone)
    call.hangs_up()


@at_the_carrier
def test_who_cannot_be_asked(telephone: Telephone, plain: Line) -> None:
    office = Office.of(plain, telephone, FIRST, SECOND)
    call, _ = talks(telephone, office, FIRST)
    assert not office.page(handing.ask, office.last.id, 2), "they have no page to answer on"
    assert not office.page(handing.ask, office.last.id, 1), "they talk"
    with pytest.raises(ValueError, match="agent:ID or to lane:GROUP"):
        office.page(handing.hand_on, office.last.id, "somebody")
    call.hangs_up()
    assert not office.page(handing.hand_on, office.last.id, "agent:2"), "it is over"


@at_the_carrier
@pytest.mark.parametrize("said_yes", [False, True])
def test_hung_up_meanwhile(telephone: Telephone, plain: Line, said_yes: bool) -> None:
    """Nobody is kept for a caller who has gone."""
    office = Office.of(plain, telephone, FIRST, SECOND)
    call, _ = talks(telephone, office, FIRST)
    steps = warm(office)
    next(steps)
    if said_yes:
        next(steps, None)
    call.hangs_up()
    office.works()
    assert office.state_of(SECOND) == "ready"
    office.consistent()


@at_the_carrier
def test_who_calls_is_known_all_the_time(telephone: Telephone, people: People, plain: Line) -> None:
    """The same call goes on: nobody proves anew who they are, and the next agent sees what the
    first has seen."""
    somebody = people.someone()
    office = Office.of(plain, telephone, FIRST, SECOND)
    call = telephone.dial()
    call.type(f"1{somebody.keys}1{somebody.pin}#")
    call.press("0")
    office.rings(FIRST).takes_it()
    call.hears("为您服务")
    office.hands_on("agent:2")
    office.works()
    phone = office.rings(SECOND)
    phone.takes_it()
    call.hears("工号幺零零二为您服务。")
    first, second = office.entries
    assert (first.call_id, first.topic) == (second.call_id, second.topic)
    assert len(plain.events("verified")) == 1
    phone.hangs_up()
    call.press("1")
    call.hears("还有别的事，请按一。")
    call.press("1")
    call.press("1")
    call.does_not_hear("请输入十八位身份证号")
    call.hangs_up()
