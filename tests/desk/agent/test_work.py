"""A caller waits, rings on the agent's page, is taken, talked to, and done with."""

from __future__ import annotations

from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import select

from db.agents import Agents
from db.duty import Duties
from db.models import DutyChange, QueueEntry
from db.staff import Role
from tests.desk.agent.seat import TARGET, Seat
from tests.desk.house import House


def states(desk: House) -> list[tuple[str, str]]:
    """What agents did, and why, oldest first."""
    with desk.database.read() as connection:
        wanted = select(DutyChange.state, DutyChange.why).order_by(DutyChange.id)
        return [(row.state, row.why) for row in connection.execute(wanted)]


@pytest.mark.parametrize("where", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_from_the_menu_to_the_next_caller(desk: House, agent: Seat, where: str) -> None:
    assert desk.database.dialect.startswith(where)
    page = agent.works()
    assert "Away" in page.text
    assert "Nobody is on the line with you." in agent.chooses("ready").text
    call = desk.telephone().dial()
    call.press("0")
    page = agent.looks()
    assert "A caller rings" in page.text
    assert "a general question" in page.text
    assert "Mandarin" in page.text
    assert "The way through the menu" not in page.text, "who it is, is seen when they are taken"
    page = agent.accepts()
    assert "The caller is being joined to you." in page.text
    assert "The way through the menu" in page.text
    call.waits(10)
    call.rings(TARGET)
    call.agent.answers()
    call.agent.presses("1")
    call.agent.is_joined()
    assert "You talk to the caller." in agent.looks().text
    call.waits(40)
    call.agent.hangs_up()
    page = agent.works()
    assert "The call is over: finish it" in page.text
    assert "The way through the menu" in page.text, "it stays through the wrap-up"
    page = agent.visitor.post(f"{agent.entry}/outcome", disposition="solved", follow=True)
    assert "the next caller rings here" in page.text
    assert [state for state, _ in states(desk)] == [
        "ready",
        "offered",
        "talking",
        "wrapup",
        "ready",
    ]
    with desk.database.read() as connection:
        entry = connection.execute(
            select(QueueEntry.disposition, QueueEntry.wrapped_at, QueueEntry.outcome)
        ).one()
    assert entry.disposition == "solved"
    assert entry.wrapped_at == desk.now()
    assert entry.outcome == "served"


def test_who_declines_is_away_and_the_next_one_is_asked(desk: House, agent: Seat) -> None:
    other = Seat(desk, "1002", target="sip:desk-two@hotline.invalid")
    agent.chooses("ready")
    desk.line.passes(seconds=1)
    other.chooses("ready")
    call = desk.telephone().dial()
    call.press("0")
    page = agent.declines()
    assert "You declined a call, so you are away." in page.text
    assert "A caller rings" in other.looks().text
    other.takes(call)


def test_a_caller_nobody_takes_in_time_rings_elsewhere(desk: House, agent: Seat) -> None:
    agent.chooses("ready")
    call = desk.telephone().dial()
    call.press("0")
    offer = agent.offer
    call.waits(31)
    page = agent.looks()
    assert "A call was not taken in time, so you are away." in page.text
    page = agent.visitor.post(f"{offer}/accept", follow=True)
    assert "The caller is gone, or somebody else was quicker." in page.text


def test_an_offer_is_taken_by_nobody_else(desk: House, agent: Seat) -> None:
    other = Seat(desk, "1002")
    agent.chooses("ready")
    desk.telephone().dial().press("0")
    page = other.visitor.post(f"{agent.offer}/accept", follow=True)
    assert "The caller is gone" in page.text
    assert other.visitor.post(f"{agent.offer}/decline", follow=True).status == 200
    assert "A caller rings" in agent.looks().text


def test_who_hangs_up_while_it_rings_rings_no_more(desk: House, agent: Seat) -> None:
    agent.chooses("ready")
    call = desk.telephone().dial()
    call.press("0")
    assert "A caller rings" in agent.looks().text
    call.hangs_up()
    assert "the next caller rings here" in agent.looks().text


def test_a_page_that_looks_is_answered_only_when_something_has_changed(
    desk: House, agent: Seat
) -> None:
    agent.chooses("ready")
    first = agent.looks()
    assert first.status == 200
    asked = unescape(first.html.split('hx-get="')[1].split('"')[0])
    again: dict[str, Any] = dict(parse_qsl(urlsplit(asked).query))
    assert agent.visitor.piece("/desk/work/look", **again).status == 204
    desk.telephone().dial().press("0")
    assert "A caller rings" in agent.visitor.piece("/desk/work/look", **again).text


def test_a_page_that_looks_keeps_nobody_signed_in_but_on_duty(desk: House, agent: Seat) -> None:
    agent.chooses("ready")
    for _ in range(58):
        desk.line.passes(seconds=30)
        assert agent.looks().status == 200
    duty = Duties(desk.database).all()[0]
    assert duty.state == "ready"
    desk.line.passes(seconds=61)
    page = agent.looks()
    assert (page.status, page.goes_to) == (401, "/desk/sign-in")


def test_an_agent_whose_page_is_closed_is_away(desk: House, agent: Seat) -> None:
    agent.chooses("ready")
    desk.line.passes(seconds=50)
    call = desk.telephone().dial()
    call.press("0")
    call.rings_nobody()
    assert "This page was closed for a while" in agent.works().text


def test_a_wrap_up_is_over_by_itself_and_the_note_is_kept(desk: House, agent: Seat) -> None:
    call = desk.telephone().dial()
    agent.talks_to(call)
    entry = agent.entry
    call.agent.hangs_up()
    assert agent.visitor.piece(f"{entry}/note", post=True, text="to be finis").status == 200
    for _ in range(3):
        desk.line.passes(seconds=25)
        agent.looks()
    assert "the next caller rings here" in agent.works().text
    assert agent.visitor.piece(f"{entry}/note", post=True, text="to be finished").status == 200
    page = agent.visitor.get(entry.replace("work", "today"))
    assert "to be finished" in page.text


def test_a_wrap_up_may_end_in_a_break(desk: House, agent: Seat) -> None:
    call = desk.telephone().dial()
    agent.talks_to(call)
    call.agent.hangs_up()
    agent.visitor.post(f"{agent.entry}/outcome", disposition="nuisance", then="break")
    assert states(desk)[-1] == ("break", "chosen")


def test_what_came_of_it_is_one_of_a_few_words(desk: House, agent: Seat) -> None:
    call = desk.telephone().dial()
    agent.talks_to(call)
    call.agent.hangs_up()
    page = agent.visitor.post(f"{agent.entry}/outcome", disposition="whatever", follow=True)
    assert "Choose what came of the call." in page.text
    assert "The call is over: finish it" in page.text


def test_nobody_chooses_another_state_while_they_talk(desk: House, agent: Seat) -> None:
    agent.talks_to(desk.telephone().dial())
    page = agent.chooses("break")
    assert "First finish the call" in page.text
    assert agent.visitor.post("/desk/work/state", state="talking").status == 400


def test_with_scripts_an_answer_is_a_piece_with_the_screen(desk: House, agent: Seat) -> None:
    agent.chooses("ready")
    desk.telephone().dial().press("0")
    page = agent.visitor.piece(f"{agent.offer}/accept", post=True, page="work")
    assert page.status == 200
    assert 'id="live"' in page.html
    assert 'id="screen" hx-swap-oob' in page.html
    assert "<html" not in page.html


def test_who_takes_a_caller_on_another_page_is_led_to_the_screen(desk: House, agent: Seat) -> None:
    agent.chooses("ready")
    desk.telephone().dial().press("0")
    assert "A caller rings" in agent.visitor.get("/desk/knowledge").text
    page = agent.visitor.piece(f"{agent.offer}/accept", post=True, page="other")
    assert page.goes_to == "/desk/work"
    assert "To the caller's screen" in agent.visitor.get("/desk/knowledge").text


def test_where_callers_telephone_from_pages_the_agents_page_has_a_voice(desk: House) -> None:
    desk.line.settings = desk.line.settings.model_copy(update={"hotline_phone": True})
    agent = Seat(desk, "1001")
    assert 'id="voice"' not in agent.works().html
    page = agent.talks_to(desk.telephone().dial())
    assert f'id="voice" data-entry="{agent.entry.rpartition("/")[2]}"' in page.html
    assert "microphone=(self)" in page.headers["Permissions-Policy"]
    assert 'id="voice"' in agent.visitor.get("/desk/tickets").html, "wherever they look meanwhile"


def test_an_account_without_an_agent_is_told_so(desk: House, agent: Seat) -> None:
    Agents(desk.database, desk.keyring).remove("1001")
    assert "Your account is no agent on duty." in agent.works().text
    assert agent.looks().status == 204
    assert agent.visitor.post("/desk/work/state", state="ready").status == 400


def test_a_supervisor_takes_no_calls(desk: House) -> None:
    supervisor = desk.sign_in({Role.SUPERVISOR})
    assert supervisor.get("/desk/work").status == 403
    assert supervisor.get("/desk/tickets").status == 200
    assert supervisor.get("/desk/knowledge").status == 200
