"""One turn, exactly once: load the call, resume the flow, save, render.

A carrier repeats a webhook whose answer it did not get, sometimes while the first is still being
worked on. Each answer names the number of the turn that must come next; a turn that was taken
already gets its answer again and changes nothing, and one that is older still is led to where the
call is. Nothing is written before everything is known, and then all of it at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import wraps
from time import perf_counter
from typing import Concatenate, ParamSpec

from db.calls import Calls, Note, Saved, StoredCall
from db.conflict import GoneError
from flows.call import Call, Services
from flows.dialogue import Queue
from flows.engine import Engine
from flows.proof import Proof
from flows.state import State
from flows.turns import (
    Back,
    Dialled,
    ForNothing,
    Input,
    Keys,
    Left,
    Recorded,
    Silence,
    Turn,
)
from ivr import logs, metrics
from ivr.audio.speech import Speech
from ivr.faults import LastKnown
from ivr.twiml import Writer
from ivr.writing import Writing

PLACE_KEPT = timedelta(minutes=10)
"""How long a caller who was cut off is offered their place back."""
MOST_TRIES = 3
"""How often a turn is worked out when somebody else is quicker."""
_Given = ParamSpec("_Given")


def _over_one_connection(
    take: Callable[Concatenate[Turns, _Given], str],
) -> Callable[Concatenate[Turns, _Given], str]:
    """All that is read and written in it goes over one connection to the database."""

    @wraps(take)
    def taken(turns: Turns, /, *args: _Given.args, **named: _Given.kwargs) -> str:
        with turns.calls.one_connection():
            return take(turns, *args, **named)

    return taken


@dataclass(frozen=True)
class Turns:
    """Takes the turns of all calls. ``clock`` gives aware moments."""

    calls: Calls
    writing: Writing
    engine: Engine
    services: Services
    writer: Writer
    clock: Callable[[], datetime]
    agents: LastKnown
    whispers: bool = True
    """Whether an agent is asked to accept; else whoever picks up has been joined."""
    dispatch: Callable[[], None] = lambda: None
    """Brings callers who wait and agents together (``ivr.queue.dispatch``)."""
    wake: Callable[[], None] = lambda: None
    """Tells the worker that something was put into the outbox. It need not be heard."""

    @_over_one_connection
    def first(
        self, sid: str, number: str | None, *, placed: bool = False, queues: bool = False
    ) -> str:
        """The answer to a new call; ``number`` is the caller's in E.164, None when withheld.

        ``placed``: it is the line that calls, and ``number`` has picked up. ``queues``: its carrier
        keeps callers in line, and can call agents who take them out of it.
        """
        found = self.calls.find(sid)
        if found is None:
            now = self.clock()
            known = self.services.callbacks.language_of(sid) if placed else None
            if known is None and number:
                known = self.calls.language_of(number)
            if known not in self.services.city.languages:
                known = None
            language = known or self.services.city.languages[0]
            found = self.calls.begin(sid, number, language, now)
        else:
            known = None
        if found.turn > 0:
            return self._known(found, 0)
        place = self._place_of_cut_off(number, sid) if number and not placed else None
        return self._work(
            found,
            None,
            language_known=known is not None,
            resumable=place,
            placed=placed,
            queues=queues,
        )

    @_over_one_connection
    def take(
        self,
        sid: str,
        number: int,
        given: Input,
        caller: Callable[[], str | None],
        *,
        inside: bool = False,
    ) -> str:
        """The answer to turn ``number`` of a call; ``caller`` tells their number when wanted.

        ``inside``: it is heard in the carrier's queue.
        """
        found = self.calls.find(sid)
        if found is None:
            # The records were replaced under a call: it begins again rather than ends.
            return self.first(sid, caller())
        if number != found.turn:
            return self._known(found, number, inside)
        if isinstance(given, Dialled) and self.whispers:
            # A mailbox can pick up; only a person presses 1.
            given = replace(given, joined=found.accepted)
        if self._waits(found.step):
            self.dispatch()
        return self._work(found, given, inside=inside)

    @_over_one_connection
    def on(self, sid: str, caller: Callable[[], str | None]) -> str:
        """The answer to a call that waits for a person and shall not wait for its next turn."""
        found = self.calls.find(sid)
        if found is None:
            return self.first(sid, caller())
        if not self._waits(found.step):
            return self._known(found, found.turn - 1)
        self.dispatch()
        return self._work(found, Silence())

    @_over_one_connection
    def left(self, sid: str, stay: int, result: str, caller: Callable[[], str | None]) -> str:
        """This ``stay`` in the carrier's queue is over; ``result`` is its QueueResult. When it was
        us who took the caller out, they go where they chose to go."""
        found = self.calls.find(sid)
        if found is None:
            return self.first(sid, caller())
        enqueued = State.load(found.state).enqueued
        if enqueued != stay:
            last = max(found.turn - 1, 0)
            return self._heard(
                self.calls.answer(found), found.ref, last, found.language, enqueued, False
            )
        return self._work(found, Left(result))

    def aloud(self, sid: str) -> str | None:
        """The last answer in the carrier's voice: it could not play a recording. None for a call
        that is not on record."""
        found = self.calls.find(sid)
        if found is None:
            return None
        kept = self.calls.speech(found.ref)
        speech = Speech.load(found.ref, kept) if kept else Speech(found.ref)
        return self.writer.aloud(self.calls.answer(found), speech)

    def accept(self, ref: str, number: int) -> bool:
        """An agent pressed 1 on the call ``ref`` that rings at turn ``number``."""
        return self.calls.accept(ref, number, self.clock())

    def ended(self, sid: str, status: str) -> None:
        """The carrier reports that a call is over."""
        if self.calls.ended(sid, status, self.clock()):
            metrics.ENDED.labels(status).inc()
            # An agent may ring for nobody, or be free for somebody else.
            self.dispatch()

    def _known(self, found: StoredCall, number: int, inside: bool = False) -> str:
        queued = State.load(found.state).enqueued if self._waits(found.step) else 0
        last = max(found.turn - 1, 0)
        if number == found.turn - 1:
            if not (queued and inside):
                metrics.REPEATED.inc()
            return self._heard(
                self.calls.answer(found), found.ref, last, found.language, queued, inside
            )
        url = self.writer.wait_url if queued and inside else self.writer.turn_url
        return self.writer.redirect(url(last, found.language))

    def _heard(
        self, answer: str, ref: str, number: int, language: str, queued: int, inside: bool
    ) -> str:
        """The answer of turn ``number`` where it can be heard: who is in the carrier's queue and
        shall not be, leaves it first, and the other way round. ``queued`` names the stay there."""
        if bool(queued) == inside:
            return answer
        if not queued:
            return self.writer.leave()
        return self.writer.enqueue(ref, number, language, queued)

    def _waits(self, step: str) -> bool:
        return isinstance(self.engine.map.steps.get(step), Queue)

    def _work(
        self,
        found: StoredCall,
        given: Input | None,
        *,
        language_known: bool = False,
        resumable: str | None = None,
        placed: bool = False,
        queues: bool = False,
        inside: bool = False,
        tries: int = 1,
    ) -> str:
        begun = perf_counter()
        self.agents.keep()
        now = self.clock()
        call = Call(
            id=found.id,
            turn=found.turn,
            now=now.astimezone(self.services.city.tz),
            language=found.language,
            services=self.services,
            state=State.load(found.state) if found.state else State(queues=queues),
            kept=found.state,
            number_index=found.number_index,
            person_id=found.person_id,
            proven=Proof.of(found.proof),
            resumable=resumable,
            placed=placed,
            language_known=language_known,
            elapsed=(now - found.touched_at).total_seconds(),
        )
        turn = self.engine.begin(call) if given is None else self.engine.take(call, given)
        queued = call.state.enqueued
        answer, speech = self.writer.write(
            turn, call.language, found.turn + 1, found.ref, queued=bool(queued)
        )
        saved = Saved(
            step=call.state.at,
            state=call.state.dump(),
            answer=answer,
            language=call.language,
            person_id=call.person_id,
            proof=call.proven.word,
            finished=isinstance(turn.wait, ForNothing),
            notes=[_summary(found, given, call), *call.writes.notes],
            verified=call.writes.verified,
            speech=speech,
            told=self.writing.told(call, now),
            writes=self.writing.of(call, found, now),
        )
        try:
            if not self.calls.save(found, saved, now):
                return self._known(self.calls.again(found), found.turn, inside)
        except GoneError:
            # Of two callers who want the last place one is told that it has gone.
            if tries == MOST_TRIES:
                raise
            return self._work(
                found,
                given,
                language_known=language_known,
                resumable=resumable,
                placed=placed,
                queues=queues,
                inside=inside,
                tries=tries + 1,
            )
        recorded = any(ticket.recording is not None for ticket in call.writes.tickets)
        if call.writes.texts or call.writes.for_worker or recorded:
            self.wake()
        if self._waits(call.state.at) and call.state.at != found.step:
            self.dispatch()
        self._report(found, call, turn, perf_counter() - begun)
        return self._heard(answer, found.ref, found.turn, call.language, queued, inside)

    def _place_of_cut_off(self, number: str, sid: str) -> str | None:
        """The errand of this number's last call, when it was cut off a few minutes ago."""
        kept = self.calls.cut_off(number, sid, self.clock(), PLACE_KEPT)
        if kept is None:
            return None
        state = State.load(kept)
        errand = (state.returns[0] if state.returns else state.at).partition(".")[0]
        return errand if errand in self.engine.map.flows else None

    def _report(self, found: StoredCall, call: Call, turn: Turn, seconds: float) -> None:
        flow = call.state.at.partition(".")[0]
        metrics.count_turn(flow, type(turn.wait).__name__, seconds)
        for kind, data in call.writes.notes:
            metrics.count_note(kind, data)
        logs.log.info(
            "turn", call=found.ref, turn=found.turn, step=call.state.at, ms=round(seconds * 1000, 1)
        )


def _summary(found: StoredCall, given: Input | None, call: Call) -> Note:
    """The turn as an event: where it came from, what kind of input, where it led."""
    match given:
        case None:
            what = "call"
        case Keys(digits):
            # One key chooses from a menu; more could be a number, which nobody needs to know.
            what = f"key {digits}" if len(digits) == 1 else "number"
        case Silence():
            what = "silence"
        case Recorded():
            what = "recording"
        case Back():
            what = "back"
        case _:
            what = "person"
    return "turn", {"from": found.step, "input": what, "to": call.state.at}
