"""A freeze by telephone is lifted, by whoever has shown the PIN and a one-time code.

However it was made: a calling number that can be forged may stop a card, never set it free.
"""

from __future__ import annotations

from collections.abc import Iterator

from db import freezes
from flows.call import Call
from flows.cards import frozen_until
from flows.dialogue import Choice, Flow, Go, Utterance, go, say
from flows.proof import Proof

flow = Flow("unfreeze", needs=Proof.CODE)


@flow.menu(
    Choice("unfreeze.now", to="lift_now"),
    Choice("unfreeze.not_now", to="card"),
    level=False,
    fresh=True,
)
def confirm(call: Call) -> Utterance:
    return say("unfreeze.confirm")


@flow.step(to=("done", "over"))
def lift_now(call: Call) -> Go:
    if not frozen_until(call, call.cards):
        return go("over")
    call.also(freezes.lift(call.holder))
    call.note("freeze_lifted")
    call.text(say("unfreeze.text", on=call.now.date(), at=call.now.time()), say("unfreeze.not_you"))
    return go("done")


@flow.menu(
    Choice("card.back", to="card"),
    Choice("card.all_done", to="goodbye"),
    level=False,
)
def done(call: Call) -> Iterator[Utterance]:
    yield say("unfreeze.done")
    yield say("card.texted", mobile=call.mobile_ending)


@flow.menu(
    Choice("card.back", to="card"),
    Choice("card.all_done", to="goodbye"),
    level=False,
)
def over(call: Call) -> Utterance:
    """It ended by itself meanwhile, or another call has lifted it."""
    return say("unfreeze.over")
