"""At every place where a call waits: what if the caller pressed 0, *, 9, 7, nothing, or anything?

Before an input is dealt with, copies of the call are taken further by the engine alone, and thrown
away: nothing is written. So each place of each call is asked about, without another call.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from flows.call import Call
from flows.dialogue import Ask, Menu, Queue, Record, Step
from flows.engine import Engine
from flows.state import State
from flows.turns import (
    ForKeys,
    ForMoment,
    ForNothing,
    ForRecording,
    Input,
    Keys,
    Silence,
    Turn,
)
from tests.plugins.walked import Walked

LEVELS = 6
"""More stars than there are levels lead to the top."""
PATIENCE = 4
"""Three times; a first # may still belong to the number before."""


class Probes:
    """Watches an engine. ``places`` are the steps that were asked about, ``faults`` what is wrong
    there, each as a line."""

    def __init__(self, walked: Walked) -> None:
        self.places: set[str] = set()
        self.faults: list[str] = []
        self._walked = walked
        self._asked: set[Any] = set()

    def before(self, engine: Engine, call: Call) -> None:
        """A call waits, and is about to be answered: ask about this place, if it is a new one."""
        state = call.state
        step = engine.map.steps.get(state.at)
        if step is None or not isinstance(step, Menu | Ask | Record) or state.pending is not None:
            return
        place = (state.at, tuple(state.trail), tuple(state.returns), state.told is None)
        if place in self._asked:
            return
        self._asked.add(place)
        self.places.add(state.at)
        with self._walked.paused():
            for fault in Place(engine, call, step).faults():
                self.faults.append(f"{state.at}, come to by {state.trail}: {fault}")


class Place:
    """Where a call waits, to be left in many ways."""

    def __init__(self, engine: Engine, call: Call, step: Step) -> None:
        self._engine, self._call, self._step = engine, call, step
        self._kept = call.state.dump()

    def faults(self) -> Iterable[str]:
        """What is wrong with this place, in words."""
        for name, found in (
            ("0 in office hours", self._person_by_day()),
            ("0 outside them", self._person_at_night()),
            ("*", self._back()),
            ("9", self._again()),
            ("7", self._text()),
            ("silence", self._patience(Silence())),
            ("keys that lead nowhere", self._patience(Keys("6" if self._is_menu else "#"))),
        ):
            yield from (f"{name}: {fault}" for fault in found)

    # --- what is asked -------------------------------------------------------------------------

    def _person_by_day(self) -> Iterable[str]:
        """The caller is in line; when nobody comes, there is something else, and a way back."""
        call = self._copy(at_hour=10)
        if call.turned_away:
            # There is no room to wait: the same is offered at once.
            yield from self._instead([Keys("0")], hour=10)
            return
        turn = self._take(call, Keys("0"))
        if not isinstance(turn.wait, ForMoment) or not self._is_in_line(call):
            yield f"is not in line; it waits at {call.state.at}"
            return
        # Nothing is written, so there is no place in line, as after a failure of the carrier's.
        yield from self._instead([Keys("0"), Silence()], hour=10)

    def _person_at_night(self) -> Iterable[str]:
        yield from self._instead([Keys("0")], hour=22)

    def _instead(self, given: Sequence[Input], *, hour: int) -> Iterable[str]:
        """After this a callback and a message are offered; from either stars lead to the top."""
        call = self._copy(at_hour=hour)
        for each in given:
            self._take(call, each)
        offered = dict(call.state.offered)
        if not {"callback.callback", "message.promise"} <= set(offered.values()):
            yield f"neither callback nor message; it waits at {call.state.at}"
        for key in ["*", *offered]:
            after = self._copy(at_hour=hour)
            for each in (*given, Keys(key)):
                self._take(after, each)
            if not self._is_in_line(after):
                yield from self._home(after)

    def _back(self) -> Iterable[str]:
        if isinstance(self._step, Ask):
            return
        call = self._copy()
        above = call.state.trail[-1] if call.state.trail else self._engine.map.top
        self._take(call, Keys("*"))
        # A level that needs a proof asks for it first, and is come back to then.
        if above not in (call.state.at, *call.state.returns[:1]):
            yield f"leads to {call.state.at}, not to {above}"
        yield from self._home(call)

    def _again(self) -> Iterable[str]:
        if isinstance(self._step, Ask):
            return
        call = self._copy(seconds=30)
        said = call.state.said
        turn = self._take(call, Keys("9"))
        if call.state.at != self._call.state.at or (self._is_menu and turn.said != said):
            yield "is not the last thing said"

    def _text(self) -> Iterable[str]:
        """On and off again; nothing is told twice, and nothing is sent without a mobile."""
        told = self._call.state.told
        if told is None:
            return
        call = self._copy()
        texting = call.state.texting
        self._take(call, Keys("7"))
        if bool(call.writes.texts) != bool(call.mobile_ending and not texting):
            yield f"{len(call.writes.texts)} messages, texting was {texting}"
        self._take(call, Keys("7"))
        if call.state.at != self._call.state.at or call.state.texting != texting:
            yield f"twice, it waits at {call.state.at}, texting {call.state.texting}"

    def _patience(self, given: Input) -> Iterable[str]:
        """Three times: it is asked again, more time is offered, then a person or what is left."""
        if isinstance(self._step, Record):
            return
        call = self._copy(seconds=30, at_hour=10)
        here = call.state.at
        for _ in range(PATIENCE):
            turn = self._take(call, given)
            if isinstance(turn.wait, ForNothing):
                flow = self._engine.map.flows[self._step.flow]
                if not isinstance(given, Silence) or flow.nobody != "goodbye":
                    yield "is hung up on"
                return
            if call.state.at != here:
                return
        yield "leads nowhere, three times"

    def _home(self, call: Call) -> Iterable[str]:
        """Stars lead to the top, wherever a call has come to."""
        for _ in range(LEVELS):
            if call.state.at == self._engine.map.top:
                return
            here = call.state.at
            turn = self._take(call, Keys("*"))
            if isinstance(self._engine.map.steps[call.state.at], Ask) and call.state.at == here:
                # Inside a number it clears: who is asked to prove themselves has 0 and #.
                return
            if not isinstance(turn.wait, ForKeys | ForRecording):
                yield f"{turn.wait} after a star"
                return
        yield f"stars do not lead to the top from {call.state.at}"

    # --- copies --------------------------------------------------------------------------------

    @property
    def _is_menu(self) -> bool:
        return isinstance(self._step, Menu)

    def _is_in_line(self, call: Call) -> bool:
        return isinstance(self._engine.map.steps[call.state.at], Queue)

    def _take(self, call: Call, given: Input) -> Turn:
        return self._engine.take(call, given)

    def _copy(self, *, seconds: float = 5, at_hour: int | None = None) -> Call:
        call = self._call
        return Call(
            id=call.id,
            turn=call.turn,
            now=call.now if at_hour is None else _at(call, at_hour),
            language=call.language,
            services=call.services,
            state=State.load(self._kept),
            kept=self._kept,
            number_index=call.number_index,
            person_id=call.person_id,
            proven=call.proven,
            elapsed=seconds,
        )


def _at(call: Call, hour: int) -> datetime:
    """An hour of the first day from today on that has office hours."""
    moment = call.now.replace(hour=10, minute=0, second=0, microsecond=0)
    while not call.city.is_open(moment):
        moment += timedelta(days=1)
    return moment.replace(hour=hour)
