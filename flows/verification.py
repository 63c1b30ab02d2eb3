"""Something on record looks wrong: the agency checks it, and answers by a date that is spoken."""

from __future__ import annotations

from flows.call import Call
from flows.dialogue import Choice, Flow, Utterance, say
from flows.proof import Proof

flow = Flow("verification", needs=Proof.PIN)


@flow.step(to="opened")
def check(call: Call) -> Utterance:
    return opened_for(call, "contribution")


@flow.menu(
    Choice("verification.back", to="account"),
    Choice("verification.something_else", to="welcome.menu"),
    Choice("verification.all_done", to="goodbye"),
    level=False,
)
def opened(call: Call) -> None:
    """The ticket's number has been spoken; 9 says it again."""


def opened_for(call: Call, about: str) -> Utterance:
    """Open the ticket, with its number and date; the same as a text message where one can be sent.

    ``about`` is what is to be checked, in a word: never whose, never how much.
    """
    on = call.city.working_days_later(call.now, call.city.promises.verification)
    number = call.open_ticket("verification", None, on, about=about)
    promise = say("verification.promise", ticket=number, on=on)
    if call.mobile_ending:
        call.text(promise)
    return promise
