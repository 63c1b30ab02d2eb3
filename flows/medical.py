"""The medical personal account: its balance, how it came about, and what it was used for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from db.records import Movement
from flows.call import Call
from flows.dialogue import Choice, Flow, Utterance, say
from flows.pages import Pages
from flows.policy import tells_of_account
from flows.proof import Proof

flow = Flow("medical", needs=Proof.PIN)

FIRST_USES = 2
PAGE = 4


USES = Pages[Movement](
    "uses",
    lambda call, offset, limit: call.records.spending("medical", offset=offset, limit=limit),
)
EARLIER = Choice("medical.for_earlier", to="earlier", when=USES.has_more)
RULES = Choice("medical.for_rules", to="policy.account", when=tells_of_account)


@flow.menu(EARLIER, RULES)
def balance(call: Call) -> Iterator[Utterance]:
    USES.begin(call)
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
    yield from uses(USES.take(call, account.last_uses, FIRST_USES))


@flow.menu(EARLIER, RULES, level=False)
def earlier(call: Call) -> Iterator[Utterance]:
    return uses(USES.next(call, PAGE))


def uses(found: Sequence[Movement]) -> Iterator[Utterance]:
    for use in found:
        yield say("medical.use", on=use.on, amount=use.amount)
