"""The medical personal account: its balance, how it came about, and what it was used for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from db.records import Movement
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
    account = call.records.medical_account(uses=FIRST_USES + 1)
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
    yield from uses(call, account.last_uses, FIRST_USES)


@flow.menu(Choice("medical.for_earlier", to="earlier", when=has_earlier), level=False)
def earlier(call: Call) -> Iterator[Utterance]:
    found = call.records.spending("medical", offset=call.memo["spoken"], limit=PAGE + 1)
    return uses(call, found, PAGE)


def uses(call: Call, found: Sequence[Movement], limit: int) -> Iterator[Utterance]:
    """Say so many of the uses ``found``; one more than that tells that there are earlier ones."""
    call.memo["spoken"] += len(found[:limit])
    call.memo["more"] = len(found) > limit
    for use in found[:limit]:
        yield say("medical.use", on=use.on, amount=use.amount)
