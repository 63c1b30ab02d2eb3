"""The card and the PIN: what can be done about them by telephone. Who calls is asked when needed.

Every call about a lost card begins here, at any hour.
"""

from __future__ import annotations

from flows.call import Call
from flows.dialogue import Choice, Flow

flow = Flow("card")


@flow.menu(
    Choice("card.for_freeze", to="freeze"),
    Choice("card.for_lift", to="lift"),
    Choice("card.for_status", to="cards"),
    Choice("card.for_pin", to="pin"),
    Choice("card.for_forgot", to="forgot"),
)
def menu(call: Call) -> None:
    """A freeze comes first: whoever has lost a card is in a hurry."""
