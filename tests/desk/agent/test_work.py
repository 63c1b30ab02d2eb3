"""A caller waits, rings on the agent's page, is taken, talked to, and done with."""

from __future__ import annotations

from tests.desk.agent.seat import TARGET, Seat
from tests.desk.house import House


def test_from_the_menu_to_the_next_caller(desk: House, agent: Seat) -> None:
    page = agent.works()
    assert page.status == 200
    assert "Away" in page.text
    assert "Nobody is on the line with you." in agent.is_ready().text
    call = desk.telephone().dial()
    call.press("0")
    page = agent.looks()
    assert "A caller rings" in page.text
    assert "a general question" in page.text
    assert "Mandarin" in page.text
    page = agent.accepts()
    assert "The caller is being joined to you." in page.text
    call.waits(10)
    call.rings(TARGET)
    call.agent.answers()
    call.agent.presses("1")
    call.agent.is_joined()
    assert "You talk to the caller." in agent.looks().text
    desk.line.passes(seconds=40)
    call.agent.hangs_up()
    call.hears("您对刚才的人工服务满意吗？")
    page = agent.works()
    assert "The call is over: finish it" in page.text
