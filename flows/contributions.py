"""Recent contributions: what was paid in, on which base, by whom, and what is owed."""

from __future__ import annotations

from collections.abc import Iterator

from db.records import Change, ContributionMonth, ContributionPart
from flows.call import Call
from flows.dialogue import Choice, Flow, Utterance, say
from flows.pages import Pages
from flows.proof import Proof

flow = Flow("contributions", needs=Proof.PIN)

PAGE = 3
MOST_CHANGES = 3


MONTHS = Pages[ContributionMonth](
    "months",
    lambda call, offset, limit: call.records.contribution_months(offset=offset, limit=limit),
)


def has_parts(call: Call) -> bool:
    return bool(call.memo["parts"])


def has_several(call: Call) -> bool:
    return bool(call.memo["several"])


EARLIER = Choice("contributions.for_earlier", to="earlier", when=MONTHS.has_more)
PARTS = Choice("contributions.for_parts", to="parts", when=has_parts)
WHY = Choice("contributions.for_why", to="why", when=has_several)
MISSING = Choice("contributions.for_missing", to="verification")


@flow.menu(EARLIER, PARTS, WHY, MISSING)
def latest(call: Call) -> Iterator[Utterance]:
    months = MONTHS.first(call, PAGE)
    call.memo["parts"] = bool(months) and len(months[0].parts) > 1
    call.memo["several"] = len(months) > 1
    if not months:
        yield say("contributions.none")
    for month in months:
        yield from sentence(month)


@flow.menu(EARLIER, MISSING, level=False)
def earlier(call: Call) -> Iterator[Utterance]:
    for month in MONTHS.next(call, PAGE):
        yield from sentence(month)


@flow.menu(EARLIER, MISSING, level=False)
def parts(call: Call) -> Iterator[Utterance]:
    """The newest month, insurance by insurance."""
    newest = call.records.contribution_months(offset=0, limit=1)[0]
    yield say("contributions.parts_of", period=newest.period)
    for part in newest.parts:
        if part.base:
            yield say("contributions.part", scheme=part.scheme, base=part.base)
        else:
            yield say("contributions.part_only", scheme=part.scheme)
        yield from shares(part)


@flow.menu(EARLIER, MISSING, level=False)
def why(call: Call) -> Iterator[Utterance]:
    """What changed within a year, as far as the records tell: the newest changes first."""
    found = call.records.contribution_changes()
    if not found:
        yield say("contributions.unchanged")
    for change in found[:MOST_CHANGES]:
        yield from reason(change)


def reason(change: Change) -> Iterator[Utterance]:
    scheme = change.scheme or ""
    match change.kind:
        case "base":
            if scheme:
                yield say("contributions.base_of", period=change.period, scheme=scheme)
            else:
                yield say("contributions.base", period=change.period)
            yield say("contributions.from_to", before=change.before, after=change.after)
        case "share":
            yield say("contributions.share", period=change.period, scheme=scheme)
            yield say("contributions.from_to", before=change.before, after=change.after)
        case "began":
            yield say("contributions.began", period=change.period, scheme=scheme)
        case "stopped":
            yield say("contributions.stopped", period=change.period, scheme=scheme)
        case "owed":
            yield say("contributions.fell_behind", period=change.period)
        case "settled":
            yield say("contributions.settled", period=change.period)


def sentence(month: ContributionMonth) -> Iterator[Utterance]:
    if month.base is None:
        yield say("contributions.month_bases", period=month.period)
    elif not month.base:
        # Residents pay a fixed amount: there is no base, which is not a base of zero.
        yield say("contributions.month_only", period=month.period)
    else:
        yield say("contributions.month", period=month.period, base=month.base)
    yield from shares(month)
    if month.status == "partly":
        for scheme in month.owed_schemes:
            yield say("contributions.owes", scheme=scheme)


def shares(paid: ContributionMonth | ContributionPart) -> Iterator[Utterance]:
    yield say("contributions.shares", employer=paid.employer_amount, personal=paid.personal_amount)
    yield say("contributions.status", status=f"contribution.{paid.status}")
