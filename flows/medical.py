"""The medical personal account: its balance, how it came about, and what it was used for."""

from __future__ import annotations

from collections.abc import Iterator

from flows.call import Call
from flows.dialogue import Choice, Flow, Utterance, say

flow = Flow("medical", needs="identify")

FIRST_USES = 2
PAGE = 4


def has_earlier(call: Call) -> bool:
    return bool(call.records.spending("medical", offset=call.memo["spoken"], limit=1))


@flow.menu(Choice("medical.for_earlier", to="earlier", when=has_earlier))
def balance(call: Call) -> Iterator[Utterance]:
    call.memo["spoken"] = 0
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
    uses = call.records.spending("medical", offset=0, limit=FIRST_USES)
    call.memo["spoken"] = len(uses)
    for use in uses:
        yield say("medical.use", on=use.on, amount=use.amount)


@flow.menu(Choice("medical.for_earlier", to="earlier", when=has_earlier), level=False)
def earlier(call: Call) -> Iterator[Utterance]:
    uses = call.records.spending("medical", offset=call.memo["spoken"], limit=PAGE)
    call.memo["spoken"] += len(uses)
    for use in uses:
        yield say("medical.use", on=use.on, amount=use.amount)
