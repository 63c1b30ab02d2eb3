"""The account: what a verified caller may ask about."""

from __future__ import annotations

from flows.call import Call
from flows.dialogue import Choice, Flow
from flows.proof import Proof

flow = Flow("account", needs=Proof.PIN)


@flow.menu(
    Choice("account.for_medical", to="medical"),
    Choice("account.for_contributions", to="contributions"),
    Choice("account.for_insurance", to="insurance"),
    Choice("account.for_benefits", to="benefits"),
    Choice("account.for_texts", to="texts"),
)
def menu(call: Call) -> None:
    """What can be asked; what it is about needs no sentence of its own."""
