"""The medical personal account: its balance, how it came about, and what it was used for."""

from __future__ import annotations

from collections.abc import Iterator

from flows.call import Call
from flows.dialogue import Choice, Flow, Utterance, say

flow = Flow("medical", needs="identify")

FIRST_USES = 2
PAGE = 4


def has_earlier(call: Call) -> bool:
    return bool(call.memo["more"])


@flow.menu(Choice("medical.for_earlier", to="earlier", when=has_earlier))
def balance(call: Call) -> Iterator[Utterance]:
    call.memo.update(spoken=0, more=False)
    account = call.records.medical_account()
    if account is None:
        yield say("medical.none")
        return
    yield say("medical.balance", balance=account.balance, as_of=account.as_of)
    if account.reconciles:
        yield say("medical.opening", opening=account.opening)
        yield say("medical.moved", credits=account.credits, uses=account.uses)
    if account.last_credit:
        yield say(
            "medical.last_credit", on=account.last_credit.on, amount=account.last_credit.amount
        )
    yield from uses(call, FIRST_USES)


@flow.menu(Choice("medical.for_earlier", to="earlier", when=has_earlier), level=False)
def earlier(call: Call) -> Iterator[Utterance]:
    return uses(call, PAGE)


def uses(call: Call, limit: int) -> Iterator[Utterance]:
    """The next uses, newest first; one more is looked up, to know whether there are others."""
    spoken = call.memo["spoken"]
    found = call.records.spending("medical", offset=spoken, limit=limit + 1)
    call.memo.update(spoken=spoken + len(found[:limit]), more=len(found) > limit)
    for use in found[:limit]:
        yield say("medical.use", on=use.on, amount=use.amount)
