"""The line calls back: at the time that was booked, the right number, three times at the most."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select, update

from bench.messaging import ACCOUNT, Messaging
from db import callbacks, outbox, tickets
from db.agents import Agents
from db.callbacks import BETWEEN, MOST_RINGS
from db.engine import Database
from db.models import Call, Outgoing, Ticket
from db.outbox import CALLBACK
from ivr.settings import Settings
from ivr.texting import choose
from ivr.work.errands import LATEST, Callbacks
from ivr.work.worker import Carried, Worker
from tests.clock import Clock
from tests.doors.conftest import BASE, Answer, AppOn, Knock
from tests.secrets_used import remember
from tests.work.conftest import MOBILE, Desk

CALLER = "+8613933334444"
TICKET = "1234567897"
BOOKED = timedelta(hours=3)
remember(CALLER)


class Office:
    """A line with one callback booked, and a carrier that rings."""

    def __init__(self, app: Flask, carrier: Messaging, clock: Clock, number: str | None) -> None:
        line = app.extensions["hotline"]
        self.app, self.carrier, self.clock = app, carrier, clock
        self.desk = Desk(line.database, line.keyring, clock)
        Agents(line.database, line.keyring).add("1023", "小王", "sip:desk@line.test")
        settings = Settings.read(
            _env_file=None,
            twilio_account_sid=ACCOUNT,
            twilio_auth_token="token",
            twilio_api_url=carrier.url,
            call_from="+8612333",
        )
        caller = choose.caller(settings, line.database)
        assert caller is not None
        wanted = partial(callbacks.wanted, line.database, line.keyring)
        errand = Callbacks(self.desk.outbox, wanted, caller, BASE, clock)
        self.worker = Worker(self.desk.outbox, {CALLBACK: errand}, clock)
        call = line_call(app)
        with line.database.write() as connection:
            tickets.open_ticket(
                connection,
                line.keyring,
                number=TICKET,
                call_id=call,
                kind="callback",
                language="zh-CN",
                person_id=self.desk.person,
                caller_number=number,
                recording_url=None,
                recording_seconds=None,
                opened_at=clock.now,
                promised_on=clock.now.date(),
                callback_at=clock.now + BOOKED,
            )
            outbox.put(
                connection,
                line.keyring,
                key=f"callback/{TICKET}",
                kind=CALLBACK,
                body={"ticket": TICKET},
                call_id=None,
                person_id=self.desk.person,
                due_at=clock.now + BOOKED,
                now=clock.now,
            )

    @property
    def entry(self) -> Outgoing:
        return self.desk.row(1)

    def ring(self) -> str:
        """Let it be rung; gives the carrier's name of the call."""
        assert self.worker.carry_out() == Carried()
        return str(self.entry.carrier_sid)

    def answers(self) -> Answer:
        """It rings and is answered; gives what is said."""
        self.clock.turn(seconds=BOOKED.total_seconds())
        self.knock = Knock(self.app, sid=self.ring(), number="+8612333")
        return self.knock.post("/voice/placed", To=CALLER)

    def presses(self, turn: Answer, key: str) -> Answer:
        """The next turn, after a while."""
        self.clock.turn(seconds=5)
        return self.knock.post(turn.next, Digits=key, To=CALLER)

    def accepts(self) -> None:
        """The agent whose telephone rings presses 1."""
        with self.desk.database.read() as connection:
            newest = select(Call.ref, Call.turn).where(Call.sid == self.knock.sid)
            ref, turn = connection.execute(newest).one()
        self.knock.raw(f"/voice/accept/{ref}/{turn}", fields=Knock(self.app).fields(Digits="1"))

    @property
    def status(self) -> str:
        """The ticket's."""
        with self.desk.database.read() as connection:
            return connection.execute(select(Ticket.status)).scalar_one()

    def report(self, sid: str, status: str) -> None:
        """The carrier says how the call ended."""
        knock = Knock(self.app, sid=sid)
        fields = knock.fields(CallStatus=status)
        assert knock.raw("/voice/status?of=1", fields=fields).status_code == 204


def line_call(app: Flask) -> int:
    """A call in which the callback was booked."""
    knock = Knock(app, number=CALLER)
    knock.dial()
    return 1


@pytest.fixture
def office(app_on: AppOn, sqlite_url: str, carrier: Messaging, clock: Clock) -> Office:
    return Office(app_on(sqlite_url), carrier, clock, CALLER)


def test_it_rings_at_the_time_the_number_that_called(office: Office) -> None:
    assert office.worker.carry_out() is None, "not before"
    office.clock.turn(seconds=BOOKED.total_seconds())
    office.ring()
    (call,) = office.carrier.given
    assert (call["To"], call["From"]) == (CALLER, "+8612333")
    assert call["Url"] == f"{BASE}/voice/placed"
    assert call["StatusCallback"] == f"{BASE}/voice/status?of=1"
    assert office.carrier.paths == [f"/2010-04-01/Accounts/{ACCOUNT}/Calls.json"]


def test_who_withheld_their_number_is_rung_at_the_registered_mobile(
    app_on: AppOn, sqlite_url: str, carrier: Messaging, clock: Clock
) -> None:
    office = Office(app_on(sqlite_url), carrier, clock, None)
    clock.turn(seconds=BOOKED.total_seconds())
    office.ring()
    assert carrier.given[0]["To"] == MOBILE


def test_whoever_picks_up_is_told_why_and_joined_by_one_key(office: Office) -> None:
    office.clock.turn(seconds=BOOKED.total_seconds())
    sid = office.ring()
    knock = Knock(office.app, sid=sid, number="+8612333")
    hello = knock.post("/voice/placed", To=CALLER)
    assert any("您预约了回拨" in words for words in hello.words)
    again = knock.post("/voice/placed", To=CALLER)
    assert again.body == hello.body, "a repeated request is answered alike"
    office.report(sid, "completed")
    assert office.entry.state == "delivered"


def test_a_mailbox_is_let_go(office: Office) -> None:
    office.clock.turn(seconds=BOOKED.total_seconds())
    knock = Knock(office.app, sid=office.ring(), number="+8612333")
    turn = knock.post("/voice/placed", To=CALLER)
    for _ in range(3):
        office.clock.turn(seconds=10)
        turn = knock.post(turn.next)
    assert "Hangup" in turn.verbs
    assert "Dial" not in turn.verbs


@pytest.mark.parametrize("status", ["busy", "no-answer", "failed"])
def test_who_does_not_answer_is_rung_three_times(office: Office, status: str) -> None:
    office.clock.turn(seconds=BOOKED.total_seconds())
    for times in range(1, MOST_RINGS + 1):
        sid = office.ring()
        office.report(sid, status)
        office.report(sid, status)
        row = office.entry
        if times < MOST_RINGS:
            assert (row.state, row.due_at) == ("waiting", office.clock.now + BETWEEN)
            assert office.worker.carry_out() is None
            office.clock.turn(seconds=BETWEEN.total_seconds())
    assert (office.entry.state, office.entry.error) == ("failed", f"call-{status}")
    assert len(office.carrier.given) == MOST_RINGS


def test_nobody_is_rung_in_the_night_because_a_worker_was_away(office: Office) -> None:
    office.clock.turn(seconds=(BOOKED + LATEST).total_seconds() + 1)
    assert office.worker.carry_out() == Carried()
    assert (office.entry.state, office.entry.error) == ("failed", "too-late")
    assert office.carrier.given == []


def test_who_has_had_an_answer_is_not_rung(office: Office) -> None:
    with office.desk.database.write() as connection:
        connection.execute(update(Ticket).values(status="done"))
    office.clock.turn(seconds=BOOKED.total_seconds())
    office.worker.carry_out()
    assert (office.entry.state, office.entry.error) == ("failed", "ticket-done")


def test_without_a_number_of_its_own_the_line_rings_nobody(database: Database) -> None:
    settings = Settings.read(_env_file=None, twilio_account_sid=ACCOUNT, twilio_auth_token="token")
    assert choose.missing_for_calls(settings) == ["CALL_FROM"]
    assert choose.caller(settings, database) is None, "no demo is there"


def test_who_was_joined_has_had_their_callback(office: Office) -> None:
    turn = office.answers()
    assert "Dial" in office.presses(turn, "1").verbs
    assert office.status == "open"
    office.accepts()
    assert office.status == "done"


def test_who_was_joined_has_had_it_also_where_no_agent_is_asked(
    app_on: AppOn, sqlite_url: str, carrier: Messaging, clock: Clock
) -> None:
    app = app_on(sqlite_url, hotline_carrier="somleng")
    office = Office(app, carrier, clock, CALLER)
    ringing = office.presses(office.answers(), "1")
    assert office.status == "open"
    office.knock.post(ringing.next, DialCallStatus="completed")
    assert office.status == "done"


def test_who_needs_no_call_any_more_is_not_called_by_an_agent(office: Office) -> None:
    assert "Hangup" in office.presses(office.answers(), "3").verbs
    assert office.status == "done"


@pytest.mark.parametrize("key", ["1", "2"])
def test_who_was_not_joined_still_waits(office: Office, key: str) -> None:
    turn = office.presses(office.answers(), key)
    if key == "1":
        office.knock.post(turn.next, DialCallStatus="completed")
    office.report(office.knock.sid, "completed")
    assert office.status == "open"
