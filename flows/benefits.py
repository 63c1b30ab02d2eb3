"""Benefits and reimbursements: what was paid or is due, and what became of the caller's claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from db.benefits import BenefitPayment
from db.claims import ClaimedBill
from flows.call import Call
from flows.dialogue import Choice, Flow, Utterance, say
from flows.pages import Pages
from flows.proof import Proof

flow = Flow("benefits", needs=Proof.PIN)

FIRST = 2
PAGE = 3

PAYMENTS = Pages[BenefitPayment](
    "payments",
    lambda call, offset, limit: call.records.benefit_payments(offset=offset, limit=limit),
)
CLAIMS = Pages[ClaimedBill](
    "claims",
    lambda call, offset, limit: call.records.claimed_bills(offset=offset, limit=limit),
)
MORE_PAYMENTS = Choice("benefits.for_payments", to="payments", when=PAYMENTS.has_more)
MORE_CLAIMS = Choice("benefits.for_claims", to="claims", when=CLAIMS.has_more)


@flow.menu(MORE_PAYMENTS, MORE_CLAIMS)
def latest(call: Call) -> Iterator[Utterance]:
    paid = PAYMENTS.first(call, FIRST)
    if not paid:
        yield say("benefits.no_payments")
    yield from payment(paid)
    claimed = CLAIMS.first(call, FIRST)
    if not claimed:
        yield say("benefits.no_claims")
    yield from claim(claimed)


@flow.menu(MORE_PAYMENTS, MORE_CLAIMS, level=False)
def payments(call: Call) -> Iterator[Utterance]:
    return payment(PAYMENTS.next(call, PAGE))


@flow.menu(MORE_PAYMENTS, MORE_CLAIMS, level=False)
def claims(call: Call) -> Iterator[Utterance]:
    return claim(CLAIMS.next(call, PAGE))


def payment(found: Sequence[BenefitPayment]) -> Iterator[Utterance]:
    for one in found:
        yield say("benefits.of", period=one.period, benefit=f"benefit.{one.benefit}")
        if one.paid_on is None:
            yield say("benefits.due", amount=one.amount)
        else:
            yield say("benefits.paid", amount=one.amount, on=one.paid_on)


def claim(found: Sequence[ClaimedBill]) -> Iterator[Utterance]:
    for bill in found:
        yield say("benefits.bill", on=bill.service_date, total=bill.total)
        yield say("benefits.claim", status=f"claim.{bill.status}")
        if bill.status == "paid":
            # Until then the shares are a plan, or zeros that mean nothing is known yet.
            yield say("benefits.shares", fund=bill.fund_paid, personal=bill.personal_paid)
