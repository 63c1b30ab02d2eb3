"""Names that are missing or doubled, keys that are taken, waits that lead nowhere."""

from __future__ import annotations

from typing import Any

from flows.call import Call
from flows.dialogue import RETURN, Again, Flow, Go, again, go
from flows.digits import Digits
from flows.map import CallMap
from flows.proof import Proof
from tests.flows.broken.sound import Picture, agent, line, quiet, to, welcome


def shop(**options: Any) -> Flow:
    return Flow("shop", **options)


def two_flows() -> CallMap:
    return CallMap([welcome(), agent(), agent()])


def no_agent() -> CallMap:
    return CallMap([welcome()])


def no_start() -> CallMap:
    return CallMap([agent()])


def no_top() -> CallMap:
    return CallMap([welcome(), agent()], top="hall")


def no_steps() -> CallMap:
    return CallMap([welcome(), agent(), shop()])


def two_steps() -> CallMap:
    flow = shop()
    flow.menu(to("welcome.menu"))(quiet)
    flow.menu(to("welcome.menu"))(quiet)
    return line(flow)


def needs_nothing_there() -> CallMap:
    flow = shop(needs=Proof.PIN)
    flow.menu(to("welcome.menu"))(quiet)
    return line(flow)


def never_returns() -> CallMap:
    flow, proof = shop(needs=Proof.PIN), Flow("proof", proves=Proof.PIN)
    flow.menu(to("welcome.menu"))(quiet)
    proof.step(to="welcome.menu")(quiet)
    return CallMap([welcome(to("shop")), agent(), flow, proof])


def needs_needs() -> CallMap:
    flow, proof = shop(needs=Proof.PIN), Flow("proof", needs=Proof.CODE, proves=Proof.CODE)
    flow.menu(to("welcome.menu"))(quiet)
    proof.step(to=RETURN)(quiet)
    return CallMap([welcome(to("shop")), agent(), flow, proof])


def closed_door() -> CallMap:
    door, proof = welcome(), Flow("proof", proves=Proof.PIN)
    door.needs = Proof.PIN
    proof.step(to=RETURN)(quiet)
    return CallMap([door, agent(), proof])


def no_patience() -> CallMap:
    flow = shop(patience="elsewhere")
    flow.menu(to("welcome.menu"))(quiet)
    return line(flow)


def edge_to_nothing() -> CallMap:
    flow = shop()
    flow.menu(to("elsewhere"))(quiet)
    return line(flow)


def step_named_like_a_flow() -> CallMap:
    flow = shop()

    @flow.menu(to("agent"))
    def first(call: Call) -> None:
        """Leads to one of two."""

    @flow.menu(to("welcome.menu"))
    def agent(call: Call) -> None:
        """Named like a flow."""

    return line(flow)


def dead_end() -> CallMap:
    flow = shop()
    flow.step(to=())(quiet)
    return line(flow)


def nothing_on_offer() -> CallMap:
    flow = shop()
    flow.menu()(quiet)
    return line(flow)


def six_choices() -> CallMap:
    flow = shop()
    flow.menu(*[to("welcome.menu")] * 6)(quiet)
    return line(flow)


def reserved_key() -> CallMap:
    flow = shop()
    flow.menu(to("welcome.menu"), quiet={"0": "welcome.menu"})(quiet)
    return line(flow)


def two_keys_at_once() -> CallMap:
    flow = shop()
    flow.menu(to("welcome.menu"), quiet={"45": "welcome.menu"})(quiet)
    return line(flow)


def key_of_a_choice() -> CallMap:
    flow = shop()
    flow.menu(to("welcome.menu"), quiet={"1": "welcome.menu"})(quiet)
    return line(flow)


def asking(digits: Digits, *alone: str) -> CallMap:
    flow = shop()

    @flow.ask(
        digits,
        "welcome.hello",
        to="welcome.menu",
        short="welcome.hello",
        wrong="welcome.hello",
        alone=dict.fromkeys(alone, "welcome.menu"),
    )
    def number(call: Call, typed: str) -> Go | Again:
        return go("welcome.menu") if typed else again("welcome.hello")

    return line(flow)


def undeclared() -> CallMap:
    flow = shop()

    @flow.step(to=("agent", "welcome.menu"))
    def wanders(call: Call) -> Go:
        if call.verified:
            return go("agent")
        return go("welcome.menu") if call.city else go("welcome.hello")

    return line(flow)


def nobody_nowhere() -> CallMap:
    flow = shop(nobody="elsewhere")
    flow.menu(to("welcome.menu"))(quiet)
    return line(flow)


def never_gone() -> CallMap:
    flow = shop()

    @flow.step(to=("agent", "welcome.menu"))
    def stays(call: Call) -> Go:
        return go("agent")

    return line(flow)


SIX = Digits(6, 8, 7)
PICTURES = {
    "two flows of a name": Picture(
        two_flows, ("agent: two flows have this name; give one of them another.",)
    ),
    "nobody behind key 0": Picture(
        no_agent,
        (
            "agent: there is no such flow, and the line cannot do without it.",
            "welcome: patience leads to 'agent', which does not exist.",
        ),
        phrases={"agent.ringing": (None, None), "agent.nobody": (None, None)},
    ),
    "no beginning": Picture(
        no_start,
        ("welcome: there is no such flow, and the line cannot do without it.",),
        phrases={"welcome.hello": (None, None)},
    ),
    "no top": Picture(
        no_top, ("welcome.hall: there is no such menu, and * leads there from the top.",)
    ),
    "a flow without steps": Picture(
        no_steps, ("shop: the flow has no step; write its first one.",)
    ),
    "two steps of a name": Picture(
        two_steps, ("shop.quiet: two steps have this name; give one of them another.",)
    ),
    "needs what is not there": Picture(
        needs_nothing_there, ("shop: needs the proof 'pin', which no flow gives.",)
    ),
    "needs what never returns": Picture(
        never_returns, ("shop: needs the flow 'proof', which never returns.",)
    ),
    "needs what needs": Picture(
        needs_needs,
        (
            "shop: needs the flow 'proof', which itself needs as much.",
            "proof: needs the flow 'proof', which itself needs as much.",
        ),
    ),
    "a login before the greeting": Picture(
        closed_door, ("welcome: needs to know who calls, and must be open to everybody.",)
    ),
    "patience that leads nowhere": Picture(
        no_patience, ("shop: patience leads to 'elsewhere', which does not exist.",)
    ),
    "nobody there, and nowhere to go": Picture(
        nobody_nowhere, ("shop: nobody there leads to 'elsewhere', which does not exist.",)
    ),
    "an edge to nothing": Picture(
        edge_to_nothing, ("shop.quiet: leads to 'elsewhere', which does not exist.",)
    ),
    "a step named like a flow": Picture(
        step_named_like_a_flow,
        ("shop.first: 'agent' is a step here and also a flow; rename the step.",),
    ),
    "a dead end": Picture(
        dead_end, ("shop.quiet: leads nowhere; declare where it goes, or make it an end.",)
    ),
    "a menu with nothing on offer": Picture(
        nothing_on_offer,
        ("shop.quiet: leads nowhere; declare where it goes, or make it an end.",),
    ),
    "six choices": Picture(six_choices, ("shop.quiet: offers 6 choices; a caller can hold 5.",)),
    "a reserved key": Picture(
        reserved_key, ("shop.quiet: key 0 is not free on this line; take one of 1 to 6, or 8.",)
    ),
    "two keys at once": Picture(
        two_keys_at_once,
        ("shop.quiet: key 45 is not free on this line; take one of 1 to 6, or 8.",),
    ),
    "the key of a choice": Picture(
        key_of_a_choice, ("shop.quiet: key 1 is already the key of a choice; take another.",)
    ),
    "a number nobody can type": Picture(
        lambda: asking(Digits(8, 6, 7)), ("shop.number: asks for a number that nobody can type.",)
    ),
    "a number longer than the carrier hands over": Picture(
        lambda: asking(Digits(6, 33, 7)), ("shop.number: asks for a number that nobody can type.",)
    ),
    "a number without time": Picture(
        lambda: asking(Digits(6, 8, 0)), ("shop.number: asks for a number that nobody can type.",)
    ),
    "a key that means more time": Picture(
        lambda: asking(SIX, "1"),
        ("shop.number: key 1 alone already has a meaning there; take another.",),
    ),
    "a key that is a whole number": Picture(
        lambda: asking(Digits(1, 8, 7), "2"),
        ("shop.number: key 2 alone is a whole number there; take a longer number.",),
    ),
    "an edge that was not declared": Picture(
        undeclared, ("shop.wanders: goes to 'welcome.hello', which it has not declared.",)
    ),
    "an edge that is never gone": Picture(
        never_gone, ("shop.stays: declares 'welcome.menu' and never goes there.",)
    ),
}
