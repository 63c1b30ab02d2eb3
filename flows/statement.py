"""Last year's personal statement: what was paid in, by whom, and what the accounts did."""

from __future__ import annotations

from collections.abc import Iterator

from db.records import YearStatement
from flows.call import Call
from flows.dialogue import Choice, Flow, Utterance, say
from flows.proof import Proof

flow = Flow("statement", needs=Proof.PIN)


def has_schemes(call: Call) -> bool:
    return bool(call.memo["schemes"])


@flow.menu(Choice("statement.for_schemes", to="schemes", when=has_schemes), level=False)
def last_year(call: Call) -> Iterator[Utterance]:
    found = of_last_year(call)
    call.memo["schemes"] = len(found.schemes) > 1
    if not found.schemes and not found.accounts:
        yield say("statement.none")
        return
    january = found.year * 100 + 1
    yield say("statement.year", first=january, last=january + 11)
    yield say("statement.months", months=found.months)
    yield say("statement.shares", employer=found.employer_amount, personal=found.personal_amount)
    for one in found.accounts:
        yield say("statement.account", account=f"account.{one.account}")
        yield say("statement.moved", added=one.added, taken=one.taken)
        if one.interest:
            yield say("statement.interest", interest=one.interest)


@flow.menu(Choice("statement.for_year", to="last_year"), level=False)
def schemes(call: Call) -> Iterator[Utterance]:
    for one in of_last_year(call).schemes:
        yield say("statement.scheme", scheme=one.scheme, months=one.months)
        yield say("statement.shares", employer=one.employer_amount, personal=one.personal_amount)


def of_last_year(call: Call) -> YearStatement:
    return call.records.year_statement(call.now.year - 1)
