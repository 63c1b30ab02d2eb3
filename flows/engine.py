"""Runs the flows: takes one input, goes on until the call must wait, and says what to say.

Everything that is the same in every flow happens here and nowhere else: the reserved keys (0 a
person, 9 again, * back), silence and wrong keys, more time, numbers begun again, a # that comes
late, keys typed ahead, identification where a flow needs it, and what is written to the audit.

The engine holds nothing between two turns; where the call stands is ``flows.state.State``.
"""

from __future__ import annotations

from collections.abc import Callable

from db.queue import TALKING
from flows.call import Call
from flows.dialogue import (
    RETURN,
    Again,
    Ask,
    End,
    Menu,
    Moment,
    Queue,
    Record,
    Step,
    Utterance,
    say,
)
from flows.digits import Cleared, Partial
from flows.queue.people import Ending
from flows.state import State
from flows.turns import (
    Back,
    Dialled,
    ForMoment,
    ForNothing,
    Input,
    Keys,
    Left,
    Recorded,
    Silence,
    Turn,
    input_as_json,
    input_from,
)
from flows.walk import EngineError, Walk
from flows.writes import Writes

TYPED_AHEAD = 1.0
"""Seconds within which nobody has heard enough of a question to answer it."""
MOST_MOMENTS = 20
TALKED = frozenset({"bridged", "redirected-from-bridged"})
GONE = frozenset({"hangup", "redirected"})
"""Nobody is left to hear what comes next."""
APART = frozenset({"bridging-in-process", "bridging-in-progress"})
"""The agent has gone while the caller was being brought to them."""
FAILURES = frozenset({"queue-full", "error", "system-error", "leave", *APART})
TEXT_KEY = "7"
"""Sends as a text message what was told of the records."""


class Engine(Walk):
    """The conversation of one line, for any number of calls at once."""

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
        before = call.kept or call.state.dump()
        caller = call.person_id, call.proven, call.language
        tries = (call.state.pending or {}).get("tries", 0)
        call.state.pending = None
        try:
            return turn()
        except Moment:
            call.state, call.writes = State.load(before), Writes()
            call.person_id, call.proven, call.language = caller
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
            case (Record(), Keys()):
                return self._record_key(call, step, given.digits[:1])
            case (Record(), Recorded()):
                return self._recorded(call, step, given)
            case (Menu() | Ask() | Record(), Back()):
                return self._again(call, step)
            case (Queue(), Keys()):
                return self._queue_key(call, step, given.digits[:1])
            case (Queue(), Left()):
                return self._left(call, step, given.result)
            case (Queue(), Dialled(joined=True)):
                return self._talked(call, step)
            case (Queue(), Dialled(canceled=canceled)):
                # Whoever did not take the call is asked no more; the next one is, at once.
                call.note("person", joined=False)
                why = "failed" if canceled else "no-answer"
                call.also(call.services.queue.unanswered(call.id, why))
                return Turn((), ForMoment(), tuple(call.writes.notes))
            case (Queue(), _):
                return self._still_in_line(call, step)
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
        if key == TEXT_KEY and state.told is not None:
            return self._text(call, step, state.told)
        target = state.offered.get(key)
        if target is None:
            state.wrong += 1
            return self._puzzled(call, step, state.wrong, say("engine.choose_again"))
        self._answered(state)
        if key in state.picks:
            call.memo["picked"] = state.picks[key]
        if target == RETURN:
            return self._follow(call, step, RETURN)
        if step.level:
            state.trail.append(step.full_name)
        return self._arrive(call, target)

    def _text(self, call: Call, step: Menu, told: tuple[int, int]) -> Turn:
        """What was told of the records as a text message, and so from here on; or aloud again."""
        state = call.state
        self._answered(state)
        on_record, question = state.said[slice(*told)], state.asked
        if not call.mobile_ending:
            return self._listen(call, step, [say("engine.no_mobile"), *question])
        state.texting = not state.texting
        if not state.texting:
            state.said, state.told = (*on_record, *question), (0, len(on_record))
            return self._listen(call, step, state.said)
        self._send(call, step, on_record)
        return self._listen(call, step, [say("engine.texted", mobile=state.mobile), *question])

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

    # --- waiting for a person ----------------------------------------------------------------

    def _queue_key(self, call: Call, step: Queue, key: str) -> Turn:
        """A choice, how things stand, or back; whatever else is pressed, the place is kept."""
        target = call.state.offered.get(key)
        if target is not None:
            return self._arrive(call, target)
        if key == "*":
            call.also(call.services.queue.leave(call.id, "left"))
            return self._back(call)
        call.memo.pop("told_at", None)
        call.memo.pop("offered", None)
        return self._still_in_line(call, step)

    def _still_in_line(self, call: Call, step: Queue) -> Turn:
        """Another round, unless somebody takes the call, or nobody is there to take it."""
        kept = call.waiting
        if kept is None:
            return self._unqueued(call, step, Ending.FAILED)
        call.also(call.services.queue.seen(call.id))
        if kept.state == TALKING:
            # In the carrier's queue this was asked before the agent took the call; else they have
            # talked, and what told of the end was lost.
            return self._in_line(call, step) if call.state.enqueued else self._talked(call, step)
        contact = call.agent(kept.agent_id) if kept.to_be_dialled else None
        if contact is not None:
            return self._ring(call, step, contact)
        if not call.wait.on_duty:
            return self._unqueued(call, step, Ending.NOBODY)
        return self._in_line(call, step)

    def _left(self, call: Call, step: Queue, result: str) -> Turn:
        """The carrier's queue is over for this caller, as the carrier says (QueueResult)."""
        if result in TALKED:
            return self._talked(call, step)
        if result in GONE:
            call.also(call.services.queue.gone(call.id))
            return self._unqueued(call, step, Ending.FAILED)
        call.note("queue_failed", result=result if result in FAILURES else "other")
        if result in APART:
            call.also(call.services.queue.apart(call.id))
            call.state.enqueued = call.turn + 1
            return Turn((), ForMoment(), tuple(call.writes.notes))
        # The carrier could not keep the caller; the line can.
        call.state.queues, call.state.enqueued = False, 0
        call.also(call.services.queue.by_line(call.id))
        return self._still_in_line(call, step)

    def _talked(self, call: Call, step: Queue) -> Turn:
        call.also(call.services.queue.talked(call.id))
        last = call.services.queue.last(call.id)
        handed = last is not None and last.handed_to is not None
        return self._unqueued(call, step, Ending.HANDED_ON if handed else Ending.SERVED)

    def _unqueued(self, call: Call, step: Queue, ending: Ending) -> Turn:
        if ending in (Ending.SERVED, Ending.HANDED_ON):
            call.note("person", joined=True)
        call.also(call.services.queue.leave(call.id, ending))
        return self._reply(call, step, ending)

    # --- recordings --------------------------------------------------------------------------

    def _record_key(self, call: Call, step: Record, key: str) -> Turn:
        """A key while it is explained how to leave a message; any other begins it."""
        if key == "0":
            return self._person(call)
        if key == "*":
            return self._back(call)
        if key == "9":
            return self._again(call, step)
        return self._listen(call, step, ())

    def _recorded(self, call: Call, step: Record, given: Recorded) -> Turn:
        if given.key in ("0", "*"):
            return self._record_key(call, step, given.key)
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
        """Once: a shorter question. Twice: an offer of more time. Then: a person.

        ``first`` says what was not right; None is a silence."""
        state = call.state
        call.note("puzzled", times=times)
        if times >= 3 or (isinstance(step, Menu) and step.once):
            self._answered(state)
            flow = self.map.flows[step.flow]
            edge = flow.nobody if first is None else flow.patience
            target = self.map.find(step.flow, edge)
            if target is None:
                raise EngineError(f"{flow.name}: {edge!r} leads nowhere")
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

    def _reply(self, call: Call, step: Step, value: object) -> Turn:
        self._answered(call.state)
        return self._go(call, step, self._run(call, step, value))
