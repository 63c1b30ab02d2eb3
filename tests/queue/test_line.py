"""The queue without the carrier's: the caller's own call plays the music and dials the agent."""

from __future__ import annotations

import pytest

from db.queue import accept, back
from ivr.carrier.telephone import Telephone
from tests.plugins.line import Line
from tests.queue.office import FIRST, SECOND, Office


def test_a_telephone_rings_at_once_and_a_page_is_asked(telephone: Telephone, line: Line) -> None:
    office = Office.of(line, telephone, FIRST)
    office.sits_at_the_desk(FIRST)
    call = telephone.dial()
    call.press("0")
    call.hears("马上为您接通，请稍候。")
    call.rings_nobody()
    assert (office.last.state, office.last.accepted_at) == ("offered", None)
    office.page(accept, office.last.token)
    call.waits(9)
    call.hears("正在为您转接，工号幺零零幺。")
    call.rings(FIRST)
    call.agent.answers()
    call.agent.presses("1")
    call.agent.is_joined()
    office.consistent()
    call.agent.hangs_up()
    call.hears("您对刚才的人工服务满意吗？")
    assert (office.last.outcome, office.state_of(FIRST)) == ("served", "wrapup")
    call.hangs_up()


def test_a_page_that_declines(telephone: Telephone, plain: Line) -> None:
    office = Office.of(plain, telephone, FIRST, SECOND)
    office.sits_at_the_desk(FIRST)
    call = telephone.dial()
    call.press("0")
    call.hears("马上为您接通")
    with plain.database.write() as connection:
        back(connection, office.last, plain.now(), why="declined")
    assert (office.state_of(FIRST), office.why(FIRST)) == ("away", "declined")
    call.waits(9)
    call.rings(SECOND)
    call.hangs_up()
    assert office.state_of(SECOND) == "ready", "it was the caller who did not wait"


def test_a_page_that_does_not_answer(telephone: Telephone, plain: Line) -> None:
    """The caller keeps their place at the head."""
    office = Office.of(plain, telephone, FIRST)
    office.sits_at_the_desk(FIRST)
    call = telephone.dial()
    call.press("0")
    entered = office.last.entered_at
    for _ in range(6):
        call.waits(9)
        office.sits_at_the_desk(FIRST)
        if office.state_of(FIRST) == "away":
            break
    assert office.why(FIRST) == "no-answer"
    call.hears("工作人员都在忙。")
    assert office.last.entered_at == entered
    call.hangs_up()


def test_a_page_that_is_closed_while_it_rings(telephone: Telephone, plain: Line) -> None:
    office = Office.of(plain, telephone, FIRST, SECOND)
    office.sits_at_the_desk(FIRST)
    call = telephone.dial()
    call.press("0")
    call.waits(40)
    assert office.state_of(FIRST) == "away"
    call.rings(SECOND)
    call.hangs_up()


@pytest.mark.parametrize("status", ["busy", "no-answer", "failed", "canceled", "unheard-of"])
def test_whatever_becomes_of_the_dialling_the_next_is_dialled(
    telephone: Telephone, plain: Line, status: str
) -> None:
    office = Office.of(plain, telephone, FIRST, SECOND)
    call = telephone.dial()
    call.press("0")
    call.rings(FIRST)
    dial = call.phone.call.track.activity
    assert dial is not None
    call.phone.legs[-1].fail() if status == "failed" else call.phone.legs[-1].busy()
    last = call.phone.call.requests[-1]
    assert last.params["DialCallStatus"] in ("busy", "failed")
    last.params["DialCallStatus"] = status  # type: ignore[index]
    call.phone.settle()
    telephone.note()
    call.rings(SECOND)
    assert office.state_of(FIRST) == "away"
    call.hangs_up()


def test_a_caller_who_is_gone_without_a_word(telephone: Telephone, plain: Line) -> None:
    """No carrier says so; the agent is free again, and is not away for it."""
    office = Office.of(plain, telephone, FIRST, SECOND)
    office.sits_at_the_desk(FIRST)
    first = telephone.dial("+8613800000001")
    first.press("0")
    first.hears("马上为您接通")
    plain.carrier.phones.remove(first.phone)
    plain.carrier.switchboard.calls.remove(first.phone.call)
    office.page(accept, office.last.token)
    for _ in range(13):
        telephone.passes(5)
        office.sits_at_the_desk(FIRST)
        office.dispatch()
    assert office.last.outcome == "abandoned"
    assert office.state_of(FIRST) == "ready"


def test_a_talk_whose_end_nobody_has_told(telephone: Telephone, plain: Line) -> None:
    """An agent does not talk for ever: the next caller is theirs after four hours."""
    office = Office.of(plain, telephone, FIRST)
    first = telephone.dial("+8613800000001")
    first.press("0")
    first.rings(FIRST)
    first.agent.answers()
    first.agent.presses("1")
    plain.carrier.phones.remove(first.phone)
    plain.carrier.switchboard.calls.remove(first.phone.call)
    telephone.passes(3 * 3600)
    office.dispatch()
    assert (office.last.state, office.state_of(FIRST)) == ("talking", "talking")
    telephone.passes(3601)
    office.dispatch()
    assert (office.last.outcome, office.state_of(FIRST)) == ("served", "wrapup")
    office.consistent()
    telephone.passes(61)
    second = telephone.dial("+8613800000002")
    second.press("0")
    second.rings(FIRST)
    second.hangs_up()
