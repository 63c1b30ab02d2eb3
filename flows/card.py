"""The card: whether it works. What only a person can do about it is a key away."""

from __future__ import annotations

from collections.abc import Iterator

from flows.call import Call
from flows.dialogue import Choice, Flow, Utterance, say
from flows.proof import Proof

flow = Flow("card", needs=Proof.PIN)


@flow.menu(Choice("card.for_person", to="agent"))
def status(call: Call) -> Iterator[Utterance]:
    """Cards are told apart by nothing that may be spoken: of several, each has its sentence."""
    match call.records.card_statuses():
        case []:
            yield say("card.none")
        case [only]:
            yield say("card.only", status=f"card.{only}")
        case several:
            yield say("card.several", cards=len(several))
            for one in several:
                yield say("card.one_of", status=f"card.{one}")
