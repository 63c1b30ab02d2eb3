"""Messages, callbacks, complaints, and what became of them: everything that is a ticket."""

from __future__ import annotations

from flows.call import Call
from flows.dialogue import Choice, Flow

flow = Flow("contact")


@flow.menu(
    Choice("contact.for_message", to="message"),
    Choice("contact.for_callback", to="callback"),
    Choice("contact.for_complaint", to="complaint"),
    Choice("contact.for_progress", to="progress"),
)
def menu(call: Call) -> None:
    """What can be asked for; each ends with a number and a date."""
