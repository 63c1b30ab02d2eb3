"""Runs the flows: takes one input, goes on until the call must wait, and says what to say.

Everything that is the same in every flow happens here and nowhere else: the reserved keys (0 a
person, 9 again, * back), silence and wrong keys, more time, numbers begun again, a # that comes
late, keys typed ahead, identification where a flow needs it, and what is written to the audit.

The engine holds nothing between two turns; where the call stands is ``flows.state.State``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flows.call import Call, Writes
from flows.dialogue import (
    RETURN,
    Again,
    Ask,
    Connect,
    End,
    Go,
    Menu,
    Moment,
    Pass,
    Record,
    Step,
    Utterance,
    say,
    spoken,
)
from flows.digits import Cleared, Partial
from flows.map import CallMap
from flows.state import State
from flows.turns import (
    Back,
    Dialled,
    ForKeys,
    ForMoment,
    ForNothing,
    ForPerson,
    ForRecording,
    Input,
    Keys,
    Recorded,
    Silence,
    Turn,
    Wait,
    input_as_json,
    input_from,
)

PATIENT_WAIT = 15
TYPED_AHEAD = 1.0
"""Seconds within which nobody has heard enough of a question to answer it."""
MOST_HOPS = 30
MOST_MOMENTS = 20


class EngineError(Exception):
    """A flow did what it had not declared. The caller is not told; the operator is."""


class Engine:
    """The conversation of one line, for any number of calls at once."""

    def __init__(self, call_map: CallMap) -> None:
        self.map = call_map

    def begin(self, call: Call) -> Turn:
        """The first turn of a call."""
        return self._patiently(call, None, lambda: self._arrive(call, self.map.start))

    def take(self, call: Call, given: Input) -> Turn:
        """One turn: what the caller did, and what the line does then."""
        if call.state.pending is not None:
            given = input_from(call.state.pending)
        return self._patiently(call, given, lambda: self._take(call, given))

    def _patiently(self, call: Call, given: Input | None, turn: Callable[[], Turn]) -> Turn:
        """Run a turn; when a step needs a moment, undo it and try the same input again soon."""
        before = call.state.dump()
        caller = call.person_id, call.proof, call.language
        tries = (call.state.pending or {}).get("tries", 0)
        call.state.pending = None
        try:
            return turn()
        except Moment:
            call.state, call.writes = State.load(before), Writes()
            call.person_id, call.proof, call.language = caller
            if given is None or tries >= MOST_MOMENTS:
                call.state.pending = None
                call.note("no_moment")
                return self._arrive(call, self.map.person, say("engine.to_person"))
            call.state.pending = {**input_as_json(given), "tries": tries + 1}
            return Turn((say("engine.moment"),), ForMoment(), tuple(call.writes.notes))

    def _take(self, call: Call, given: Input) -> Turn:
        step = self.map.steps.get(call.state.at)
        if step is None:
            # The flows were changed under a call: its place is gone, the call is not.
            call.state.trail, call.state.returns = [], []
            return self._arrive(call, self.map.top)
        call.flow = step.flow
        match step, given:
            case (Menu(), Keys()):
                return self._menu_key(call, step, given.digits[:1])
            case (Ask(), Keys()):
                return self._number(call, step, given.digits)
            case (Ask(), Silence()) if call.state.held:
                return self._number(call, step, "")
            case (Record(), Recorded()):
                return self._recorded(call, step, given)
            case (Menu() | Ask() | Record(), Back()):
                return self._again(call, step)
            case (Connect(), Back()):
                return self._reply(call, step, False)
            case (Connect(), Dialled()):
                call.note("person", joined=given.joined)
                return self._reply(call, step, given.joined)
            case (Record(), _):
                return self._follow(call, step, step.nothing)
            case (End(), _):
                return Turn((), ForNothing())
            case _:
                return self._silence(call, step)

    # --- menus -------------------------------------------------------------------------------

    def _menu_key(self, call: Call, step: Menu, key: str) -> Turn:
        state = call.state
        if key == "#" and state.swallow:
            return self._again(call, step)
        if step.fresh and call.elapsed < TYPED_AHEAD:
            call.note("typed_ahead")
            return self._again(call, step)
        if key == "1" and state.more_time:
            return self._more_time(call, step)
        if key == "9":
            return self._again(call, step)
        if key == "0":
            return self._person(call)
        if key == "*":
            return self._back(call)
        target = state.offered.get(key)
        if target is None:
            state.wrong += 1
            return self._puzzled(call, step, state.wrong, say("engine.choose_again"))
        self._answered(state)
        if step.level:
            state.trail.append(step.full_name)
        return self._arrive(call, target)

    def _person(self, call: Call) -> Turn:
        state = call.state
        step = self.map.steps[state.at]
        self._answered(state)
        if isinstance(step, Menu) and step.level:
            state.trail.append(step.full_name)
        call.note("asked_for_person")
        return self._arrive(call, self.map.person)

    def _back(self, call: Call) -> Turn:
        state = call.state
        self._answered(state)
        state.returns.clear()
        return self._arrive(call, state.trail.pop() if state.trail else self.map.top)

    # --- numbers -----------------------------------------------------------------------------

    def _number(self, call: Call, step: Ask, keys: str) -> Turn:
        state = call.state
        if keys == "#" and state.swallow:
            return self._again(call, step)
        typed = step.digits.read(keys, state.held)
        if isinstance(typed, Partial):
            state.held = typed.held
            return self._listen(call, step, ())
        by_length = step.digits.by_length(keys, state.held)
        state.held = ""
        if isinstance(typed, Cleared):
            return self._listen(call, step, state.asked)
        number = typed.number
        if not number:
            return self._silence(call, step)
        if number == "1" and state.more_time:
            return self._more_time(call, step)
        if number == "0":
            return self._person(call)
        if number in step.alone:
            self._answered(state)
            return self._follow(call, step, step.alone[number])
        if len(number) < step.digits.least:
            return self._wrong_number(call, step, say(step.wrong))
        more_time, wrong = state.more_time, state.wrong
        self._answered(state)
        state.swallow = by_length
        reply = self._run(call, step, number)
        if isinstance(reply, Again):
            state.more_time, state.wrong = more_time, wrong
            turn = self._wrong_number(call, step, reply.said)
            if by_length and state.at == step.full_name:
                # The # that follows cuts this answer short: then it is said once more.
                state.swallow, state.said = True, turn.said
            return turn
        return self._go(call, step, reply)

    def _wrong_number(self, call: Call, step: Ask, said: Utterance) -> Turn:
        call.state.wrong += 1
        return self._puzzled(call, step, call.state.wrong, said)

    # --- recordings --------------------------------------------------------------------------

    def _recorded(self, call: Call, step: Record, given: Recorded) -> Turn:
        if given.key == "0":
            return self._person(call)
        if given.key == "*":
            return self._back(call)
        if given.recording.seconds < 1 or not given.recording.url:
            return self._follow(call, step, step.nothing)
        return self._reply(call, step, given.recording)

    # --- silence, wrong keys, more time ------------------------------------------------------

    def _silence(self, call: Call, step: Step) -> Turn:
        state = call.state
        if state.swallow and call.elapsed < step.wait_seconds:
            # Quicker than any silence: a # that belongs to the number before.
            return self._again(call, step, more_time=state.more_time)
        state.silent += 1
        return self._puzzled(call, step, state.silent, None)

    def _puzzled(self, call: Call, step: Step, times: int, first: Utterance | None) -> Turn:
        """Once: a shorter question. Twice: an offer of more time. Then: a person."""
        state = call.state
        call.note("puzzled", times=times)
        if times >= 3:
            self._answered(state)
            flow = self.map.flows[step.flow]
            target = self.map.find(step.flow, flow.patience)
            if target is None:
                raise EngineError(f"{flow.name}: patience leads nowhere")
            if isinstance(step, Menu) and step.level:
                state.trail.append(step.full_name)
            promise = [say("engine.to_person")] if target == self.map.person else []
            return self._arrive(call, target, *promise)
        said = [] if first is None else [first]
        said += state.asked
        state.more_time = times == 2
        if state.more_time:
            said.append(say("engine.more_time"))
        state.swallow = False
        return self._listen(call, step, said)

    def _more_time(self, call: Call, step: Step) -> Turn:
        call.state.patient = True
        self._answered(call.state)
        call.note("more_time")
        return self._again(call, step)

    def _again(self, call: Call, step: Step, *, more_time: bool = False) -> Turn:
        """Say the last thing again; nothing is counted."""
        call.state.swallow, call.state.more_time, call.state.held = False, more_time, ""
        return self._listen(call, step, call.state.said)

    def _answered(self, state: State) -> None:
        state.silent = state.wrong = 0
        state.more_time = state.swallow = False
        state.held = ""

    # --- moving ------------------------------------------------------------------------------

    def _reply(self, call: Call, step: Step, value: Any) -> Turn:
        self._answered(call.state)
        return self._go(call, step, self._run(call, step, value))

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
        """Go to ``target`` and on, until a step waits."""
        said = list(before)
        for _ in range(MOST_HOPS):
            need = self.map.needs(target)
            if need is not None and not call.verified:
                call.state.returns.append(target)
                target = self.map.first(need)
            step = self.map.steps[target]
            if call.flow != step.flow and target == self.map.first(step.flow):
                call.state.memos.pop(step.flow, None)
            if not isinstance(step, Pass):
                return self._wait(call, step, said)
            target, more = self._next(call, step, self._run(call, step))
            said += more
        raise EngineError(f"{target}: the flows go round without waiting for the caller")

    def _run(self, call: Call, step: Step, *value: Any) -> Any:
        """Run a step's function; what it says after reading records is a disclosure."""
        call.flow, call.looked = step.flow, False
        reply = step.run(call, *value)
        if not isinstance(reply, Go | Again | str):
            reply = spoken(reply)
        told = reply.said if isinstance(reply, Go) else reply if isinstance(reply, tuple) else ()
        if call.looked and any(utterance.slots for utterance in told):
            call.writes.disclosures.append(step.full_name)
        return reply

    # --- waiting -----------------------------------------------------------------------------

    def _wait(self, call: Call, step: Step, said: list[Utterance]) -> Turn:
        state = call.state
        state.at = step.full_name
        state.offered = {}
        match step:
            case Menu():
                body = self._run(call, step)
                question = self._offer(call, step)
                said += [*body, *body] if state.slow else body
                state.asked = tuple(question) or (say("engine.reserved"),)
                said += question
            case Ask():
                state.asked = (say(step.short), say("engine.number_help"))
                said.append(say(step.question))
            case Record():
                said.append(say(step.question))
            case Connect():
                call.flow = step.flow
                contact = step.whom(call)
                said.append(say(step.announce, staff=contact.staff_number))
                topic = state.trail[-1].partition(".")[0] if state.trail else self.map.start_flow
                return self._turn(call, said, ForPerson(contact, topic))
            case End():
                return self._turn(call, [*said, *self._run(call, step)], ForNothing())
            case _:
                raise EngineError(f"{step.full_name}: a step that neither waits nor goes on")
        state.said = tuple(said)
        if isinstance(step, Menu) and step.level and state.trail and not state.keys_told:
            state.keys_told = True
            said = [*said, say("engine.reserved")]
        return self._listen(call, step, said)

    def _offer(self, call: Call, step: Menu) -> list[Utterance]:
        """The choices that apply, numbered without gaps; a level on the trail is come back to."""
        state = call.state
        if step.level and step.full_name in state.trail:
            del state.trail[state.trail.index(step.full_name) :]
        applying = [choice for choice in step.choices if choice.when is None or choice.when(call)]
        question = []
        for number, choice in enumerate(applying, 1):
            state.offered[str(number)] = self._declared(step, choice.to)
            question.append(say(choice.phrase, key=number))
        for key, to in step.quiet.items():
            state.offered[key] = self._declared(step, to)
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
