"""A person: in office hours the caller waits in line; outside them a callback is booked, or a
message kept.

A caller who asked for a person is never hung up on.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from db.queue import WAITING
from flows.call import Call
from flows.dialogue import Choice, Flow, Go, Utterance, go, say
from flows.queue.people import Ending

flow = Flow("agent", patience="message")

TELL_EVERY = timedelta(seconds=60)


@flow.step(to=("waiting", "full", "closed"))
def person(call: Call) -> Go:
    if call.city.is_open(call.now) and call.turned_away:
        call.note("overflow")
        return go("full")
    if call.city.is_open(call.now):
        return go("waiting")
    call.note("outside_hours")
    opening = call.city.next_opening(call.now)
    if opening is None:
        return go("closed", say("agent.closed_long"))
    return go("closed", say("agent.closed", on=opening.date(), at=opening.time()))


@flow.menu(
    Choice("agent.call_back", to="callback"),
    Choice("agent.leave_message", to="message"),
    level=False,
)
def closed(call: Call) -> None:
    """When a person answers again has been said."""


@flow.menu(
    Choice("agent.call_back", to="callback"),
    Choice("agent.leave_message", to="message"),
    level=False,
)
def full(call: Call) -> Utterance:
    """The line is switched to overflow: whoever waited now would wait too long."""
    return say("agent.full")


def how_it_stands(call: Call) -> list[Utterance]:
    """The place in line and an honest estimate, at first and every minute."""
    told_at = call.memo.get("told_at")
    if told_at and call.now - datetime.fromisoformat(told_at) < TELL_EVERY:
        return []
    wait = call.wait
    if wait.offered:
        # How long it takes is said if this agent does not take the call.
        first = not call.memo.get("offered")
        call.memo["offered"] = True
        return [say("agent.soon")] if first else []
    call.memo["told_at"] = call.now.isoformat()
    said = [say("agent.thanks")] if told_at else []
    said.append(say("agent.ahead", ahead=wait.ahead) if wait.ahead else say("agent.next"))
    if wait.minutes is None:
        return [*said, say("agent.long")]
    return [*said, say("agent.estimate", wait=wait.minutes)]


def may_keep(call: Call) -> bool:
    """Whether it is known whom to call back, nobody does so anyway, and nobody takes them now."""
    kept = call.waiting
    if kept is None or kept.state != WAITING:
        return False
    if "may_keep" not in call.memo:
        call.memo["may_keep"] = (
            call.may_be_called
            and call.returned is None
            and call.services.tickets.callback(call.number_index, call.person_id, call.now) is None
        )
    return bool(call.memo["may_keep"])


@flow.queue(
    how_it_stands,
    Choice("agent.keep_place", to="keep", when=may_keep),
    announce="agent.ringing",
    to=("survey", "waiting", "nobody"),
)
def waiting(call: Call, ending: Ending) -> Go:
    if ending is Ending.HANDED_ON:
        return go("waiting")
    call.ask_for("")
    if ending is Ending.SERVED:
        call.also(call.services.tickets.called_back(call.id))
        return go("survey")
    return go("nobody")


@flow.menu(
    Choice("agent.leave_message", to="message"),
    Choice("agent.try_again", to="person"),
    Choice("agent.call_back", to="callback"),
    level=False,
)
def nobody(call: Call) -> Utterance:
    return say("agent.nobody")


@flow.menu(
    Choice("agent.something_else", to="welcome.menu"),
    Choice("agent.all_done", to="goodbye"),
    level=False,
)
def after(call: Call) -> None:
    """The person has hung up and the caller has not, and it was asked how it was."""
