"""A lost card is frozen at once, at any hour, by whoever knows the ID number and calls from the
registered mobile, or knows the PIN. A freeze harms nobody for long: it ends by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from db import freezes
from flows.call import Call
from flows.cards import frozen_until
from flows.dialogue import Choice, Flow, Go, Utterance, go, say
from flows.proof import Proof

flow = Flow("freeze", needs=Proof.MOBILE)


@flow.step(to=("confirm", "already", "by_agency", "nothing"))
def look(call: Call) -> Go:
    cards = call.cards
    statuses = {card.status for card in cards}
    if frozen_until(call, cards):
        return go("already")
    if "active" in statuses:
        return go("confirm")
    return go("by_agency") if "frozen" in statuses else go("nothing")


@flow.menu(
    Choice("freeze.now", to="freeze_now"),
    Choice("freeze.not_now", to="card"),
    level=False,
    fresh=True,
)
def confirm(call: Call) -> Utterance:
    return say("freeze.confirm", days=call.city.card.freeze_days)


@flow.step(to=("done", "already"))
def freeze_now(call: Call) -> Go:
    """Another call may have been quicker: then that one's freeze holds."""
    if frozen_until(call, call.cards):
        return go("already")
    # To the minute, so that what is spoken is what is kept.
    until = call.now.replace(second=0, microsecond=0) + timedelta(days=call.city.card.freeze_days)
    call.also(freezes.begin(call.holder, until, call.id, call.proof.word))
    call.note("frozen", proof=call.proof.word)
    if call.mobile_ending:
        call.text(say("freeze.text", on=until.date(), at=until.time()), say("freeze.text_bank"))
    call.memo["until"] = until.isoformat()
    return go("done")


@flow.menu(
    Choice("card.back", to="card"),
    Choice("card.all_done", to="goodbye"),
    level=False,
)
def done(call: Call) -> Iterator[Utterance]:
    until = datetime.fromisoformat(call.memo["until"])
    yield say("freeze.done", on=until.date(), at=until.time())
    yield say("freeze.bank")
    if call.mobile_ending:
        yield say("card.texted", mobile=call.mobile_ending)


@flow.menu(
    Choice("card.for_lift", to="lift"),
    Choice("card.back", to="card"),
    level=False,
)
def already(call: Call) -> Iterator[Utterance]:
    """Nothing is changed: neither is the end put off."""
    for card in call.cards:
        if card.since and card.until:
            since, until = (at.astimezone(call.city.tz) for at in (card.since, card.until))
            yield say("freeze.since", on=since.date(), at=since.time())
            yield say("freeze.until", on=until.date(), at=until.time())
            return


@flow.menu(
    Choice("card.for_person", to="agent"),
    Choice("card.back", to="card"),
    level=False,
)
def by_agency(call: Call) -> Utterance:
    return say("freeze.by_agency")


@flow.menu(
    Choice("card.for_person", to="agent"),
    Choice("card.back", to="card"),
    level=False,
)
def nothing(call: Call) -> Utterance:
    """No card on record, or one that is lost or being made: there is nothing to be stopped."""
    return say("freeze.nothing")
