"""The line calls back through a carrier's account: the right number, once, with an agent kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from bench.messaging import ACCOUNT, Messaging
from db.absent import call_now
from db.agents import Agents
from db.dialling import BETWEEN, MOST_RINGS
from db.engine import Database
from db.models import Duty, Outgoing, QueueEntry, Ticket
from db.outbox import CALLBACK, RING
from ivr.line import Line
from ivr.settings import Settings
from ivr.texting import choose
from ivr.work.run import worker
from ivr.work.worker import Carried
from tests.clock import Clock
from tests.db.promises import CODE, promise
from tests.doors.conftest import BASE, Answer, AppOn, Knock
from tests.secrets_used import remember
from tests.work.conftest import MOBILE, Desk

CALLER = "+8613933334444"
TICKET = "1234567897"
BOOKED = timedelta(hours=3)
OWN = "+8612333"
remember(CALLER)


class Office:
    """A line with one callback booked, one agent, and a carrier that rings."""

    def __init__(
        self, app_on: AppOn, database_url: str, carrier: Messaging, clock: Clock, number: str | None
    ) -> None:
        self.app: Flask = app_on(
            database_url,
            twilio_account_sid=ACCOUNT,
            twilio_auth_token="token",
            twilio_api_url=carrier.url,
            call_from=OWN,
        )
        self.carrier, self.clock = carrier, clock
        self.line: Line = self.app.extensions["hotline"]
        line = self.line
        self.desk = Desk(line.database, line.keyring, clock)
        agents = Agents(line.database, line.keyring)
        self.agent = agents.add("1023", "小王", "sip:desk@line.test", now=clock.now).id
        promise(
            line.database,
            line.keyring,
            clock,
            TICKET,
            clock.now + BOOKED,
            number=number,
            person_id=self.desk.person,
        )
        self.worker = worker(line, clock)

    def of(self, model: Any, *where: Any) -> Any:
        """The newest row."""
        newest = select(model.__table__).where(*where).order_by(model.__table__.c[0].desc())
        with self.line.database.read() as connection:
            return connection.execute(newest.limit(1)).one()

    @property
    def entry(self) -> Any:
        """The last try, in the outbox."""
        return self.of(Outgoing, Outgoing.kind == CALLBACK)

    @property
    def wait(self) -> Any:
        return self.of(QueueEntry)

    @property
    def status(self) -> str:
        """The ticket's."""
        return str(self.of(Ticket).status)

    def is_due(self) -> None:
        """Its time has come."""
        self.clock.turn(seconds=BOOKED.total_seconds())

    def ring(self) -> str:
        """Let it be rung; gives the carrier's name of the call."""
        assert self.worker.carry_out() == Carried()
        return str(self.entry.carrier_sid)

    def answers(self) -> Answer:
        """It rings and is answered; gives what is said."""
        self.is_due()
        self.knock = Knock(self.app, sid=self.ring(), number=OWN)
        return self.knock.post(f"/voice/placed?of={self.entry.id}", To=CALLER)

    def presses(self, turn: Answer, key: str) -> Answer:
        """The next turn, after a while."""
        self.clock.turn(seconds=5)
        return self.knock.post(turn.next, Digits=key, To=CALLER)

    def report(self, sid: str, status: str) -> None:
        """The carrier says how the call ended."""
        knock = Knock(self.app, sid=sid)
        fields = knock.fields(CallStatus=status)
        answer = knock.raw(f"/voice/status?of={self.entry.id}", fields=fields)
        assert answer.status_code == 204


@pytest.fixture
def office(app_on: AppOn, sqlite_url: str, carrier: Messaging, clock: Clock) -> Office:
    return Office(app_on, sqlite_url, carrier, clock, CALLER)


def test_it_rings_at_the_time_the_number_that_called(office: Office) -> None:
    assert office.worker.carry_out() is None, "not before"
    office.is_due()
    office.ring()
    (call,) = office.carrier.given
    assert (call["To"], call["From"]) == (CALLER, OWN)
    of = office.entry.id
    assert call["Url"] == f"{BASE}/voice/placed?of={of}"
    assert call["StatusCallback"] == f"{BASE}/voice/status?of={of}"
    assert office.carrier.paths == [f"/2010-04-01/Accounts/{ACCOUNT}/Calls.json"]
    assert office.worker.carry_out() is None, "once"


def test_who_withheld_their_number_is_rung_at_the_registered_mobile(
    app_on: AppOn, sqlite_url: str, carrier: Messaging, clock: Clock
) -> None:
    office = Office(app_on, sqlite_url, carrier, clock, None)
    office.is_due()
    office.ring()
    assert carrier.given[0]["To"] == MOBILE


def test_nobody_is_rung_while_no_agent_is_free(office: Office) -> None:
    with office.line.database.write() as connection:
        connection.execute(update(Duty).values(state="talking"))
    office.is_due()
    assert office.worker.carry_out() is None
    with office.line.database.write() as connection:
        connection.execute(update(Duty).values(state="ready"))
    office.ring()
    assert office.of(Duty).state == "offered", "they are kept"


def test_whoever_picks_up_is_told_the_code_and_waits_for_the_agent_who_is_kept(
    office: Office,
) -> None:
    hello = office.answers()
    assert any("您预约了回电，核对码是五六七八。" in words for words in hello.words)
    again = office.knock.post(f"/voice/placed?of={office.entry.id}", To=CALLER)
    assert again.body == hello.body, "a repeated request is answered alike"
    token = office.wait.token
    queued = office.presses(hello, "1")
    assert "Enqueue" in queued.verbs
    repeated = office.knock.post(hello.next, Digits="1", To=CALLER)
    assert repeated.body == queued.body
    wait = office.wait
    assert (wait.state, wait.mode, wait.agent_id) == ("offered", "carrier", office.agent)
    assert (wait.token, wait.ticket) == (token, TICKET)
    ring = office.of(Outgoing, Outgoing.kind == RING)
    assert ring.key == f"ring/{token}", "their telephone is to ring"
    assert CODE == "5678"


def test_the_language_is_that_of_the_ticket(office: Office) -> None:
    with office.line.database.write() as connection:
        connection.execute(update(Ticket).values(language="en-US"))
    hello = office.answers()
    assert any("Your code is five six seven eight." in words for words in hello.words)
    assert not any("您好" in words for words in hello.words)


def test_a_report_counts_once_and_frees_the_agent(office: Office) -> None:
    office.is_due()
    for times in range(1, MOST_RINGS + 1):
        sid = office.ring()
        office.report(sid, "no-answer")
        office.report(sid, "no-answer")
        assert office.entry.error == "call-no-answer"
        assert office.of(Duty).state == "ready"
        if times < MOST_RINGS:
            assert (office.wait.state, office.wait.tries) == ("waiting", times)
            assert office.wait.due_at == office.clock.now + BETWEEN
            assert office.worker.carry_out() is None
            office.clock.turn(seconds=BETWEEN.total_seconds())
    assert (office.wait.state, office.wait.outcome) == ("done", "undone")
    assert len(office.carrier.given) == MOST_RINGS
    assert (office.status, office.of(Outgoing).key) == (
        "open",
        f"undone/{TICKET}/{office.wait.id}",
    ), "they are told in a text message"
    assert call_now(office.line.database, TICKET, office.clock.now)
    office.ring()


def test_a_number_the_carrier_cannot_call_is_a_try(office: Office) -> None:
    office.is_due()
    office.carrier.answers = [(400, 21211)]
    assert office.worker.carry_out() == Carried()
    assert (office.entry.state, office.entry.error) == ("failed", "carrier-21211")
    assert (office.wait.state, office.wait.tries) == ("waiting", 1)
    assert office.of(Duty).state == "ready"


def test_a_carrier_that_is_away_is_asked_again_soon_and_it_is_no_try(office: Office) -> None:
    office.is_due()
    office.carrier.answers = [(503, 20503)]
    assert office.worker.carry_out() == Carried()
    assert (office.entry.state, office.wait.tries) == ("failed", 0)
    assert office.of(Duty).state == "ready"
    assert office.worker.carry_out() is None
    office.clock.turn(seconds=60)
    office.ring()
    assert len(office.carrier.given) == 1


def test_without_any_number_nobody_is_rung(
    app_on: AppOn, sqlite_url: str, carrier: Messaging, clock: Clock
) -> None:
    office = Office(app_on, sqlite_url, carrier, clock, None)
    office.desk.forget_mobile()
    office.is_due()
    assert office.worker.carry_out() == Carried()
    assert (office.entry.error, carrier.given) == ("no-number", [])


def test_who_is_not_waited_for_any_more_is_not_rung(office: Office) -> None:
    """A worker took its time, and the agent is kept no longer."""
    office.is_due()
    office.line.dispatch()
    office.clock.turn(seconds=360)
    office.line.dispatch()
    assert office.worker.carry_out() == Carried()
    assert (office.entry.error, office.carrier.given) == ("offer-over", [])


def test_without_a_number_of_its_own_the_line_rings_nobody(database: Database) -> None:
    settings = Settings.read(_env_file=None, twilio_account_sid=ACCOUNT, twilio_auth_token="token")
    assert choose.missing_for_calls(settings) == ["CALL_FROM"]
    assert choose.caller(settings, database) is None, "no demo is there"


@pytest.mark.parametrize(("key", "status"), [("2", "open"), ("3", "done")])
def test_who_does_not_want_it_now_frees_the_agent(office: Office, key: str, status: str) -> None:
    office.presses(office.answers(), key)
    assert office.status == status
    assert (office.wait.state, office.wait.outcome) == ("done", "left")
    assert office.of(Duty).state == "ready"
    office.report(office.knock.sid, "completed")
    assert office.entry.state == "delivered"
    assert office.wait.tries == 0


def test_a_mailbox_is_let_go_and_was_a_try(office: Office) -> None:
    turn = office.answers()
    for _ in range(3):
        office.clock.turn(seconds=10)
        turn = office.knock.post(turn.next)
    assert "Hangup" in turn.verbs
    office.report(office.knock.sid, "completed")
    assert (office.wait.state, office.wait.tries) == ("waiting", 1)
    assert office.entry.state == "delivered"
