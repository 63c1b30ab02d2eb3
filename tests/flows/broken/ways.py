"""Steps nobody comes to, menus too deep, rounds without end, and a person out of reach."""

from __future__ import annotations

from flows.call import Call
from flows.dialogue import RETURN, Flow, Go, go
from flows.map import CallMap
from flows.proof import Proof
from flows.queue.people import Ending
from tests.flows.broken.sound import Picture, line, quiet, to, welcome


def menus(*names: str) -> Flow:
    """A flow of menus, each of which leads to the next; the last leads to the top."""
    flow = Flow("shop")
    for name, following in zip(names, (*names[1:], "welcome.menu"), strict=True):

        def run(call: Call) -> None:
            """Nothing to say beside the choices."""

        run.__name__ = name
        flow.menu(to(following))(run)
    return flow


def island() -> CallMap:
    flow = Flow("shop")
    flow.menu(to("welcome.menu"))(quiet)

    @flow.menu(to("welcome.menu"))
    def island(call: Call) -> None:
        """Nobody leads here."""

    return line(flow)


def deep() -> CallMap:
    return line(menus("second", "third", "fourth"))


def rounds() -> CallMap:
    flow = Flow("shop")

    @flow.step(to="tock")
    def tick(call: Call) -> None:
        """Goes on."""

    @flow.step(to=("tick", "welcome.menu"))
    def tock(call: Call) -> Go:
        return go("tick") if call.verified else go("welcome.menu")

    return line(flow)


def nobody_rung() -> CallMap:
    flow = Flow("agent", patience="quiet")
    flow.menu(to("welcome.menu"))(quiet)
    return CallMap([welcome(), flow])


def hung_up() -> CallMap:
    flow = Flow("agent", patience="ring")

    @flow.queue(lambda call: None, announce="agent.ringing", to=("bye",))
    def ring(call: Call, ending: Ending) -> Go:
        return go("bye")

    @flow.end
    def bye(call: Call) -> None:
        """Whether or not anybody spoke with the caller."""

    return CallMap([welcome(), flow])


def hung_up_on_a_mistake() -> CallMap:
    flow = Flow("shop", patience="bye")
    flow.menu(to("welcome.menu"))(quiet)

    @flow.end
    def bye(call: Call) -> None:
        """Three wrong keys, and that was it."""

    return line(flow)


def sound_loop() -> CallMap:
    """Not broken: to be asked again and again is no round, nor is to be sent back."""
    flow, proof = Flow("shop", needs=Proof.PIN), Flow("proof", proves=Proof.PIN)
    proof.step(to=RETURN)(quiet)
    flow.menu(to("quiet"))(quiet)
    return CallMap([welcome(to("shop")), *line().all_flows[1:], flow, proof])


PICTURES = {
    "an island": Picture(
        island, ("shop.island: no caller can come here; lead to it, or remove it.",)
    ),
    "a fourth level": Picture(
        deep, ("shop.fourth: lies 4 menus deep; a caller is led at most 3 deep.",)
    ),
    "a round without end": Picture(
        rounds,
        (
            "shop.tick: can come round to itself without waiting for the caller.",
            "shop.tock: can come round to itself without waiting for the caller.",
        ),
    ),
    "a key 0 that rings nobody": Picture(
        nobody_rung,
        ("agent: key 0 leads here, and no step on the way waits for a person.",),
        phrases={"agent.ringing": (None, None), "agent.nobody": (None, None)},
    ),
    "a hang-up on a caller who asked for a person": Picture(
        hung_up,
        ("agent.bye: hangs up on a caller who asked for a person.",),
        phrases={"agent.nobody": (None, None)},
    ),
    "a hang-up on a mistake": Picture(
        hung_up_on_a_mistake, ("shop: patience hangs up; a mistake is never answered by that.",)
    ),
    "no round at all": Picture(sound_loop, ()),
}
