"""Benefits and reimbursements: what was paid or is due, and what became of the caller's claims."""

from __future__ import annotations

from collections.abc import Iterator

from flows.call import Call
from flows.dialogue import Choice, Flow, Utterance, say

flow = Flow("benefits", needs="identify")

FIRST = 2
PAGE = 3


def has_payments(call: Call) -> bool:
    return bool(call.memo["more_payments"])


def has_claims(call: Call) -> bool:
    return bool(call.memo["more_claims"])


PAYMENTS = Choice("benefits.for_payments", to="payments", when=has_payments)
CLAIMS = Choice("benefits.for_claims", to="claims", when=has_claims)


@flow.menu(PAYMENTS, CLAIMS)
def latest(call: Call) -> Iterator[Utterance]:
    call.memo.update(payments=0, claims=0)
    yield from next_payments(call, FIRST)
    yield from next_claims(call, FIRST)


@flow.menu(PAYMENTS, CLAIMS, level=False)
def payments(call: Call) -> Iterator[Utterance]:
    return next_payments(call, PAGE)


@flow.menu(PAYMENTS, CLAIMS, level=False)
def claims(call: Call) -> Iterator[Utterance]:
    return next_claims(call, PAGE)


def next_payments(call: Call, limit: int) -> Iterator[Utterance]:
    """The next benefits, newest first; one more is looked up, to know whether there are others."""
    spoken = call.memo["payments"]
    found = call.records.benefit_payments(offset=spoken, limit=limit + 1)
    call.memo.update(payments=spoken + len(found[:limit]), more_payments=len(found) > limit)
    if not found and not spoken:
        yield say("benefits.no_payments")
    for payment in found[:limit]:
        yield say("benefits.of", period=payment.period, benefit=f"benefit.{payment.benefit}")
        if payment.paid_on is None:
            yield say("benefits.due", amount=payment.amount)
        else:
            yield say("benefits.paid", amount=payment.amount, on=payment.paid_on)


def next_claims(call: Call, limit: int) -> Iterator[Utterance]:
    """The next claims, newest first; one more is looked up, to know whether there are others."""
    spoken = call.memo["claims"]
    found = call.records.claimed_bills(offset=spoken, limit=limit + 1)
    call.memo.update(claims=spoken + len(found[:limit]), more_claims=len(found) > limit)
    if not found and not spoken:
        yield say("benefits.no_claims")
    for bill in found[:limit]:
        yield say("benefits.bill", on=bill.service_date, total=bill.total)
        yield say("benefits.claim", status=f"claim.{bill.status}")
        if bill.status == "paid":
            # Until then the shares are a plan, or zeros that mean nothing is known yet.
            yield say("benefits.shares", fund=bill.fund_paid, personal=bill.personal_paid)
