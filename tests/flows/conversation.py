"""A conversation with the engine alone: no carrier, no records, no clock but the one given.

    talk = Conversation(line(shop()))
    talk.begin()
    talk.press("1")
    assert talk.heard == ["shop.hello", "welcome.again"]

Between every two turns the state is written and read again, as the line does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, cast

from db.agents import AgentContact
from db.callbacks import Callbacks
from db.codes import Codes
from db.identity import Identity
from db.queue import Queue
from db.records import Records
from db.slots import Slots
from db.tickets import Tickets
from flows.call import Call, Services
from flows.city import City
from flows.dialogue import Recording
from flows.engine import Engine
from flows.map import CallMap
from flows.proof import Proof
from flows.state import State
from flows.topics import Topics
from flows.turns import Back, Dialled, ForMoment, Input, Keys, Recorded, Silence, Turn
from flows.writes import Writes
from tests.flows.desk import AGENT, Desk, Move

CITY = City.load(Path(__file__).parents[2] / "cities" / "demo.toml")
MONDAY = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)


class Conversation:
    """One call. ``turn`` is the last turn, ``heard`` what was said in it, by name of phrase."""

    def __init__(
        self,
        call_map: CallMap,
        *,
        person_id: int | None = None,
        mobile_ending: str = "",
        agents: Sequence[AgentContact] = (AGENT,),
        identity: object = None,
        records: object = None,
        city: City = CITY,
        topics: Topics | None = None,
        now: datetime = MONDAY,
    ) -> None:
        self.engine = Engine(call_map)
        self.desk = Desk()
        self.services = Services(
            city=city,
            identity=cast(Identity, identity),
            codes=cast(Codes, None),
            records_of=lambda person: cast(Records, records),
            agents=lambda: agents,
            new_ticket_number=lambda: "1234",
            new_code=lambda: "5678",
            tickets=cast(Tickets, None),
            slots=cast(Slots, None),
            topics=topics or Topics(),
            queue=cast(Queue, self.desk),
            callbacks=cast(Callbacks, self.desk),
        )
        self.now = now
        self.person_id = person_id
        self.proven = Proof.NONE if person_id is None else Proof.PIN
        self.language = city.languages[0]
        self.state = State(mobile=mobile_ending)
        self.writes = Writes()
        self.turn = Turn((), cast(Any, None))
        self.number = 0

    def _call(self, elapsed: float) -> Call:
        return Call(
            id=1,
            turn=self.number,
            now=self.now.astimezone(self.services.city.tz),
            language=self.language,
            services=self.services,
            state=self.state,
            person_id=self.person_id,
            proven=self.proven,
            language_known=True,
            elapsed=elapsed,
        )

    def _run(self, run: Callable[[Call], Turn], elapsed: float) -> list[str]:
        call = self._call(elapsed)
        self.turn = run(call)
        for move in call.writes.also:
            if move.__module__ == Desk.__module__:
                cast(Move, move)(self.now)
        self.state = State.load(call.state.dump())
        assert vars(self.state) == vars(call.state)
        self.person_id, self.proven = call.person_id, call.proven
        self.language, self.writes = call.language, call.writes
        self.number += 1
        if isinstance(self.turn.wait, ForMoment) and self.state.pending is None:
            # In line: how it stands there is asked for at once.
            before = self.turn
            self._run(partial(self._take, Silence()), 0)
            both = (*before.said, *self.turn.said), (*before.notes, *self.turn.notes)
            self.turn = Turn(both[0], self.turn.wait, both[1])
        return self.heard

    def begin(self) -> list[str]:
        return self._run(self.engine.begin, 60)

    def give(self, given: Input, elapsed: float = 60) -> list[str]:
        return self._run(partial(self._take, given), elapsed)

    def _take(self, given: Input, call: Call) -> Turn:
        return self.engine.take(call, given)

    def press(self, keys: str, elapsed: float = 60) -> list[str]:
        """Keys of one Gather, as the carrier hands them over."""
        return self.give(Keys(keys), elapsed)

    def wait(self, elapsed: float = 60) -> list[str]:
        return self.give(Silence(), elapsed)

    def back(self) -> list[str]:
        return self.give(Back())

    def speak(self, seconds: int = 5, key: str = "", url: str = "https://c.test/R1") -> list[str]:
        return self.give(Recorded(Recording(url, seconds), key))

    def dialled(self, joined: bool) -> list[str]:
        return self.give(Dialled(joined))

    @property
    def heard(self) -> list[str]:
        return [utterance.phrase for utterance in self.turn.said]

    @property
    def notes(self) -> list[str]:
        return [kind for kind, _ in self.turn.notes]
