"""The agent's own calls of the day."""

from __future__ import annotations

from tests.desk.agent.seat import Seat
from tests.desk.house import House


def test_no_calls_yet(desk: House, agent: Seat) -> None:
    assert "No calls yet today." in agent.visitor.get("/desk/today").text


def test_each_call_with_how_long_it_took_and_what_came_of_it(desk: House, agent: Seat) -> None:
    call = desk.telephone().dial()
    agent.talks_to(call)
    entry = agent.entry
    assert "talking" in agent.visitor.get("/desk/today").text
    call.waits(65)
    call.agent.hangs_up()
    agent.visitor.post(f"{entry}/outcome", disposition="forwarded")
    page = agent.visitor.get("/desk/today")
    assert "1 call ·" in page.text
    assert "1:05" in page.text
    assert "Passed on to an office" in page.text
    path = entry.replace("work", "today")
    page = agent.visitor.get(path)
    assert "The way through the menu" in page.text
    assert "Show what is on record" not in page.text
    page = agent.visitor.post(
        f"{entry}/outcome", disposition="incomplete", page="call", follow=True
    )
    assert "Broken off" in page.text


def test_another_day_begins_with_none(desk: House, agent: Seat) -> None:
    call = desk.telephone().dial()
    agent.talks_to(call)
    path = agent.entry.replace("work", "today")
    call.agent.hangs_up()
    call.hangs_up()
    assert agent.visitor.get(path).status == 200
    desk.line.it_is("2026-03-17 09:00")
    member = next(each for each in desk.parts.accounts.all() if each.staff_number == "1001")
    token = desk.parts.sittings.open(member.id, desk.now())
    agent.visitor.client.set_cookie("__Host-desk", token, domain="hotline.test", secure=True)
    assert "No calls yet today." in agent.visitor.get("/desk/today").text
    assert agent.visitor.get(path).status == 404
