"""A freeze is to be lifted: whether there is one that can be, before the caller is sent a code."""

from __future__ import annotations

from flows.call import Call
from flows.cards import frozen_until
from flows.dialogue import Choice, Flow, Go, Utterance, go, say
from flows.proof import Proof

flow = Flow("lift", needs=Proof.PIN)


@flow.step(to=("unfreeze", "by_agency", "nothing"))
def look(call: Call) -> Go:
    cards = call.cards
    if frozen_until(call, cards):
        return go("unfreeze")
    by_agency = any(card.status == "frozen" for card in cards)
    return go("by_agency") if by_agency else go("nothing")


@flow.menu(
    Choice("card.for_person", to="agent"),
    Choice("card.back", to="card"),
    level=False,
)
def by_agency(call: Call) -> Utterance:
    """What the agency has frozen, its own people lift."""
    return say("lift.by_agency")


@flow.menu(Choice("card.back", to="card"), level=False)
def nothing(call: Call) -> Utterance:
    return say("lift.nothing")
