"""Somebody who kept their place is called back when an agent at the desk says yes."""

from __future__ import annotations

import pytest

from ivr.carrier.profiles import SOMLENG
from tests.calls.calling_back import Office
from tests.desk.agent.seat import TARGET, Seat
from tests.desk.house import House

NUMBER = "+8613912345678"


@pytest.fixture
def agent(desk: House) -> Seat:
    """An agent of a line that can place calls, and whose carrier keeps nobody in line."""
    desk.line.profile = SOMLENG
    changes = {
        "hotline_carrier": SOMLENG.name,
        "twilio_account_sid": "AC" + "0" * 32,
        "call_from": "+8612333",
    }
    desk.line.settings = desk.line.settings.model_copy(update=changes)
    return Seat(desk, "1001")


def test_from_the_kept_place_to_the_talk(desk: House, agent: Seat) -> None:
    talks = desk.telephone().dial()
    agent.talks_to(talks)
    call = desk.line.new_telephone().dial(NUMBER)
    call.press("0")
    call.hears("保留排队位置，由我们回拨，请按一。")
    call.press("1")
    call.hears("您的排队位置已经保留")
    call.hangs_up()
    (ticket,) = desk.line.tickets
    assert ticket.number in agent.visitor.get("/desk/tickets?kind=callback").text
    talks.hangs_up()
    agent.visitor.post(f"{agent.entry}/outcome", disposition="solved")
    office = Office(desk.line)
    assert office.works() == 0, "nobody is called before an agent has said yes"
    page = agent.looks()
    assert "Call this person back" in page.text
    assert "Was promised a call back" in page.text
    page = agent.accepts()
    assert "The caller is being called back" in page.text
    assert "••••5678" in page.text, "who it is, is on the screen already"
    assert office.works() == 1
    assert office.last.to == NUMBER
    back = office.answers()
    back.hears("您预约了回电，核对码是")
    agent.visitor.post(f"{agent.entry}/note", text="asked in the morning")
    back.press("1")
    assert "The caller is being joined to you." in agent.works().text
    back.hears("工号幺零零幺。")
    back.rings(TARGET)
    back.agent.answers()
    page = agent.works()
    assert "asked in the morning" in page.text.partition("Calls before")[2]
    back.agent.hangs_up()
    # This carrier says afterwards only that they have talked.
    assert "The call is over: finish it" in agent.works().text
    back.hangs_up()
    page = agent.visitor.get(f"/desk/tickets/{ticket.number}")
    assert "Status Closed" in page.text
    assert "Taken by 1001" in page.text


def test_who_does_not_call_back_leaves_the_place_as_it_is(desk: House, agent: Seat) -> None:
    talks = desk.telephone().dial()
    agent.talks_to(talks)
    call = desk.line.new_telephone().dial(NUMBER)
    call.press("0")
    call.press("1")
    call.hears("您的排队位置已经保留")
    call.hangs_up()
    talks.hangs_up()
    agent.visitor.post(f"{agent.entry}/outcome", disposition="solved")
    page = agent.declines()
    assert "You declined a call, so you are away." in page.text
    assert "Call this person back" in agent.chooses("ready").text
