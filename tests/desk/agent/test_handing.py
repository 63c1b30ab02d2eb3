"""A caller is handed on: at once, or when somebody has said yes; nobody is asked who they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.desk.agent.seat import Seat, identified
from tests.desk.house import House

ROOT = Path(__file__).parents[3]
TWO = "sip:desk-two@hotline.invalid"


@pytest.fixture
def other(desk: House) -> Seat:
    """Another agent, who is ready."""
    seat = Seat(desk, "1002", target=TWO)
    seat.chooses("ready")
    return seat


def target(agent: Seat, staff_number: str) -> str:
    """How the form names a colleague."""
    found = re.search(rf'value="(agent:\d+)">{staff_number}:', agent.works().html)
    assert found, "not among those who can take over"
    return found[1]


def test_at_once_the_other_one_is_served_first_and_sees_everything(
    desk: House, agent: Seat
) -> None:
    somebody = desk.people.someone()
    call = identified(desk, somebody)
    agent.talks_to(call)
    other = Seat(desk, "1002", target=TWO)
    other.chooses("ready")
    to = target(agent, "1002")
    agent.visitor.post(f"{agent.entry}/note", text="about February")
    page = agent.visitor.post(
        f"{agent.entry}/hand-on", to=to, how="cold", words="wants it checked", follow=True
    )
    assert "The caller is handed on as soon as you have hung up." in page.text
    call.agent.hangs_up()
    assert "The call is over: finish it" in agent.works().text
    call.waits(1)
    card = other.looks()
    assert "Handed on by agent 1001" in card.text
    page = other.takes(call)
    assert f"••••{somebody.last_four}" in page.text
    assert "by ID number and PIN" in page.text
    assert "about February wants it checked" in page.text
    assert "Agent 1001: handed on" in page.text


def test_who_was_asked_first_is_kept_for_the_caller(desk: House, agent: Seat, other: Seat) -> None:
    other.chooses("break")
    call = desk.telephone().dial()
    agent.talks_to(call)
    other.chooses("ready")
    page = agent.visitor.post(
        f"{agent.entry}/hand-on",
        to=target(agent, "1002"),
        how="warm",
        words="speaks of a form",
        follow=True,
    )
    assert "Agent 1002 is asked to take over." in page.text
    card = other.looks()
    assert "Agent 1001 asks you to take over a caller" in card.text
    assert "speaks of a form" in card.text
    entry = agent.entry
    page = other.visitor.post(f"{entry}/take-over", follow=True)
    assert "You take over from agent 1001" in page.text
    page = agent.works()
    assert "Agent 1002 takes over: say so to the caller, and hang up." in page.text
    call.agent.hangs_up()
    call.waits(10)
    call.rings(TWO)
    call.agent.answers()
    call.agent.presses("1")
    call.agent.is_joined()
    page = other.works()
    assert "You talk to the caller." in page.text
    assert "speaks of a form" in page.text


def test_who_declines_leaves_the_caller_where_they_are(
    desk: House, agent: Seat, other: Seat
) -> None:
    other.chooses("break")
    agent.talks_to(desk.telephone().dial())
    other.chooses("ready")
    to = target(agent, "1002")
    agent.visitor.post(f"{agent.entry}/hand-on", to=to, how="warm")
    page = other.visitor.post(f"{agent.entry}/not-now", follow=True)
    assert "You declined a call, so you are away." in page.text
    page = agent.works()
    assert "Agent 1002 does not take over: the caller stays with you." in page.text
    assert "You talk to the caller." in page.text


def test_asking_may_be_taken_back(desk: House, agent: Seat, other: Seat) -> None:
    other.chooses("break")
    agent.talks_to(desk.telephone().dial())
    other.chooses("ready")
    agent.visitor.post(f"{agent.entry}/hand-on", to=target(agent, "1002"), how="warm")
    page = agent.visitor.post(f"{agent.entry}/take-back", follow=True)
    assert "Hand the caller on" in page.text
    assert "the next caller rings here" in other.works().text
    page = other.visitor.post(f"{agent.entry}/take-over", follow=True)
    assert "You are not asked any more." in page.text


def test_to_a_group(desk: House) -> None:
    desk.line.settings = desk.line.settings.model_copy(
        update={"hotline_city": ROOT / "cities" / "demo.toml"}
    )
    agent = Seat(desk, "1001")
    groups = list(desk.parts.line.city.agents.groups)
    assert groups
    call = desk.telephone().dial()
    agent.talks_to(call)
    agent.visitor.post(f"{agent.entry}/hand-on", to=f"lane:{groups[0]}", how="warm")
    assert "handed on as soon as" not in agent.works().text, "a group cannot be asked"
    page = agent.visitor.post(f"{agent.entry}/hand-on", to=f"lane:{groups[0]}", follow=True)
    assert "The caller is handed on as soon as you have hung up." in page.text


def test_to_nobody_there_is(desk: House, agent: Seat) -> None:
    agent.talks_to(desk.telephone().dial())
    for to in ("", "agent:99", "lane:nobody", "agent:x", "everybody"):
        page = agent.visitor.post(f"{agent.entry}/hand-on", to=to, follow=True)
        assert "Choose who takes over." in page.text, to


def test_a_caller_who_is_gone_is_handed_to_nobody(desk: House, agent: Seat, other: Seat) -> None:
    other.chooses("break")
    call = desk.telephone().dial()
    agent.talks_to(call)
    entry = agent.entry
    call.agent.hangs_up()
    page = agent.visitor.post(f"{entry}/hand-on", to="agent:2", follow=True)
    assert "The caller is not on the line with you any more." in page.text
    assert other.visitor.post(f"{entry}/take-over", follow=True).status == 200
