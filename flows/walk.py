"""From one wait to the next: runs steps along declared edges until one waits for the caller.

``flows.engine`` decides what the caller's input means; where it leads is found here, with
identification on the way where a flow needs it, and with what must be audited.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flows.call import Call
from flows.dialogue import (
    RETURN,
    Again,
    Ask,
    End,
    Go,
    Menu,
    Pass,
    Queue,
    Record,
    Step,
    Utterance,
    say,
    spoken,
)
from flows.map import CallMap
from flows.proof import Proof
from flows.queue.people import Contact
from flows.turns import (
    ForAgent,
    ForKeys,
    ForMoment,
    ForNothing,
    ForPerson,
    ForRecording,
    Turn,
    Wait,
)

PATIENT_WAIT = 15
MOST_HOPS = 30


class EngineError(Exception):
    """A flow did what it had not declared. The caller is not told; the operator is."""


class Walk:
    """Moves calls over a map. Holds nothing of any call."""

    def __init__(self, call_map: CallMap) -> None:
        self.map = call_map

    # --- moving ------------------------------------------------------------------------------

    def _follow(self, call: Call, step: Step, edge: str) -> Turn:
        return self._go(call, step, Go(edge))

    def _go(self, call: Call, step: Step, reply: Any) -> Turn:
        target, said = self._next(call, step, reply)
        return self._arrive(call, target, *said)

    def _next(self, call: Call, step: Step, reply: Any) -> tuple[str, tuple[Utterance, ...]]:
        """Where a step's reply leads, by full name, and what is said on the way."""
        go = reply if isinstance(reply, Go) else self._only_edge(step, reply)
        target = self.map.target(step, go.to)
        if target is None:
            raise EngineError(f"{step.full_name}: went to {go.to!r}, which it had not declared")
        if target == RETURN:
            call.state.memos.pop(step.flow, None)
            target = call.state.returns.pop() if call.state.returns else self.map.top
        return target, go.said

    def _only_edge(self, step: Step, reply: Any) -> Go:
        if isinstance(reply, str):
            return Go(reply)
        if len(step.edges) != 1:
            raise EngineError(f"{step.full_name}: has several edges and did not choose one")
        return Go(step.edges[0], spoken(reply))

    def _arrive(self, call: Call, target: str, *before: Utterance) -> Turn:
        """Go to ``target`` and on, until a step waits. What was offered before the flows were
        changed under a call may be gone; then it goes to the top."""
        said = list(before)
        if target not in self.map.steps:
            target = self.map.top
        for _ in range(MOST_HOPS):
            target = self._proven(call, target)
            step = self.map.steps[target]
            if call.flow != step.flow and target == self.map.first(step.flow):
                call.state.memos.pop(step.flow, None)
            if not isinstance(step, Pass):
                return self._wait(call, step, said)
            target, more = self._next(call, step, self._run(call, step))
            said += more
        raise EngineError(f"{target}: the flows go round without waiting for the caller")

    def _proven(self, call: Call, target: str) -> str:
        """``target``, or where it is proven first who calls; ``target`` is then returned to."""
        while call.proof < (needed := self.map.needs(target)):
            prover = self.map.prover(needed)
            if prover is None or prover.needs >= needed:
                raise EngineError(f"{target}: needs {needed.word!r}, which no flow proves")
            call.state.returns.append(target)
            target = self.map.first(prover.name)
        return target

    def _run(self, call: Call, step: Step, *value: Any) -> Any:
        """Run a step's function; what it says after reading records is a disclosure."""
        call.flow, call.looked = step.flow, False
        waiting = call.state.returns
        call.needed = self.map.needs(waiting[-1]) if waiting else Proof.NONE
        reply = step.run(call, *value)
        if not isinstance(reply, Go | Again | str):
            reply = spoken(reply)
        told = reply.said if isinstance(reply, Go) else reply if isinstance(reply, tuple) else ()
        if self._tells(call, told):
            call.writes.disclosures.append(step.full_name)
        return reply

    @staticmethod
    def _tells(call: Call, said: Iterable[Utterance]) -> bool:
        """Whether ``said``, by the step that has just run, tells what is on record."""
        return call.looked and any(utterance.slots for utterance in said)

    # --- text messages instead of voice ------------------------------------------------------

    @staticmethod
    def _before_records(call: Call) -> list[Utterance]:
        """Once a call, before amounts are spoken: they can be read instead."""
        if call.state.texting_offered or not call.mobile_ending:
            return []
        call.state.texting_offered = True
        return [say("engine.private")]

    def _texted(self, call: Call, step: Menu, said: list[Utterance]) -> Turn:
        """What is on record goes to the registered mobile; only the rest is spoken."""
        state = call.state
        first, last = state.told or (0, 0)
        self._send(call, step, said[first:last])
        sent = say("engine.texted", mobile=state.mobile)
        state.said = tuple(said)
        return self._listen(call, step, [*said[:first], sent, *state.asked])

    @staticmethod
    def _send(call: Call, step: Step, said: Iterable[Utterance]) -> None:
        call.text(*said)
        call.writes.disclosures.append(f"{step.full_name} by text")

    # --- waiting -----------------------------------------------------------------------------

    def _wait(self, call: Call, step: Step, said: list[Utterance]) -> Turn:
        state = call.state
        state.at = step.full_name
        state.offered, state.picks, state.told = {}, {}, None
        state.enqueued = call.turn + 1 if isinstance(step, Queue) and state.queues else 0
        match step:
            case Menu():
                body = self._run(call, step)
                told = self._tells(call, body)
                question = self._offer(call, step)
                if told:
                    said += self._before_records(call)
                    state.told = (len(said), len(said) + len(body))
                said += [*body, *body] if state.slow else body
                state.asked = tuple(question) or (say("engine.reserved"),)
                said += question
                if told and state.texting:
                    return self._texted(call, step, said)
            case Ask():
                state.asked = (say(step.short), say("engine.number_help"))
                said.append(say(step.question))
            case Record():
                said.append(say(step.question))
            case Queue():
                call.flow = step.flow
                call.join_queue()
                call.memo["round"] = 0
                # How things stand is known as soon as they are in line.
                return self._turn(call, said, ForMoment())
            case End():
                return self._turn(call, [*said, *self._run(call, step)], ForNothing())
            case _:
                raise EngineError(f"{step.full_name}: a step that neither waits nor goes on")
        state.said = tuple(said)
        if isinstance(step, Menu) and step.level and state.trail and not state.keys_told:
            state.keys_told = True
            said = [*said, say("engine.reserved")]
        return self._listen(call, step, said)

    def _in_line(self, call: Call, step: Queue) -> Turn:
        """Another round of waiting: what the flow tells, its choices with it, and music."""
        told = spoken(step.tell(call))
        offered = self._numbered(call, step)
        nth = call.memo["round"]
        call.memo["round"] = nth + 1
        return self._turn(call, [*told, *offered] if told else [], ForAgent(nth))

    def _ring(self, call: Call, step: Queue, contact: Contact) -> Turn:
        """Whoever takes the call is announced, and dialled from here."""
        call.state.enqueued = 0
        call.also(call.services.queue.dialling(call.id))
        said = [say(step.announce, staff=contact.staff_number)]
        return self._turn(call, said, ForPerson(contact, call.came_from or self.map.start_flow))

    def _offer(self, call: Call, step: Menu) -> list[Utterance]:
        """The choices that apply, numbered without gaps; a level on the trail is come back to."""
        state = call.state
        if step.level and step.full_name in state.trail:
            del state.trail[state.trail.index(step.full_name) :]
        question = self._numbered(call, step)
        for key, to in step.quiet.items():
            state.offered[key] = self._declared(step, to)
        return question

    def _numbered(self, call: Call, step: Menu | Queue) -> list[Utterance]:
        """The choices that apply, each with its key."""
        state = call.state
        applying = [choice for choice in step.choices if choice.when is None or choice.when(call)]
        question = list[Utterance]()
        for choice in applying:
            for slots in choice.each.offers(call) if choice.each else [{}]:
                number = len(question) + 1
                state.offered[str(number)] = self._declared(step, choice.to)
                if choice.each:
                    state.picks[str(number)] = slots
                question.append(say(choice.phrase, **slots, key=number))
        return question

    def _declared(self, step: Step, edge: str) -> str:
        target = self.map.target(step, edge)
        if target is None:
            raise EngineError(f"{step.full_name}: offers {edge!r}, which leads nowhere")
        return target

    def _listen(self, call: Call, step: Step, said: Iterable[Utterance]) -> Turn:
        state = call.state
        slowly = state.patient or state.slow
        seconds = max(step.wait_seconds, PATIENT_WAIT) if slowly else step.wait_seconds
        match step:
            case Ask():
                most = step.digits.most - len(state.held)
                return self._turn(call, said, ForKeys(most, "#", seconds))
            case Record():
                return self._turn(call, said, ForRecording(step.most_seconds))
            case _:
                return self._turn(call, said, ForKeys(1, "", seconds))

    def _turn(self, call: Call, said: Iterable[Utterance], wait: Wait) -> Turn:
        return Turn(tuple(said), wait, tuple(call.writes.notes))
