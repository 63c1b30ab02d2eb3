"""The caller's cards: whether they work. What only a person can do about it is a key away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from db.records import CardStanding
from flows.call import Call
from flows.dialogue import Choice, Flow, Utterance, say
from flows.proof import Proof

flow = Flow("cards", needs=Proof.PIN)


@flow.menu(Choice("card.for_person", to="agent"))
def status(call: Call) -> Iterator[Utterance]:
    """Cards are told apart by nothing that may be spoken: of several, each has its sentence."""
    cards = call.cards
    match cards:
        case []:
            yield say("card.none")
        case [only]:
            yield say("card.only", status=f"card.{only.status}")
        case several:
            yield say("card.several", cards=len(several))
            for one in several:
                yield say("card.one_of", status=f"card.{one.status}")
    if until := frozen_until(call, cards):
        yield say("card.until", on=until.date(), at=until.time())


def frozen_until(call: Call, cards: Sequence[CardStanding]) -> datetime | None:
    """When a freeze by telephone ends by itself, in the city's zone; None when there is none."""
    ends = (card.until.astimezone(call.city.tz) for card in cards if card.until)
    return next(ends, None)
