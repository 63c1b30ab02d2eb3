"""The person who is rung: what they do, what they hear."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ivr.carrier.leg import Leg
from ivr.carrier.states import LegState

if TYPE_CHECKING:
    from ivr.carrier.telephone.call import TelephoneCall


class Agent:
    """One dialled person, or their mailbox."""

    def __init__(self, call: "TelephoneCall", leg: Leg) -> None:
        self._call = call
        self._leg = leg

    @property
    def target(self) -> str:
        """The number, `sip:` URI or `client:` name that was rung."""
        return self._leg.target

    def answers(self) -> None:
        """Picks up; hears the question to the agent, if there is one, or is joined."""
        self._does("answers", "answers", self._leg.answer)

    def is_busy(self) -> None:
        """Is on another call."""
        self._does("is_busy", "is busy", self._leg.busy)

    def does_not_answer(self) -> None:
        """Lets it ring until the network gives up."""
        self._does("does_not_answer", "does not answer", self._leg.no_answer)

    def is_unreachable(self) -> None:
        """Cannot be reached at all."""
        self._does("is_unreachable", "is unreachable", self._leg.fail)

    def presses(self, key: str) -> None:
        """Presses one key."""
        self._does("presses", f"presses {key}", lambda: self._leg.press(key), key)

    def hangs_up(self) -> None:
        """Hangs up."""
        self._does("hangs_up", "hangs up", self._leg.hang_up)

    def hears(self, *parts: str) -> None:
        """All of these are said to the agent; listens until they are, or nothing more is said."""
        self._call.listen_for(parts, self._leg.name)

    def is_joined(self) -> None:
        """Speaks with the caller."""
        if self._leg.state is not LegState.JOINED:
            self._call.fail(f"the agent should be joined, and is {self._leg.state}")

    def is_not_joined(self) -> None:
        """Does not speak with the caller."""
        if self._leg.state is LegState.JOINED:
            self._call.fail("the agent is joined, and should not be")

    def _does(self, act: str, text: str, event: Callable[[], object], key: str = "") -> None:
        self._call.event("agent", act, text, event, key)
