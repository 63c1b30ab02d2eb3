"""Insurance: the pension account, and what the caller is insured in, since when, for how long."""

from __future__ import annotations

from collections.abc import Iterator

from flows.call import Call
from flows.dialogue import Choice, Flow, Utterance, say
from flows.proof import Proof

flow = Flow("insurance", needs=Proof.PIN)


@flow.menu(Choice("account.for_contributions", to="contributions"))
def enrolments(call: Call) -> Iterator[Utterance]:
    pension = call.records.account_statement("pension")
    if pension is None:
        yield say("insurance.no_pension")
    else:
        yield say("insurance.pension", balance=pension.balance, as_of=pension.as_of)
    enrolled = call.records.enrolments()
    if not enrolled:
        yield say("insurance.none")
    for one in enrolled:
        yield say("insurance.enrolled", scheme=one.scheme, status=f"enrolment.{one.status}")
        yield say("insurance.months", since=one.since, months=one.months)
