"""A complaint: what it is about, then a recording, answered by a date that is spoken."""

from __future__ import annotations

from collections.abc import Iterator

from flows.call import Call
from flows.dialogue import Choice, Each, Flow
from flows.recorded import recorded

flow = Flow("complaint", nobody="goodbye")

ABOUT = ("staff", "fraud", "other")
"""Kept with the ticket, for whoever answers it."""


def subjects(call: Call) -> Iterator[dict[str, str]]:
    return ({"about": f"complaint.{subject}"} for subject in ABOUT)


@flow.menu(
    Choice("complaint.for_subject", to="promise", each=Each(subjects, ("about",), len(ABOUT)))
)
def menu(call: Call) -> None:
    """Whom or what it is about."""


@flow.step(to="promise")
def service(call: Call) -> None:
    """About how a person has served the caller, asked for when they had."""
    call.memo["picked"] = {"about": "complaint.service"}


recorded(
    flow,
    "complaint",
    lambda promises: promises.complaint,
    lambda call: str(call.picked["about"]).removeprefix("complaint."),
)
