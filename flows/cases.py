"""What the verified caller asked for and has no answer to yet, newest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from db.records import Promise
from flows.call import Call
from flows.dialogue import Choice, Flow, Utterance, say
from flows.pages import Pages
from flows.proof import Proof

flow = Flow("cases", needs=Proof.PIN)

PAGE = 3

CASES = Pages[Promise](
    "cases", lambda call, offset, limit: call.records.open_tickets(offset=offset, limit=limit)
)
EARLIER = Choice("cases.for_earlier", to="earlier", when=CASES.has_more)
MAIN_MENU = Choice("message.something_else", to="welcome.menu")


@flow.menu(EARLIER, MAIN_MENU, level=False)
def latest(call: Call) -> Iterator[Utterance]:
    found = CASES.first(call, PAGE)
    if not found:
        yield say("cases.none")
    yield from each(call, found)


@flow.menu(EARLIER, MAIN_MENU, level=False)
def earlier(call: Call) -> Iterator[Utterance]:
    return each(call, CASES.next(call, PAGE))


def each(call: Call, found: Sequence[Promise]) -> Iterator[Utterance]:
    for one in found:
        opened = one.opened_at.astimezone(call.city.tz).date()
        yield say("cases.of", on=opened, what=f"ticket.{one.kind}", ticket=one.number)
        if one.promised_on < call.now.date():
            yield say("cases.overdue", on=one.promised_on)
        elif one.callback_at is not None:
            begins = one.callback_at.astimezone(call.city.tz)
            yield say("cases.callback", day=begins.date(), on=begins.date(), at=begins.time())
        else:
            yield say("cases.promised", on=one.promised_on)
