"""What became of a ticket: by its number, which tells nothing of what it is about."""

from __future__ import annotations

from datetime import date

from db.tickets import NUMBER_DIGITS, is_number
from flows.call import Call
from flows.dialogue import Again, Choice, Flow, Go, Utterance, again, go, say
from flows.digits import Digits

flow = Flow("progress")

NUMBER = Digits(NUMBER_DIGITS, NUMBER_DIGITS, wait=10)


@flow.menu(
    Choice("progress.for_number", to="number"),
    Choice("progress.for_cases", to="cases"),
)
def menu(call: Call) -> None:
    """With the number at hand, or by who calls."""


@flow.ask(
    NUMBER,
    "progress.number",
    short="progress.number_short",
    wrong="progress.number_wrong",
    to="found",
)
def number(call: Call, typed: str) -> Go | Again:
    if not is_number(typed):
        return again("progress.number_wrong")
    ticket = call.services.tickets.find(typed)
    if ticket is None:
        return again("progress.unknown")
    call.memo["ticket"] = {
        "number": ticket.number,
        "open": ticket.status == "open",
        "on": ticket.promised_on.isoformat(),
    }
    return go("found")


@flow.menu(
    Choice("progress.for_another", to="number"),
    Choice("message.something_else", to="welcome.menu"),
    level=False,
)
def found(call: Call) -> Utterance:
    ticket = call.memo["ticket"]
    if not ticket["open"]:
        return say("progress.done", ticket=ticket["number"])
    return stand(call, ticket["number"], date.fromisoformat(ticket["on"]))


def stand(call: Call, number: str, promised_on: date) -> Utterance:
    """An open ticket. A promise that was not kept is not repeated: a person is offered."""
    if promised_on < call.now.date():
        return say("progress.overdue", ticket=number, on=promised_on)
    return say("progress.open", ticket=number, on=promised_on)
