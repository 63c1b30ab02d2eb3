"""What a supervisor changes by hand, with callers on the line: each with who did it."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from db import acts, queue
from db.duty import Duties
from db.models import Event, QueueEntry
from db.queue import Entry
from db.staff import Role
from flows.queue.assign import Priority
from ivr.carrier.telephone import TelephoneCall
from tests.desk.house import House
from tests.desk.visitor import Visitor
from tests.desk.wall.moments import entry_row, put

FIRST, SECOND = "+861082300001", "+861082300002"
FLOOR = "/desk/wall/floor"


@pytest.fixture
def supervisor(desk: House) -> Visitor:
    """One signed in, called chief; agents 1001 and 1002 have telephones, and 1002 is away."""
    desk.line.employs(FIRST, SECOND)
    Duties(desk.database).choose(2, "away", desk.now())
    return desk.sign_in({Role.SUPERVISOR}, name="chief")


def waits(desk: House, caller: str = "+8613800000001") -> TelephoneCall:
    """Somebody who waits in line while 1001 talks to somebody else."""
    call = desk.telephone().dial(caller)
    call.press("0")
    call.listens_out()
    return call


def talks(desk: House) -> TelephoneCall:
    """Somebody who talks to 1001."""
    call = desk.telephone().dial("+8613800000009")
    call.press("0")
    call.agent.answers()
    call.agent.hears("接听请按一。")
    call.agent.presses("1")
    call.agent.is_joined()
    return call


def entries(desk: House, *states: str) -> list[Entry]:
    with desk.database.read() as connection:
        return queue.in_state(connection, *states)


def events(desk: House, kind: str) -> list[dict[str, object]]:
    with desk.database.read() as connection:
        return list(connection.execute(select(Event.data).where(Event.kind == kind)).scalars())


def done(desk: House) -> list[tuple[str, str, str]]:
    return [(act.made_by, act.what, act.about) for act in acts.latest(desk.database, 9)]


def test_nobody_waits_and_nobody_is_employed(desk: House) -> None:
    page = desk.sign_in({Role.SUPERVISOR}).get(FLOOR)
    assert "Nobody waits." in page.text
    assert "There are no agents yet." in page.text


def test_a_waiting_caller_is_moved_to_an_agent_who_then_becomes_ready(
    desk: House, supervisor: Visitor
) -> None:
    talks(desk)
    call = waits(desk)
    (entry,) = entries(desk, queue.WAITING)
    page = supervisor.get(FLOOR)
    assert "anybody" in page.text
    moved = supervisor.post(f"{FLOOR}/callers/{entry.id}/move", to="agent:2", follow=True)
    assert "keeps their place in time" in moved.text
    assert "agent 1002" in moved.text
    supervisor.post(f"{FLOOR}/agents/2", state="ready")
    call.waits(10)
    call.rings(SECOND)
    (offered,) = entries(desk, queue.OFFERED)
    assert (offered.id, offered.agent_id, offered.entered_at) == (entry.id, 2, entry.entered_at)
    assert events(desk, "reassigned") == [{"by": "chief", "to": "agent 2"}]
    assert done(desk) == [
        ("chief", "send", "1002 ready"),
        ("chief", "reassign", f"{entry.id} agent 2"),
    ]
    assert "moved a caller" in supervisor.get(FLOOR).text


def test_a_waiting_caller_is_moved_to_a_group(desk: House, supervisor: Visitor) -> None:
    group = next(iter(desk.app.extensions["hotline"].city.agents.groups), None)
    talks(desk)
    waits(desk)
    (entry,) = entries(desk, queue.WAITING)
    if group is not None:
        supervisor.post(f"{FLOOR}/callers/{entry.id}/move", to=f"lane:{group}")
        (moved,) = entries(desk, queue.WAITING)
        assert (moved.lane, moved.wanted_id) == (group, None)
    supervisor.post(f"{FLOOR}/callers/{entry.id}/move", to="anybody")
    (moved,) = entries(desk, queue.WAITING)
    assert (moved.lane, moved.wanted_id) == ("", None)


def test_a_waiting_caller_is_served_first(desk: House, supervisor: Visitor) -> None:
    busy = talks(desk)
    waits(desk)
    last = waits(desk, "+8613800000002")
    _, entry = entries(desk, queue.WAITING)
    page = supervisor.post(f"{FLOOR}/callers/{entry.id}/first", follow=True)
    assert "served next" in page.text
    assert entries(desk, queue.WAITING)[1].priority == Priority.FIRST
    assert re.findall(r"as usual|before all others", page.text) == ["before all others", "as usual"]
    busy.agent.hangs_up()
    supervisor.post(f"{FLOOR}/agents/1", state="ready")
    last.waits(10)
    last.rings(FIRST)
    again = supervisor.post(f"{FLOOR}/callers/{entry.id}/first", follow=True)
    assert "waits no more" in again.text
    assert events(desk, "hurried") == [{"by": "chief", "priority": Priority.FIRST}]


def test_who_is_being_joined_is_left_alone(desk: House, supervisor: Visitor) -> None:
    call = desk.telephone().dial()
    call.press("0")
    call.rings(FIRST)
    (entry,) = entries(desk, queue.OFFERED)
    page = supervisor.get(FLOOR)
    assert "rings at 1001" in page.text
    assert f"{entry.id}/move" not in page.html
    page = supervisor.post(f"{FLOOR}/callers/{entry.id}/move", to="anybody", follow=True)
    assert "is just being joined" in page.text
    assert done(desk) == []


@pytest.mark.parametrize("to", ["", "agent:99", "agent:x", "lane:nobody", "nonsense"])
def test_nobody_is_moved_to_nowhere(desk: House, supervisor: Visitor, to: str) -> None:
    put(desk.database, QueueEntry, [entry_row(1, desk.now(), lane="pension")])
    page = supervisor.post(f"{FLOOR}/callers/1/move", to=to, follow=True)
    assert "Nothing was changed" in page.text
    assert [each.lane for each in entries(desk, queue.WAITING)] == ["pension"]


def test_an_agent_is_sent_home_and_back(desk: House, supervisor: Visitor) -> None:
    for state in ("away", "break", "ready"):
        supervisor.post(f"{FLOOR}/agents/1", state=state)
        found = Duties(desk.database).of(1)
        assert found is not None
        assert found.state == state
    assert [what for _, _, what in done(desk)] == ["1001 ready", "1001 break", "1001 away"]


def test_an_agent_with_a_caller_is_not_sent_away(desk: House, supervisor: Visitor) -> None:
    talks(desk)
    assert "is with a caller" in supervisor.get(FLOOR).text
    page = supervisor.post(f"{FLOOR}/agents/1", state="away", follow=True)
    assert "Try again afterwards" in page.text
    found = Duties(desk.database).of(1)
    assert found is not None
    assert found.state == "talking"
    assert supervisor.post(f"{FLOOR}/agents/99", state="away", follow=True).status == 200


def test_nobody_is_sent_where_agents_cannot_go(desk: House, supervisor: Visitor) -> None:
    for state in ("talking", "offered", "wrapup", ""):
        assert supervisor.post(f"{FLOOR}/agents/1", state=state).status == 400


def test_the_page_looks_again_by_itself(desk: House, supervisor: Visitor) -> None:
    piece = supervisor.piece(f"{FLOOR}/now")
    assert piece.status == 200
    assert "<html" not in piece.html
    assert 'name="csrf_token"' in piece.html


def test_a_closed_promise_is_opened_again(desk: House, supervisor: Visitor) -> None:
    call = desk.telephone().dial()
    call.type("41")
    call.speaks(5)
    call.press("#")
    call.hangs_up()
    (ticket,) = desk.line.tickets
    from db.worklist import Worklist

    tasks = Worklist(desk.database, desk.keyring)
    assert tasks.close(ticket.number, 1, "answered", "1001", desk.now())
    supervisor.post(f"/desk/tickets/{ticket.number}/reopen")
    assert desk.line.tickets[0].status == "open"
    assert [each["by"] for each in events(desk, "ticket_reopened")] == ["chief"]


def test_none_of_it_without_the_token_or_the_role(desk: House, supervisor: Visitor) -> None:
    put(desk.database, QueueEntry, [entry_row(1, desk.now(), lane="pension")])
    paths = [f"{FLOOR}/callers/1/move", f"{FLOOR}/callers/1/first", f"{FLOOR}/agents/1"]
    agent = desk.sign_in({Role.AGENT}, agent="1001")
    for path in paths:
        assert supervisor.post(path, csrf=False, to="anybody", state="away").status == 400
        assert agent.post(path, to="anybody", state="away").status == 403
    assert done(desk) == []
