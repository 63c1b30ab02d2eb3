"""The line calls back: the browser that booked it rings, and no other."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from db import absent
from db.demo import showcase
from db.dialling import BETWEEN, MOST_RINGS
from db.duty import Duties
from db.models import Call, Outgoing, QueueEntry, Ticket
from db.outbox import CALLBACK, Outbox
from db.ringing import RINGS
from ivr.line import Line
from ivr.phone.acts import Dial, HangUp
from ivr.work.run import worker
from ivr.work.worker import Worker
from tests.clock import Clock
from tests.phone.dialler import Dialler, said
from tests.phone.tiny import BASE as TINY
from tests.phone.tiny import TinyLine, journal, play

WORKER = showcase().worker
NUMBER = "15400000051"


class Office:
    """A demo whose clock is turned by hand, and its worker."""

    def __init__(self, app: Flask, clock: Clock) -> None:
        self.app, self.clock = app, clock
        self.line: Line = app.extensions["hotline"]
        duties = Duties(self.line.database)
        duties.choose(duties.all()[0].agent_id, "ready", clock.now)

    @property
    def worker(self) -> Worker:
        return worker(self.line, self.clock)

    @property
    def entry(self) -> Any:
        """The newest callback in the outbox."""
        columns = Outgoing.__table__.columns
        newest = select(*columns).where(Outgoing.kind == CALLBACK).order_by(Outgoing.id.desc())
        with self.line.database.read() as connection:
            return connection.execute(newest).first()

    @property
    def ticket(self) -> Any:
        """The newest callback that was promised."""
        wanted = select(*Ticket.__table__.columns).order_by(Ticket.id.desc()).limit(1)
        with self.line.database.read() as connection:
            return connection.execute(wanted).one()

    @property
    def wait(self) -> Any:
        """The newest of the queue."""
        wanted = select(*QueueEntry.__table__.columns).order_by(QueueEntry.id.desc()).limit(1)
        with self.line.database.read() as connection:
            return connection.execute(wanted).one()

    def books(self, number: str = NUMBER) -> Dialler:
        """A caller books the next time, and hangs up."""
        phone = Dialler(self.app)
        phone.call(number)
        assert "已经约好" in said(presses(phone, "4", "2", "1", "1"))
        phone.do({"do": "hang_up"})
        return phone

    def rings(self) -> None:
        """An operator brings it forward, and the worker rings."""
        assert absent.call_now(self.line.database, self.ticket.number, self.clock.now)
        somebody = self.worker
        while somebody.carry_out() is not None:
            pass
        assert self.entry.state == "sent"


def presses(phone: Dialler, *keys: str) -> dict[str, Any]:
    for key in keys:
        view = phone.press(key)
    return view


def asked(phone: Dialler, *tokens: str) -> dict[str, Any]:
    """What the page is told when it asks whether the line calls."""
    answer = phone.post("/phone/expected", {"calls": list(tokens or (phone.token,))})
    assert answer.status_code == 200 and answer.json is not None
    told: dict[str, Any] = answer.json
    return told


def answers(phone: Dialler, token: str) -> dict[str, Any]:
    answer = phone.post("/phone/answer", {"call": token, "speed": 20})
    assert answer.status_code == 201, answer.text
    assert answer.json is not None
    phone.token, phone.batch, phone.known = answer.json["token"], 0, 0
    view: dict[str, Any] = answer.json["call"]
    phone.known = len(view["happened"])
    return view


@pytest.fixture
def office(demo: Flask, tmp_path: Path) -> Iterator[Office]:
    line: Line = demo.extensions["hotline"]
    path = tmp_path / "office.db"
    there = closing(sqlite3.connect(str(line.database.url.database)))
    with there as source, closing(sqlite3.connect(path)) as copy:
        source.backup(copy)
    settings = line.settings.model_copy(update={"database_url": f"sqlite:///{path}"})
    clock = Clock(datetime.now(UTC))
    app = create_app(settings, clock=clock)
    yield Office(app, clock)
    app.extensions["hotline"].database.dispose()


def test_only_the_browser_that_booked_it_rings(office: Office) -> None:
    phone, other = office.books(), Dialler(office.app)
    other.call("15400000052")
    other.do({"do": "hang_up"})
    assert asked(phone) == {"expected": [phone.token], "ringing": None}
    assert asked(other) == {"expected": [], "ringing": None}
    office.rings()
    assert asked(phone, other.token, phone.token)["ringing"] == phone.token
    assert asked(other) == {"expected": [], "ringing": None}


def test_whoever_answers_hears_why_and_is_joined_and_the_ticket_is_done(office: Office) -> None:
    phone = office.books()
    booked_in = phone.token
    office.rings()
    view = answers(phone, booked_in)
    assert view["happened"][0]["is"] == "answered"
    heard = said(view)
    while "您预约了回电，核对码是" not in heard:
        office.clock.turn(seconds=1)
        heard += said(phone.do())
    view = phone.press("1")
    while not any(e["is"] == "ringing" for e in view["happened"]):
        office.clock.turn(seconds=1)
        view = phone.do()
    leg = next(e["leg"] for e in view["happened"] if e["is"] == "ringing")
    phone.do({"do": "agent", "leg": leg, "what": "answer"})
    assert office.ticket.status == "open", "whoever picks up need not be an agent"
    phone.do({"do": "agent_press", "leg": leg, "key": "1"})
    assert office.ticket.status == "done"
    over = phone.do({"do": "hang_up"})
    assert over["summary"]["person"]
    assert (office.entry.state, office.entry.receipt) == ("delivered", "completed")
    assert asked(phone, booked_in, phone.token) == {"expected": [], "ringing": None}


def test_it_calls_the_number_that_booked_it(office: Office) -> None:
    phone = office.books()
    office.rings()
    answers(phone, phone.token)
    assert called(office) == f"+86{NUMBER}"


def test_who_withheld_their_number_is_called_on_the_registered_mobile(office: Office) -> None:
    phone = Dialler(office.app)
    phone.call("")
    presses(phone, "1", WORKER.id_number, "1", f"{WORKER.pin}#", "*", "4", "2", "1", "1")
    phone.do({"do": "hang_up"})
    office.rings()
    answers(phone, phone.token)
    mobile = Outbox(office.line.database, office.line.keyring).mobile_of(office.entry.person_id)
    assert called(office) == mobile is not None


def called(office: Office) -> str:
    """Whom the newest call was to."""
    newest = select(Call.number).order_by(Call.id.desc()).limit(1)
    with office.line.database.read() as connection:
        number = connection.execute(newest).scalar_one()
    return office.line.keyring.decrypt_text(number or b"", "calls.number")


def test_whoever_declines_is_rung_three_times_and_then_waits_for_an_agent(office: Office) -> None:
    phone = office.books()
    office.rings()
    for times in range(1, MOST_RINGS + 1):
        assert asked(phone)["ringing"] == phone.token
        assert phone.post("/phone/decline", {"call": phone.token}).json == {"declined": True}
        assert asked(phone) == {"expected": [phone.token], "ringing": None}
        assert phone.post("/phone/decline", {"call": phone.token}).status_code == 409
        if times < MOST_RINGS:
            assert (office.entry.state, office.entry.error) == ("failed", "call-busy")
            assert office.wait.due_at == office.clock.now + BETWEEN
            assert office.worker.carry_out() is None
            office.clock.turn(seconds=BETWEEN.total_seconds())
            assert office.worker.carry_out() is not None
    assert (office.wait.outcome, office.ticket.status) == ("undone", "open")
    office.rings()
    assert asked(phone)["ringing"] == phone.token, "an operator lets it ring again"


@pytest.mark.parametrize("page_is_open", [True, False])
def test_it_rings_for_forty_seconds(office: Office, page_is_open: bool) -> None:
    phone = office.books()
    office.rings()
    office.clock.turn(seconds=RINGS.total_seconds() - 1)
    assert office.worker.carry_out() is None
    assert asked(phone)["ringing"] == phone.token
    office.clock.turn(seconds=1)
    if page_is_open:
        assert asked(phone) == {"expected": [phone.token], "ringing": None}
    else:
        assert office.worker.carry_out() is None
    assert (office.entry.state, office.entry.error) == ("failed", "call-no-answer")
    assert (office.wait.state, office.wait.tries) == ("waiting", 1)
    refused = phone.post("/phone/answer", {"call": phone.token, "speed": 20})
    assert (refused.status_code, refused.json and refused.json["error"]) == (409, "rings_no_more")


def test_of_several_windows_one_answers(office: Office) -> None:
    phone = office.books()
    office.rings()
    windows = [Dialler(office.app) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        statuses = pool.map(
            lambda w: w.post("/phone/answer", {"call": phone.token, "speed": 20}).status_code,
            windows,
        )
        assert sorted(statuses) == [201, 409, 409]
    assert asked(phone) == {"expected": [], "ringing": None}


def test_another_time_takes_the_place_of_the_one_that_was_booked(office: Office) -> None:
    phone = office.books()
    first = office.ticket.number
    office.rings()
    answers(phone, phone.token)
    assert "已经约好" in said(presses(phone, "2", "2", "1"))
    phone.do({"do": "hang_up"})
    assert office.ticket.number != first
    assert asked(phone) == {"expected": [phone.token], "ringing": None}
    with office.line.database.read() as connection:
        statuses = dict(connection.execute(select(Ticket.number, Ticket.status)).all())
    assert statuses == {first: "done", office.ticket.number: "open"}


def test_where_calls_go_through_an_account_no_browser_rings(demo: Flask, office: Office) -> None:
    phone = office.books()
    settings = office.line.settings.model_copy(update={"call_from": "+8612333"})
    elsewhere = Dialler(create_app(settings, clock=office.clock))
    assert asked(elsewhere, phone.token) == {"expected": [], "ringing": None}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/phone/expected", {"calls": ["x"]}),
        ("/phone/expected", {"calls": ["A" * 43] * 9}),
        ("/phone/expected", {}),
        ("/phone/answer", {"call": "../"}),
        ("/phone/answer", {"call": "A" * 43, "speed": 0}),
        ("/phone/decline", {"call": None}),
    ],
)
def test_what_a_page_cannot_ask_is_refused(demo: Flask, path: str, body: object) -> None:
    answer = Dialler(demo).post(path, body)
    assert (answer.status_code, answer.json and answer.json["error"]) == (400, "not_understood")


def test_a_call_of_the_lines_own_is_announced_as_such() -> None:
    line = TinyLine()
    kept = journal().model_copy(update={"callback": 7})
    handset = play(kept, line)
    handset.dial()
    handset.do(HangUp())
    first, last = line.asked[0], line.asked[-1]
    assert (first.url, first.form["Direction"]) == (f"{TINY}/voice/placed", "outbound-api")
    assert first.form["CallStatus"] == "in-progress"
    assert (first.form["To"], first.form["From"]) == (kept.number, "12333")
    assert last.url == f"{TINY}/voice/status?of=7"
    assert last.form["CallStatus"] == "completed"
    assert [type(act) for act in kept.acts] == [Dial, HangUp]
