"""A little shop for the engine's tests: every kind of step, and a login in front of one flow."""

from __future__ import annotations

from flows.call import Call
from flows.dialogue import (
    RETURN,
    Again,
    Choice,
    Flow,
    Go,
    Moment,
    Recording,
    Utterance,
    again,
    go,
    say,
)
from flows.digits import Digits
from flows.map import CallMap
from flows.proof import Proof
from flows.queue.people import Ending

CODE = Digits(4, 6, wait=7)


class Doors:
    """What a test opens and shuts: how often the code check asks for a moment, what it heard."""

    def __init__(self, moments: int = 0) -> None:
        self.moments = moments
        self.typed: list[str] = []
        self.kept: list[Recording] = []


def shop(doors: Doors) -> CallMap:
    return CallMap([_welcome(), _login(doors), _vault(), _note(doors), _agent()])


def _welcome() -> Flow:
    flow = Flow("welcome")

    @flow.step(to="menu")
    def hello(call: Call) -> Utterance:
        return say("hello")

    @flow.menu(
        Choice("for_vault", to="vault"),
        Choice("for_note", to="note"),
        Choice("for_rare", to="vault", when=lambda call: call.state.patient),
        Choice("for_shelf", to="shelf"),
        quiet={"8": "other"},
    )
    def menu(call: Call) -> None:
        """The top."""

    @flow.menu(Choice("for_note", to="note"), Choice("for_wipe", to="wipe"))
    def shelf(call: Call) -> Utterance:
        call.memo["seen"] = call.memo.get("seen", 0) + 1
        return say("shelf", count=call.memo["seen"])

    @flow.menu(Choice("sure", to="wiped"), level=False, fresh=True)
    def wipe(call: Call) -> Utterance:
        return say("wipe")

    @flow.step(to="menu")
    def wiped(call: Call) -> Utterance:
        return say("wiped")

    @flow.step(to="menu")
    def other(call: Call) -> Utterance:
        call.choose_language("en-US" if call.language == "zh-CN" else "zh-CN")
        return say("other")

    return flow


def _login(doors: Doors) -> Flow:
    flow = Flow("login", proves=Proof.PIN)

    @flow.ask(
        CODE,
        "code",
        to=("code", "done"),
        short="code_short",
        wrong="code_wrong",
        alone={"2": "out"},
    )
    def code(call: Call, typed: str) -> Go | Again:
        doors.typed.append(typed)
        if doors.moments:
            doors.moments -= 1
            call.verify(99, Proof.PIN)
            call.choose_language("en-US")
            raise Moment
        if typed.startswith("0000"):
            return again("code_refused")
        call.verify(7, Proof.PIN)
        return go("done")

    @flow.step(to=RETURN)
    def done(call: Call) -> Utterance:
        return say("proven")

    @flow.end
    def out(call: Call) -> Utterance:
        return say("bye")

    return flow


def _vault() -> Flow:
    flow = Flow("vault", needs=Proof.PIN)

    @flow.menu(Choice("for_deeper", to="deeper"))
    def gold(call: Call) -> Utterance:
        call.memo["bars"] = call.memo.get("bars", 0) + 1
        return say("gold", bars=call.memo["bars"], told=bool(call.records))

    @flow.menu(Choice("for_note", to="note"))
    def deeper(call: Call) -> Utterance:
        call.memo["bars"] += 1
        return say("gold", bars=call.memo["bars"])

    return flow


def _note(doors: Doors) -> Flow:
    flow = Flow("note", patience="kept")

    @flow.record("speak", most_seconds=60, to="kept", nothing="unheard")
    def speak(call: Call, recording: Recording) -> Go:
        doors.kept.append(recording)
        return go("kept")

    @flow.menu(Choice("for_more", to="speak"), level=False)
    def kept(call: Call) -> Utterance:
        return say("kept")

    @flow.step(to="speak")
    def unheard(call: Call) -> Utterance:
        return say("unheard")

    return flow


def _agent() -> Flow:
    flow = Flow("agent", patience="nobody")

    def how(call: Call) -> Utterance | None:
        """Told at first, and when it is asked for."""
        if "told_at" in call.memo:
            return None
        call.memo["told_at"] = call.now.isoformat()
        return say("ahead", ahead=call.wait.ahead)

    @flow.queue(how, Choice("for_note", to="note"), announce="ringing", to=("after", "nobody"))
    def ring(call: Call, ending: Ending) -> Go:
        return go("after" if ending is Ending.SERVED else "nobody")

    @flow.menu(Choice("for_more", to="ring"), level=False)
    def nobody(call: Call) -> Utterance:
        return say("nobody")

    @flow.menu(Choice("for_more", to="ring"), level=False)
    def after(call: Call) -> Utterance:
        return say("after")

    return flow
