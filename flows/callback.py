"""A callback: the caller chooses when. Then they wait in line without being on it, and are called
at the number they called from as soon as an agent is theirs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from flows.call import Call
from flows.dialogue import Choice, Each, Flow, Go, Utterance, go, say
from flows.recorded import texted
from flows.slots import slots

flow = Flow("callback")

OFFERED = 4


def offered(call: Call) -> Iterator[dict[str, object]]:
    for begins in map(datetime.fromisoformat, call.memo["page"]):
        yield {"day": begins.date(), "at": begins.time()}


def has_later(call: Call) -> bool:
    return bool(call.memo["more"])


LATER = Choice("callback.for_later", to="later", when=has_later)
MESSAGE = Choice("callback.for_message", to="message")
MAIN_MENU = Choice("message.something_else", to="welcome.menu")


@flow.step(to=("withheld", "booked_already", "look"))
def callback(call: Call) -> Go:
    """Only to the number that called; to a withheld one only where it is known whose it is."""
    if not call.may_be_called:
        return go("withheld")
    known = call.services.tickets.callback(call.number_index, call.person_id, call.now)
    returned = call.returned
    # What this very call is about is not to come.
    if known is None or (returned is not None and returned.ticket == known.number):
        return go("look")
    begins = known.callback_at and known.callback_at.astimezone(call.city.tz).isoformat()
    call.memo["known"] = {"number": known.number, "begins": begins}
    return go("booked_already")


@flow.menu(MESSAGE, MAIN_MENU, level=False)
def withheld(call: Call) -> Utterance:
    return say("callback.withheld")


@flow.menu(MAIN_MENU, Choice("message.all_done", to="goodbye"), level=False)
def booked_already(call: Call) -> Utterance:
    """One at a time: nobody needs two, and nobody may take them all."""
    known = call.memo["known"]
    if known["begins"] is None:
        return say("callback.already_kept", ticket=known["number"])
    begins = datetime.fromisoformat(known["begins"])
    return say(
        "callback.already",
        day=begins.date(),
        on=begins.date(),
        at=begins.time(),
        ticket=known["number"],
    )


@flow.step(to=("offer", "full"))
def look(call: Call) -> Go:
    """The next free slots, after those that were not wanted."""
    free = free_slots(call)
    after = call.memo.get("after")
    later = [s for s in free if after is None or s > datetime.fromisoformat(after)]
    call.memo["page"] = [begins.isoformat() for begins in later[:OFFERED]]
    call.memo["more"] = len(later) > OFFERED
    if later:
        return go("offer")
    call.memo.pop("after", None)
    return go("full")


@flow.menu(
    Choice("callback.for_slot", to="sure", each=Each(offered, ("day", "at"), OFFERED)),
    LATER,
    level=False,
)
def offer(call: Call) -> Utterance:
    """No level: whoever comes back has booked meanwhile, or these times have gone."""
    if call.number_index is None:
        return say("callback.to_mobile", mobile=call.mobile_ending)
    return say("callback.to_caller")


@flow.step(to="look")
def later(call: Call) -> None:
    call.memo["after"] = call.memo["page"][-1]


@flow.menu(MESSAGE, MAIN_MENU, level=False)
def full(call: Call) -> Utterance:
    return say("callback.full")


@flow.menu(
    Choice("callback.yes", to="book"),
    Choice("callback.other_time", to="anew"),
    level=False,
)
def sure(call: Call) -> Utterance:
    begins = wanted(call)
    return say("callback.sure", day=begins.date(), on=begins.date(), at=begins.time())


@flow.step(to="look")
def anew(call: Call) -> None:
    """From the soonest again."""
    call.memo.pop("after", None)


@flow.step(to=("booked", "anew"))
def book(call: Call) -> Go:
    """Of two who want the last place, the slower one is told that it has gone."""
    begins = wanted(call)
    if begins not in free_slots(call):
        return go("anew", say("callback.gone"))
    code = call.services.new_code()
    number = call.open_ticket("callback", None, begins.date(), callback_at=begins, code=code)
    call.also(call.services.slots.book(begins, call.city.callback.capacity))
    call.also(call.services.callbacks.promise(call.id, number, begins, call.place))
    # Where the line has called back, this one takes the place of that.
    call.also(call.services.tickets.called_back(call.id))
    call.memo.update(number=number, code=code)
    if call.mobile_ending:
        call.text(*receipt(call))
    return go("booked")


@flow.menu(MAIN_MENU, Choice("message.all_done", to="goodbye"), level=False)
def booked(call: Call) -> list[Utterance]:
    return [*receipt(call), *texted(call)]


def wanted(call: Call) -> datetime:
    """The slot that was chosen."""
    on, at = date.fromisoformat(call.picked["day"]), time.fromisoformat(call.picked["at"])
    return datetime.combine(on, at, call.city.tz)


def free_slots(call: Call) -> list[datetime]:
    """The slots that are not booked up, soonest first."""
    found = slots(call.city, call.now)
    if not found:
        return []
    full = call.services.slots.full(found[0], found[-1], call.city.callback.capacity)
    return [begins for begins in found if begins not in full]


def receipt(call: Call) -> list[Utterance]:
    begins = wanted(call)
    booked = say(
        "callback.booked",
        day=begins.date(),
        on=begins.date(),
        at=begins.time(),
        ticket=call.memo["number"],
    )
    return [booked, say("keep.code", code=call.memo["code"])]
