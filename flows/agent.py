"""A person: in office hours the agents are rung one after another; outside
them a callback is booked, or a message kept.

A caller who asked for a person is never hung up on.
"""

from __future__ import annotations

from flows.call import Call
from flows.dialogue import Choice, Contact, Flow, Go, go, say

flow = Flow("agent", patience="message")


@flow.step(to=("next_agent", "closed"))
def person(call: Call) -> Go:
    call.memo["rung"] = []
    if call.city.is_open(call.now):
        return go("next_agent")
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


@flow.step(to=("ring", "nobody"))
def next_agent(call: Call) -> Go:
    """Whoever has not been rung yet, in the order the agency set: first those whose group it is."""
    groups = call.city.agents.groups_for(call.came_from)
    left = [a for a in call.services.agents() if a.staff_number not in call.memo["rung"]]
    if not left:
        return go("nobody")
    chosen = next((agent for agent in left if agent.groups.intersection(groups)), left[0])
    call.memo["rung"].append(chosen.staff_number)
    return go("ring")


def on_turn(call: Call) -> Contact:
    staff_number = call.memo["rung"][-1]
    target = next(a.target for a in call.services.agents() if a.staff_number == staff_number)
    return Contact(staff_number, target)


@flow.connect(on_turn, "agent.ringing", to=("after", "next_agent"))
def ring(call: Call, joined: bool) -> Go:
    if not joined:
        return go("next_agent")
    call.also(call.services.tickets.called_back(call.id))
    return go("after")


@flow.menu(
    Choice("agent.leave_message", to="message"),
    Choice("agent.try_again", to="person"),
    Choice("agent.call_back", to="callback"),
    level=False,
)
def nobody(call: Call) -> object:
    return say("agent.nobody")


@flow.menu(
    Choice("agent.something_else", to="welcome.menu"),
    Choice("agent.all_done", to="goodbye"),
    level=False,
)
def after(call: Call) -> None:
    """The person has hung up and the caller has not."""
