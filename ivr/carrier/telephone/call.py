"""One call, told from the caller's side."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, NoReturn

from ivr.carrier.actions import Problem
from ivr.carrier.http import Phone
from ivr.carrier.telephone.agent import Agent
from ivr.carrier.telephone.transcript import Transcript, Who

if TYPE_CHECKING:
    from ivr.carrier.telephone.box import Telephone

MOST_LISTENING: Final = 600.0
"""Seconds of uninterrupted speech after which a test has run into music."""
_PATIENCE_FOR_TONE: Final = 3.0


class TelephoneCall:
    """A call under way. `transcript` is all that was said and done so far.

    `hears` and its like look at what was said since the caller, or an agent, last did something.
    A sentence that was stopped counts as far as it was heard.
    """

    def __init__(self, telephone: "Telephone", phone: Phone) -> None:
        self.telephone = telephone
        self.phone = phone
        self.transcript = Transcript(show_keys=telephone.show_keys)
        self._since = 0
        self._noted = 0

    # --- what the caller does --------------------------------------------------------------------

    def begin(self) -> None:
        """The call is dialled and answered."""
        self.transcript.started = self.telephone.now
        self.event("caller", "dial", f"dials {self.phone.call.to}", self.phone.dial)

    def press(self, keys: str) -> None:
        """Press a key, or several one after the other; the line answers each before the next."""
        for nth, key in enumerate(keys):
            if self.over:
                self.fail(f"{self.transcript.shown(keys)!r} cannot be pressed: the call is over")
            if nth == 0:
                self._mark("press", "", keys, seconds=self.telephone.key_seconds * len(keys))
            self.phone.press(key)
            self.telephone.note()
            self.telephone.passes(self.telephone.key_seconds)

    def type(self, number: str) -> None:
        """Type a number, with the * and # that belong to it."""
        self.press(number)

    def types_ahead(self, keys: str) -> None:
        """Press keys faster than the line can answer. What the question under way does not take is
        lost, or kept for the next, as the carrier's `typed_ahead` says."""
        self._going_on(f"{self.transcript.shown(keys)!r} cannot be pressed")
        self._mark("types_ahead", "", keys)
        self.phone.call.press(keys)
        self.phone.settle()
        self.telephone.note()

    def waits(self, seconds: float) -> None:
        """Listen to the end of what is being said, then be silent for so long."""
        self.listens_out()
        self.event("caller", "waits", f"is silent for {seconds:g} seconds", lambda: None)
        self.telephone.passes(seconds)

    def listens_out(self) -> None:
        """Listen until nothing more is said: the line waits, rings, records, or has hung up."""
        self._listen(lambda: False)

    def speaks(self, seconds: float) -> None:
        """Listen out, wait for the tone, and speak for so long into the recording."""
        self.listens_out()
        self._going_on("nobody can speak")
        self._wait_for_tone()
        self.begins_to_speak(seconds)
        self.telephone.passes(seconds)

    def begins_to_speak(self, seconds: float) -> None:
        """Speak from now on for so long, while time is let pass by others."""
        self._mark("speaks", f"speaks for {seconds:g} seconds", seconds=seconds)
        self.phone.call.speak(seconds)

    def hangs_up(self) -> None:
        """Hang up."""
        self._going_on("nobody can hang up")
        self.event("caller", "hangs_up", "hangs up", self.phone.hang_up)

    # --- what the caller notices -----------------------------------------------------------------

    def hears(self, *parts: str) -> None:
        """All of these are said, in any order; listens until they are, or the line waits."""
        self.listen_for(parts, None)

    def hears_only(self, *sentences: str) -> None:
        """Exactly these sentences are said, whole and in this order, until the line waits."""
        self.listens_out()
        heard = self.heard
        if heard != list(sentences):
            self.fail(f"{list(sentences)!r} should have been heard, and {heard!r} was")

    def does_not_hear(self, *parts: str) -> None:
        """None of these is said before the line waits."""
        self.listens_out()
        heard = self.heard
        for part in parts:
            if any(part in text for text in heard):
                self.fail(f"{part!r} was heard, and should not have been")

    @property
    def heard(self) -> list[str]:
        """What was said since the caller, or an agent, last did something."""
        return self.transcript.heard(self._since, None, self.telephone.now)

    @property
    def agent(self) -> Agent:
        """The person who is being rung, or has answered; listens until somebody is rung."""
        legs = self.phone.legs
        if not legs or legs[-1].over:
            self.listens_out()
        if not legs or legs[-1].over:
            self.fail("nobody is being rung")
        return Agent(self, legs[-1])

    def rings(self, target: str) -> None:
        """This number, `sip:` URI or `client:` name is being rung."""
        if self.agent.target != target:
            self.fail(f"{target} should be rung, and {self.agent.target} is")

    def rings_nobody(self) -> None:
        """Nobody is being rung, and nobody is joined."""
        self.listens_out()
        if self.phone.legs and not self.phone.legs[-1].over:
            self.fail(f"{self.phone.legs[-1].target} is being rung")

    @property
    def over(self) -> bool:
        """Whether the call has ended."""
        return self.phone.call.over

    def is_over(self) -> None:
        """The line has said all it had to say and hung up, or the caller has."""
        self.listens_out()
        if not self.over:
            self.fail("the call should be over, and goes on")

    def is_going_on(self) -> None:
        """The call is not over, even when all has been said."""
        self.listens_out()
        self._going_on("the call should go on")

    @property
    def problems(self) -> list[Problem]:
        """What the carrier would have logged."""
        return self.phone.call.problems

    @property
    def seconds(self) -> float:
        """How long the call has lasted."""
        ended = [e.second for e in self.transcript if e.act == "end"]
        return ended[0] if ended else self.telephone.now - self.transcript.started

    # --- for the telephone and its agents --------------------------------------------------------

    def event(
        self, who: Who, act: str, text: str, event: Callable[[], object], keys: str = ""
    ) -> None:
        """Somebody does something, and what it leads to at once happens."""
        self._mark(act, text, keys, who)
        event()
        self.phone.settle()
        self.telephone.note()

    def listen_for(self, parts: Sequence[str], ear: str | None) -> None:
        """Listen until all parts have been said to an ear; fails when nothing more is said."""

        def missing() -> list[str]:
            heard = self.transcript.heard(self._since, ear, self.telephone.now)
            return [part for part in parts if not any(part in text for text in heard)]

        self._listen(lambda: not missing(), [ear])
        if left := missing():
            self.fail(f"{', '.join(map(repr, left))} was not heard")

    def note(self) -> None:
        """Take what the carrier has just done into the transcript."""
        actions = self.phone.actions
        while self._noted < len(actions):
            self.transcript.take(actions[self._noted], self.telephone.now)
            self._noted += 1

    def fail(self, why: str) -> NoReturn:
        """Raise an AssertionError that shows the call."""
        raise AssertionError(f"{why}\n\n{self.transcript}")

    def _listen(self, enough: Callable[[], bool], ears: Sequence[str | None] | None = None) -> None:
        """Listen sentence by sentence, until it is enough or nothing more is said."""
        ends = self.telephone.now + MOST_LISTENING
        while not enough():
            until = self.transcript.sounding_until(ears)
            if until <= self.telephone.now:
                return
            self.telephone.passes(until - self.telephone.now)
            if self.telephone.now > ends:
                self.fail(f"the line has been speaking for {MOST_LISTENING:g} seconds")

    def _wait_for_tone(self) -> None:
        board = self.phone.call.switchboard
        ends = board.now + _PATIENCE_FOR_TONE
        while not self.transcript.recording:
            at = board.next_event_at
            if at is None or at > ends:
                self.fail("nothing is being recorded")
            self.telephone.passes(at - board.now)

    def _going_on(self, what: str) -> None:
        if self.over:
            self.fail(f"{what}: the call is over")

    def _mark(
        self, act: str, text: str, keys: str = "", who: Who = "caller", seconds: float = 0.0
    ) -> None:
        self.note()
        self.transcript.did(self.telephone.now, who, act, text, keys, seconds)
        self._since = len(self.transcript)
