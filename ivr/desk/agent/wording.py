"""The words for what the records say, on the agent's pages."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

Words = Mapping[str, LazyString]

STATES: Words = {
    "away": _l("Away"),
    "ready": _l("Ready"),
    "offered": _l("A caller rings"),
    "talking": _l("Talking"),
    "wrapup": _l("Wrap-up"),
    "break": _l("Break"),
}
WHY_AWAY: Words = {
    "no-answer": _l("A call was not taken in time, so you are away. Press Ready to go on."),
    "declined": _l("You declined a call, so you are away. Press Ready to go on."),
    "failed": _l("Your telephone could not be reached. See to it, then press Ready."),
    "page-closed": _l("This page was closed for a while, so you are away. Press Ready to go on."),
    "removed": _l("You were taken off duty. Ask your supervisor."),
}
PROOFS: Words = {
    "": _l("not identified"),
    "mobile": _l("calls from the registered mobile; nothing more is proven"),
    "pin": _l("by ID number and PIN"),
    "code": _l("by ID number, PIN and a code to the registered mobile"),
}
PARTS: Words = {
    "identity": _l("Name, ID number, mobile, employer"),
    "accounts": _l("Accounts"),
    "contributions": _l("Contributions"),
    "enrolments": _l("Enrolments"),
    "benefits": _l("Benefits"),
    "claims": _l("Claims"),
    "cards": _l("Cards"),
    "number": _l("Calling number"),
}
REASONS: Words = {
    "question": _l("The caller asks about it"),
    "identify": _l("To find out who calls"),
    "complaint": _l("To look into a complaint"),
    "correction": _l("To put a record right"),
    "answer": _l("To answer what was promised"),
    "other": _l("Another reason"),
}
DISPOSITIONS: Words = {
    "solved": _l("Solved"),
    "forwarded": _l("Passed on to an office"),
    "callback": _l("We call back"),
    "incomplete": _l("Broken off"),
    "nuisance": _l("No real call"),
}
OUTCOMES: Words = {
    "served": _l("talked"),
    "handed-on": _l("handed on"),
    "abandoned": _l("hung up while waiting"),
    "kept-place": _l("will be called back"),
    "left": _l("chose something else"),
    "nobody": _l("nobody on duty"),
    "failed": _l("the line failed"),
    "undone": _l("could not be reached"),
}
KINDS: Words = {
    "message": _l("Message"),
    "complaint": _l("Complaint"),
    "callback": _l("Callback"),
    "verification": _l("Check of a contribution"),
}
RESULTS: Words = {
    "answered": _l("Answered"),
    "corrected": _l("Put right"),
    "forwarded": _l("Passed on to an office"),
    "unfounded": _l("Nothing was wrong"),
    "unreachable": _l("Could not be reached"),
    "withdrawn": _l("No longer wanted"),
}
STEPS: Words = {
    "ticket_taken": _l("taken by"),
    "ticket_given_back": _l("given back by"),
    "ticket_closed": _l("closed by"),
    "ticket_reopened": _l("opened again by"),
}


def told(words: Words, name: str | None) -> str:
    """The word for ``name``; the name itself where there is none."""
    if name is None:
        return "—"
    return str(words[name]) if name in words else name or "—"
