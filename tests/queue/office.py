"""The agents of a line whose carrier keeps callers in line: telephones on that same carrier.

    phone = office.rings(FIRST)
    phone.answers()
    phone.hears("接听请按一。")
    phone.presses("1")
    office.has_joined(call, phone)

The worker that calls them is put together anew each time it looks, as after a restart.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Any

from sqlalchemy import select

from db import duty, handing, queue
from db.agents import Agents
from db.duty import Duties
from db.leg import Legs
from db.models import QueueEntry
from db.outbox import HUSH, RING, Outbox
from db.queue import Entry, Queue
from flows.city import City
from ivr.carrier.actions import Fetch, Joined
from ivr.carrier.http import SIGNATURE_HEADER, sign
from ivr.carrier.telephone import Telephone, TelephoneCall
from ivr.queue.dispatch import Dispatcher
from ivr.queue.ringing import Hush, Ring
from ivr.work.errands import Errand
from ivr.work.worker import Worker
from tests.doors.conftest import Answer
from tests.plugins.line import BASE, TOKEN, Line

OWN = "+8612333"
FIRST, SECOND, THIRD = "+861082300001", "sip:desk@office.test", "client:third"
IDS = {FIRST: 1, SECOND: 2, THIRD: 3}


@dataclass
class Phone:
    """An agent's telephone that rings, or rang."""

    office: Office
    target: str
    sid: str
    url: str
    status_url: str
    seconds: int
    call: TelephoneCall | None = None
    over: bool = False

    def answers(self) -> None:
        """Picks up, or a mailbox does."""
        telephone = self.office.telephone
        kept = telephone.url, telephone.to
        telephone.url, telephone.to = self.url, self.target
        self.call = telephone.dial(
            OWN,
            direction="outbound-api",
            call_sid=self.sid,
            status_callback=self.status_url,
            fallback_url=None,
        )
        telephone.url, telephone.to = kept

    def ends(self, status: str) -> None:
        """Is not picked up; the carrier says why (CallStatus)."""
        self.over = True
        self.office.post(self.status_url, CallSid=self.sid, CallStatus=status)

    @property
    def _call(self) -> TelephoneCall:
        assert self.call is not None, f"{self.target} has not been picked up"
        return self.call

    def presses(self, key: str) -> None:
        self._call.press(key)

    def hears(self, *parts: str) -> None:
        self._call.hears(*parts)

    def hangs_up(self) -> None:
        self._call.hangs_up()

    def takes_it(self) -> None:
        """Picks up and accepts."""
        self.answers()
        self.hears("接听请按一。")
        self.presses("1")

    def asks(self, url: str, **fields: str) -> Answer:
        """The carrier asks what this call is to do, with parameters of the test's own."""
        body = self.office.post(url, 200, CallSid=self.sid, **fields)
        return Answer(ET.fromstring(body), body)  # noqa: S314 - our own answer

    def is_let_go(self, *words: str) -> None:
        """Hears this, and the line hangs up."""
        self.hears(*words)
        self._call.is_over()


@dataclass
class Office:
    """The agents, and the worker of the line (``ivr.texting.sender.LegCaller``)."""

    line: Line
    telephone: Telephone
    phones: list[Phone] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    refuses: Callable[[str], Exception | None] = lambda target: None
    _told: int = 0
    _sids: Any = field(default_factory=lambda: count(1))

    @classmethod
    def of(cls, line: Line, telephone: Telephone, *targets: str) -> Office:
        """An office where these agents are ready, in this order."""
        line.employs(*targets)
        return cls(line, telephone)

    # --- the carrier's account -----------------------------------------------------------------

    def ring(self, to: str, url: str, status_url: str, seconds: int) -> str:
        if (error := self.refuses(to)) is not None:
            raise error
        sid = f"CA{next(self._sids):032x}"
        self.phones.append(Phone(self, to, sid, url, status_url, seconds))
        return sid

    def end(self, sid: str) -> None:
        """The worker ends a call."""
        self.ended.append(sid)
        phone = next(each for each in self.phones if each.sid == sid)
        if phone.call is not None:
            if not phone.call.over:
                phone.call.hangs_up()
        elif not phone.over:
            phone.ends("canceled")

    def post(self, url: str, status: int = 204, **fields: str) -> bytes:
        """The carrier reports something, as often as it delivers anything; gives the answer."""
        fetch = Fetch(0, "POST", url, fields, "status")
        signed = {SIGNATURE_HEADER: sign(TOKEN, fetch)}
        times = 2 if self.line.way.twice else 1
        answers = [self.line.carrier.server.perform(fetch, signed) for _ in range(times)]
        assert {answer.status for answer in answers} == {status}
        assert len({answer.body for answer in answers}) == 1
        return answers[0].body

    # --- the worker ----------------------------------------------------------------------------

    @property
    def dispatch(self) -> Dispatcher:
        line = self.line
        rules = City.load(line.city).agents
        return Dispatcher(line.database, line.keyring, rules, line.now)

    def works(self) -> None:
        """The worker looks, and does what is due."""
        line, dispatch = self.line, self.dispatch
        outbox = Outbox(line.database, line.keyring)
        ring = Ring(
            outbox,
            Legs(line.database),
            Queue(line.database),
            Agents(line.database, line.keyring),
            self,
            BASE,
            dispatch.rules.ring,
            dispatch,
            line.now,
        )
        errands: dict[str, Errand] = {RING: ring, HUSH: Hush(outbox, self)}
        worker = Worker(outbox, errands, line.now, before=dispatch, rng=Random(1))
        while worker.carry_out() is not None:
            pass

    # --- what happens --------------------------------------------------------------------------

    def rings(self, target: str) -> Phone:
        """The worker has this agent called, and since the last time nobody else."""
        self.works()
        rung = [phone.target for phone in self.phones[self._told :]]
        self._told = len(self.phones)
        assert rung == [target], f"{target} should be rung, and {rung or 'nobody'} is"
        return self.phones[-1]

    def rings_nobody(self) -> None:
        self.works()
        assert [phone.target for phone in self.phones[self._told :]] == []

    def has_joined(self, call: TelephoneCall, phone: Phone) -> None:
        """Caller and agent talk with each other."""
        if phone.call is None:
            raise AssertionError("the agent has not picked up")
        joined = [a.leg for a in call.phone.actions if isinstance(a, Joined)]
        other = [a.leg for a in phone.call.phone.actions if isinstance(a, Joined)]
        if joined[-1:] != [phone.sid] or other[-1:] != [call.phone.call.sid]:
            call.fail("the two should be joined, and are not")

    # --- what is on record ---------------------------------------------------------------------

    @property
    def entries(self) -> list[Entry]:
        """All waits, oldest first."""
        columns = [getattr(QueueEntry, name) for name in Entry.__dataclass_fields__]
        with self.line.database.read() as connection:
            return [Entry(*row) for row in connection.execute(select(*columns).order_by("id"))]

    @property
    def last(self) -> Entry:
        return self.entries[-1]

    def state_of(self, target: str) -> str:
        """What an agent is doing."""
        found = Duties(self.line.database).of(IDS[target])
        assert found is not None
        return found.state

    def why(self, target: str) -> str:
        found = Duties(self.line.database).of(IDS[target])
        assert found is not None
        return found.why

    def chooses(self, target: str, state: str) -> None:
        """An agent says at the desk what they are doing."""
        assert Duties(self.line.database).choose(IDS[target], state, self.line.now())

    def sits_at_the_desk(self, target: str) -> None:
        """An agent's page is open, and asks now."""
        Duties(self.line.database).seen(IDS[target], self.line.now())

    def page(self, act: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """Somebody does something on a page of the desk; then callers are assigned anew."""
        with self.line.database.write() as connection:
            result = act(connection, *given, self.line.now(), **named)
        self.dispatch()
        return result

    def hands_on(self, to: str) -> None:
        """Whoever talks hands the caller on, cold."""
        assert self.page(handing.hand_on, self.last.id, to)

    def consistent(self) -> None:
        """Every agent does what the waits say."""
        held = {
            e.agent_id: e
            for e in self.entries
            if e.state in (queue.OFFERED, queue.TALKING) and e.agent_id is not None
        }
        for agent in Duties(self.line.database).all():
            entry = held.get(agent.agent_id)
            if agent.state in (duty.OFFERED, duty.TALKING):
                assert entry is not None
                assert (entry.id, entry.state) == (agent.entry_id, agent.state)
            else:
                assert entry is None, (agent, entry)

    def passes(self, seconds: float) -> None:
        """Time passes; the worker looks every few seconds, as it does."""
        for _ in range(int(seconds // 5)):
            self.telephone.passes(5)
            self.works()
        self.telephone.passes(seconds % 5)
