"""What was promised: soonest first, taken, noted, closed with a result, opened again."""

from __future__ import annotations

import io
import wave

import pytest
from sqlalchemy import select

from db.models import Disclosure, Event, Ticket
from db.staff import Role
from db.voicemail import Voicemails
from tests.desk.agent.seat import REASON, Seat
from tests.desk.house import House

NUMBER = "+8613812340001"


def message(desk: House, keys: str = "41", then: str = "", number: str = NUMBER) -> str:
    """Somebody leaves a message, or a complaint; gives its number."""
    call = desk.line.new_telephone(number=number).dial()
    call.type(keys)
    if then:
        call.hears("投诉")
        call.press(then)
    call.speaks(5)
    call.press("#")
    call.hears("编号")
    call.hangs_up()
    return str(desk.line.tickets[-1].number)


def rows(desk: House) -> list[Ticket]:
    with desk.database.read() as connection:
        return list(connection.execute(select(Ticket.__table__).order_by(Ticket.id)))  # type: ignore[arg-type]


def test_nothing_was_promised_yet(desk: House, agent: Seat) -> None:
    assert "Nothing is open." in agent.visitor.get("/desk/tickets").text
    assert "Nothing is closed yet." in agent.visitor.get("/desk/tickets?status=done").text


def test_what_is_due_first_comes_first_and_what_is_late_is_marked(desk: House, agent: Seat) -> None:
    complaint = message(desk, "43", "1", "+8613812340002")
    first = message(desk)
    text = agent.visitor.get("/desk/tickets").text
    assert text.index(first) < text.index(complaint), "a complaint has more days"
    assert "overdue" not in text
    assert complaint not in agent.visitor.get("/desk/tickets?kind=message").text
    assert first not in agent.visitor.get("/desk/tickets?kind=complaint").text
    assert agent.visitor.get("/desk/tickets?kind=letters").status == 404
    desk.line.it_is("2026-03-17 10:00")
    again = Seat(desk, "1002")
    assert "due soon" in again.visitor.get("/desk/tickets").text
    desk.line.it_is("2026-03-19 10:00")
    late = Seat(desk, "1003")
    assert "1 overdue" in late.visitor.get("/desk/tickets").text
    assert "overdue" in late.visitor.get(f"/desk/tickets/{first}").text


def test_from_taking_it_to_closing_it_and_back(desk: House, agent: Seat) -> None:
    number = message(desk)
    other = Seat(desk, "1002")
    page = agent.visitor.post(f"/desk/tickets/{number}/take", follow=True)
    assert "Taken by 1001" in page.text
    assert number in agent.visitor.get("/desk/tickets?mine=yes").text
    assert number not in other.visitor.get("/desk/tickets?mine=yes").text
    assert (
        "Agent 1001 takes care of it. Take it over?"
        in other.visitor.get(f"/desk/tickets/{number}").html
    )
    other.visitor.post(f"/desk/tickets/{number}/give-back")
    assert rows(desk)[0].agent_id is not None, "only who has it gives it back"
    agent.visitor.post(f"/desk/tickets/{number}/note", text="form sent")
    assert "form sent" in other.visitor.get(f"/desk/tickets/{number}").text
    page = agent.visitor.post(f"/desk/tickets/{number}/close", result="", follow=True)
    assert "Choose what came of it." in page.text
    page = agent.visitor.post(f"/desk/tickets/{number}/close", result="answered", follow=True)
    assert "Closed." in page.text
    assert "Nothing is open." in page.text
    page = other.visitor.post(f"/desk/tickets/{number}/close", result="answered", follow=True)
    assert "It is closed already." in page.text
    page = other.visitor.post(f"/desk/tickets/{number}/take", follow=True)
    assert "It is closed already." in page.text
    page = agent.visitor.get("/desk/tickets?status=done")
    assert number in page.text
    assert "Answered" in page.text
    assert rows(desk)[0].closed_at is not None
    supervisor = desk.sign_in({Role.SUPERVISOR}, name="boss")
    page = supervisor.post(f"/desk/tickets/{number}/reopen", follow=True)
    assert "Open again." in page.text
    for done in ("taken by 1001", "closed by 1001", "opened again by boss"):
        assert done in page.text
    kept = rows(desk)[0]
    assert (kept.status, kept.result, kept.closed_at) == ("open", None, None)


def test_who_has_it_may_give_it_back(desk: House, agent: Seat) -> None:
    number = message(desk)
    agent.visitor.post(f"/desk/tickets/{number}/take")
    page = agent.visitor.post(f"/desk/tickets/{number}/give-back", follow=True)
    assert "Taken by —" in page.text
    assert "given back by 1001" in page.text


def test_the_number_to_answer_to_is_shown_for_a_reason(desk: House, agent: Seat) -> None:
    number = message(desk)
    path = f"/desk/tickets/{number}"
    assert NUMBER not in agent.visitor.get(path).html
    page = agent.visitor.post(f"{path}/number", reason="answer")
    assert page.status == 422
    assert "nothing is shown without a reason" in page.text
    page = agent.visitor.post(f"{path}/number", reason="answer", words="   ")
    assert page.status == 422
    assert NUMBER not in agent.visitor.get(path).html
    page = agent.visitor.post(f"{path}/number", **REASON, follow=True)
    assert NUMBER in page.text
    assert NUMBER not in Seat(desk, "1002").visitor.get(path).html
    with desk.database.read() as connection:
        noted = connection.execute(select(Event.data).where(Event.kind == "revealed")).scalar_one()
        assert connection.execute(select(Disclosure.id)).all() == [], "nobody is known by it"
    assert noted == {"agent": "1001", "what": "number"}
    desk.line.passes(minutes=10)
    assert NUMBER not in agent.visitor.get(path).html


def test_the_number_of_somebody_who_is_known_is_a_disclosure(desk: House, agent: Seat) -> None:
    somebody = desk.people.someone(mobile=NUMBER)
    call = desk.line.new_telephone(number=NUMBER).dial()
    call.type(f"1{somebody.keys}1{somebody.pin}#")
    call.hears("查询医保个人账户")
    call.type("**41")
    call.speaks(5)
    call.press("#")
    call.hears("编号")
    call.hangs_up()
    number = desk.line.tickets[-1].number
    page = agent.visitor.get(f"/desk/tickets/{number}")
    assert f"ID number ••••••••••••••{somebody.last_four}" in page.text
    agent.visitor.post(f"/desk/tickets/{number}/number", **REASON)
    assert desk.line.disclosed[-1] == "desk.number: question"


def a_sound() -> bytes:
    kept = io.BytesIO()
    with wave.open(kept, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80" * 8000)
    return kept.getvalue()


def test_what_the_caller_said_is_played_from_our_storage(desk: House, agent: Seat) -> None:
    number = message(desk)
    path = f"/desk/tickets/{number}/sound"
    assert agent.visitor.get(path).status == 404
    assert "<audio" not in agent.visitor.get(f"/desk/tickets/{number}").html
    Voicemails(desk.database, desk.keyring).put(number, a_sound(), 1, desk.now())
    assert f'src="{path}"' in agent.visitor.get(f"/desk/tickets/{number}").html
    page = agent.visitor.get(path)
    assert page.answer.data == a_sound()
    assert page.answer.mimetype == "audio/wav"
    part = agent.visitor.get(path, headers={"Range": "bytes=0-3"})
    assert (part.status, part.answer.data) == (206, b"RIFF")
    assert desk.sign_in({Role.OPERATOR}).get(path).status == 403


@pytest.mark.parametrize("what", ["", "/sound"])
def test_a_ticket_that_is_not_there(desk: House, agent: Seat, what: str) -> None:
    assert agent.visitor.get(f"/desk/tickets/1234567890{what}").status == 404
    assert agent.visitor.post("/desk/tickets/1234567890/take").status == 404


def test_a_supervisor_reads_and_takes_nothing(desk: House) -> None:
    number = message(desk)
    supervisor = desk.sign_in({Role.SUPERVISOR})
    page = supervisor.get(f"/desk/tickets/{number}")
    assert page.status == 200
    assert "Take it" not in page.text
    for what in ("take", "close", "note", "number", "give-back"):
        assert supervisor.post(f"/desk/tickets/{number}/{what}").status == 403
