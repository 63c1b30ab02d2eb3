"""A line as it may go: any callers, agents, failures and restarts, in any order.

The machine does by turns what callers, agents, carriers and time do to the queue, and keeps books
of its own. After each step nobody may be lost, nobody served twice, nobody overtaken without a
reason, no agent have two callers, and agents do what the waits say.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import insert, select

from db import duty, handing, queue
from db.agents import Agents
from db.duty import Duties
from db.engine import Database
from db.leg import Legs
from db.models import Call, QueueEntry
from db.queue import CARRIER, LINE, Entry, Queue
from db.secrets import Keyring
from flows.city.entries import AgentRules
from flows.queue.assign import Agent, Caller, Priority
from ivr.queue.dispatch import Dispatcher
from tests.queue.oracle import may_take

BEGIN = datetime(2026, 3, 16, 2, tzinfo=UTC)
STAFF = 3
LANES = ("", "english", "english,pension")
GROUPS = ((), ("english",), ("english", "pension"))
RULES = AgentRules(ring=20, wrapup=30)
WHY = ("no-answer", "declined", "unreached")
ON_HAND = (queue.OFFERED, queue.TALKING)


class Line(RuleBasedStateMachine):
    """One line on SQLite. ``template`` is a migrated database."""

    template: ClassVar[Path]
    keyring: ClassVar[Keyring]
    calls = Bundle("calls")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.url = f"sqlite:///{shutil.copy(self.template, self.folder / 'line.db')}"
        self.now = BEGIN
        self.nth = 0
        self.gone: set[int] = set()
        self.served: dict[int, int] = {}
        self.open()

    @initialize()
    def employ(self) -> None:
        agents = Agents(self.database, self.keyring)
        for nth in range(STAFF):
            target = f"+86108230000{nth}"
            agents.add(str(1001 + nth), "李四", target, GROUPS[nth], now=self.now)

    def open(self) -> None:
        """A worker starts, and knows nothing but the database."""
        self.database = Database(self.url)
        self.queue = Queue(self.database, timedelta(seconds=RULES.wrapup))
        self.legs = Legs(self.database, timedelta(seconds=RULES.wrapup))
        self.duties = Duties(self.database)
        self.dispatcher = Dispatcher(self.database, self.keyring, RULES, lambda: self.now)

    def teardown(self) -> None:
        self.database.dispose()
        shutil.rmtree(self.folder)

    # --- what is on record ---------------------------------------------------------------------

    def entries(self) -> list[Entry]:
        columns = [getattr(QueueEntry, name) for name in Entry.__dataclass_fields__]
        with self.database.read() as connection:
            return [Entry(*row) for row in connection.execute(select(*columns).order_by("id"))]

    def entry(self, call: int) -> Entry | None:
        return self.queue.entry(call)

    def writes(self, *laters: Any) -> None:
        with self.database.write() as connection:
            for later in laters:
                later(connection, self.now)

    def dispatch(self) -> None:
        """Assign, and compare with who should have been offered whom."""
        before, moment = {each.id: each for each in self.entries()}, self.now
        self.dispatcher()
        on_duty = [a for a in self.duties.all() if a.state in duty.ON_DUTY]
        fresh = {
            e.id: e
            for e in self.entries()
            if e.state == queue.OFFERED and e.offered_at == moment and e.agent_id is not None
        }
        agents = [Agent(a.agent_id, a.idle_since, a.groups, a.state == duty.READY) for a in on_duty]
        by_id = {agent.id: agent for agent in agents}
        for entry in self.entries():
            if entry.state != queue.WAITING:
                continue
            caller = Caller(
                entry.id, entry.priority, entry.entered_at, entry.groups, entry.wanted_id
            )
            for agent in agents:
                if agent.free:
                    assert not may_take(caller, agent, agents, moment), "left waiting"
            for other in fresh.values():
                # Who was offered somebody now, though this caller was before them?
                was = before.get(other.id)
                if was is not None and was.state != queue.WAITING:
                    continue
                first = (-other.priority, other.entered_at, other.id)
                if (-entry.priority, entry.entered_at, entry.id) < first:
                    taken = by_id[other.agent_id or 0]
                    kept = other.wanted_id == other.agent_id and other.before_id is not None
                    assert kept or not may_take(caller, taken, agents, moment), "overtaken"

    # --- what happens --------------------------------------------------------------------------

    @rule(
        target=calls,
        lane=st.sampled_from(LANES),
        priority=st.sampled_from([Priority.ORDINARY, Priority.ORDINARY, Priority.SENIOR]),
        mode=st.sampled_from([CARRIER, LINE]),
    )
    def somebody_asks_for_a_person(self, lane: str, priority: int, mode: str) -> int:
        self.nth += 1
        with self.database.write() as connection:
            row = {
                "sid": f"CA{self.nth}",
                "ref": f"{self.nth:016x}",
                "language": "zh-CN",
                "started_at": self.now,
                "touched_at": self.now,
                "step": "agent.waiting",
                "state": b"",
                "answer": b"",
                "turn": 1,
            }
            call = connection.execute(insert(Call).returning(Call.id), row).scalar_one()
        self.writes(
            self.queue.join(
                call, topic="policy", lane=lane, language="zh-CN", priority=priority, mode=mode
            )
        )
        self.dispatch()
        return int(call)

    @rule(call=consumes(calls))
    def the_caller_hangs_up(self, call: int) -> None:
        self.gone.add(call)
        with self.database.write() as connection:
            queue.over(connection, call, self.now)
        self.dispatch()

    @rule(call=calls, agent=st.integers(0, STAFF - 1), twice=st.booleans())
    def the_agent_takes_the_call(self, call: int, agent: int, twice: bool) -> None:
        for _ in range(1 + twice):
            found = self.entry(call)
            if found is None or found.token is None:
                continue
            if found.mode == CARRIER:
                if self.legs.accept(found.token, self.now):
                    self.legs.joining(found.token, self.now)
            elif found.to_be_dialled:
                self.writes(self.queue.talked(call))

    @rule(call=calls, why=st.sampled_from(WHY))
    def the_agent_does_not(self, call: int, why: str) -> None:
        found = self.entry(call)
        if found is None or found.state != queue.OFFERED or found.token is None:
            return
        if found.mode == CARRIER:
            self.legs.give_back(found.token, self.now, why)
        else:
            self.writes(self.queue.unanswered(call))
        self.dispatch()

    @rule(call=calls)
    def the_carrier_drops_one_of_the_two(self, call: int) -> None:
        self.writes(self.queue.apart(call))
        self.dispatch()

    @rule(call=calls)
    def the_carriers_queue_fails(self, call: int) -> None:
        found = self.entry(call)
        if found is not None and found.state != queue.TALKING:
            self.writes(self.queue.by_line(call))
            self.dispatch()

    @rule(call=calls, told=st.sampled_from(["caller", "agent", "both"]))
    def the_talk_ends(self, call: int, told: str) -> None:
        found = self.entry(call)
        if found is None or found.state != queue.TALKING:
            return
        if told != "caller" and found.token is not None:
            self.legs.talked(found.token, self.now)
        self.goes_on(call, found)
        self.dispatch()

    def goes_on(self, call: int, found: Entry) -> None:
        """The caller's own call comes back: to the flow's end, or to wait for whom was named."""
        handed = (self.queue.last(call) or found).handed_to
        self.writes(self.queue.leave(call, "handed-on" if handed else "served"))
        if handed:
            kind, _, name = handed.partition(":")
            self.writes(
                self.queue.join(
                    call,
                    topic=found.topic,
                    lane=name if kind == "lane" else found.lane,
                    language=found.language,
                    priority=Priority.HANDED,
                    mode=found.mode,
                    wanted_id=int(name) if kind == "agent" else None,
                    before_id=found.id,
                )
            )

    @rule(
        call=calls,
        how=st.sampled_from(["cold", "ask", "yes", "no", "back", "group"]),
        to=st.integers(1, STAFF),
    )
    def handing_on(self, call: int, how: str, to: int) -> None:
        found = self.entry(call)
        if found is None:
            return
        with self.database.write() as connection:
            match how:
                case "cold":
                    handing.hand_on(connection, found.id, f"agent:{to}", self.now)
                case "group":
                    handing.hand_on(connection, found.id, "lane:english", self.now)
                case "ask":
                    handing.ask(connection, found.id, to, self.now)
                case "yes":
                    handing.take_over(connection, found.id, to, self.now)
                case "no":
                    handing.decline(connection, found.id, to, self.now)
                case _:
                    handing.take_back(connection, found.id, self.now)
        self.dispatch()

    @rule(agent=st.integers(1, STAFF), state=st.sampled_from(duty.CHOSEN))
    def an_agent_chooses(self, agent: int, state: str) -> None:
        self.duties.choose(agent, state, self.now)
        self.dispatch()

    @rule(agent=st.integers(1, STAFF))
    def an_agents_page_asks(self, agent: int) -> None:
        self.duties.seen(agent, self.now)
        self.dispatch()

    @rule(call=calls)
    def the_page_accepts(self, call: int) -> None:
        found = self.entry(call)
        if found is not None and found.token is not None:
            with self.database.write() as connection:
                queue.accept(connection, found.token, self.now)

    @rule(seconds=st.sampled_from([1, 5, 20, 31, 46, 61]))
    def time_passes(self, seconds: int) -> None:
        """Callers who wait are heard of all the time."""
        for _ in range(seconds):
            self.now += timedelta(seconds=1)
            if self.now.second % 5 == 0:
                self.writes(
                    *(self.queue.seen(e.call_id) for e in self.entries() if e.state != queue.DONE)
                )
                self.dispatch()
        self.dispatch()

    @precondition(lambda self: self.nth > 0)
    @rule()
    def the_line_is_started_again(self) -> None:
        self.database.dispose()
        self.open()

    # --- what must hold ------------------------------------------------------------------------

    @invariant()
    def nobody_is_lost(self) -> None:
        """Every call has one wait that goes on, or is over for a reason."""
        of: dict[int, list[Entry]] = {}
        for entry in self.entries():
            of.setdefault(entry.call_id, []).append(entry)
        for call, waits in of.items():
            open_ = [each for each in waits if each.state != queue.DONE]
            assert len(open_) <= 1
            assert all(each.outcome in queue.OUTCOMES for each in waits if each not in open_)
            if call in self.gone:
                assert open_ == []
            elif not open_:
                assert waits[-1].outcome == "served", waits[-1].outcome

    @invariant()
    def nobody_is_served_twice(self) -> None:
        for entry in self.entries():
            if entry.joined_at is None or entry.agent_id is None:
                continue
            # Who has been joined stays with this agent, unless the two came apart.
            if entry.state == queue.DONE:
                assert self.served.setdefault(entry.id, entry.agent_id) == entry.agent_id

    @invariant()
    def no_agent_has_two_callers_and_each_does_what_the_waits_say(self) -> None:
        entries = self.entries()
        held = [e for e in entries if e.state in ON_HAND and e.agent_id is not None]
        assert len({e.agent_id for e in held}) == len(held)
        by_agent = {e.agent_id: e for e in held}
        by_id = {e.id: e for e in entries}
        for agent in self.duties.all():
            entry = by_agent.get(agent.agent_id)
            if entry is not None:
                assert (agent.state, agent.entry_id) == (entry.state, entry.id)
            elif agent.state == duty.OFFERED:
                kept = by_id[agent.entry_id or 0]
                promised = kept.asked_id, kept.handed_to
                assert agent.agent_id == promised[0] or promised[1] == f"agent:{agent.agent_id}"
            else:
                assert agent.state != duty.TALKING


@pytest.fixture
def machine(sqlite_template: Path, keyring: Keyring) -> type[Line]:
    """The machine, with a database to begin with."""
    Line.template, Line.keyring = sqlite_template, keyring
    return Line


def test_whatever_happens(machine: type[Line]) -> None:
    chosen = settings(max_examples=8, stateful_step_count=40, deadline=None)
    run_state_machine_as_test(machine, settings=chosen)
