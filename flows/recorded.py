"""What a caller says into a recording becomes a ticket: numbered, and answered by a date.

    flow = Flow("message", nobody="goodbye")
    recorded(flow, "message", lambda promises: promises.message)

gives the flow its steps ``promise``, ``speak``, ``kept``, ``nothing`` and ``still_there``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flows.call import Call
from flows.city.entries import Promises
from flows.dialogue import Choice, Flow, Go, Recording, Utterance, go, say

MOST_SECONDS = 120


def recorded(
    flow: Flow,
    kind: str,
    working_days: Callable[[Promises], int],
    about: Callable[[Call], str | None] = lambda call: None,
) -> None:
    """Add to ``flow`` the steps of a recording; the first is ``promise``.

    ``kind`` is the ticket's (``db.kinds.TICKETS``), ``working_days`` until the answer is the city's
    promise, ``about`` a word of what was chosen before.
    """

    @flow.step(to="speak")
    def promise(call: Call) -> Utterance:
        call.memo["empty"] = 0
        days = working_days(call.city.promises)
        answered_on = call.city.working_days_later(call.now, days)
        call.memo["answered_on"] = answered_on.isoformat()
        return say("message.promise", on=answered_on)

    @flow.record("message.speak", most_seconds=MOST_SECONDS, to="kept", nothing="nothing")
    def speak(call: Call, recording: Recording) -> Go:
        """Kept at once: whoever hangs up now has left their message."""
        answered_on = date.fromisoformat(call.memo["answered_on"])
        number = call.open_ticket(kind, recording, answered_on, about=about(call))
        call.memo["number"] = number
        if call.mobile_ending:
            call.text(receipt(call, kind))
        return go("kept")

    @flow.menu(
        Choice("message.something_else", to="welcome.menu"),
        Choice("message.all_done", to="goodbye"),
        level=False,
    )
    def kept(call: Call) -> list[Utterance]:
        return [receipt(call, kind), *texted(call)]

    @flow.step(to=("speak", "still_there"))
    def nothing(call: Call) -> Go:
        """Nobody spoke. Once more; then a question that a key can answer."""
        call.memo["empty"] += 1
        if call.memo["empty"] > 1:
            return go("still_there")
        return go("speak", say("message.not_heard"))

    @flow.menu(
        Choice("message.once_more", to="promise"),
        Choice("message.something_else", to="welcome.menu"),
        level=False,
    )
    def still_there(call: Call) -> Utterance:
        """Whoever leaves this without an answer, three times, is not there: see
        docs/decisions/0007."""
        return say("message.nothing_kept")


def receipt(call: Call, kind: str) -> Utterance:
    """What was kept: its number, and the date of the answer."""
    return say(
        "message.kept",
        what=f"ticket.{kind}",
        ticket=call.memo["number"],
        on=call.memo["answered_on"],
    )


def texted(call: Call) -> list[Utterance]:
    """That the number and the date are in a text message, when one could be sent."""
    return [say("message.texted", mobile=call.mobile_ending)] if call.mobile_ending else []
