"""Dial: ring one leg or several, join the first that takes the call, report how it went.

A leg takes the call when it has answered and its whisper, if it has one, has come to its end.
Until then the others go on ringing: a voicemail that answers, and presses no key, wins nothing.
"""

from typing import TYPE_CHECKING

from ivr.carrier.dial_queue import DialQueue
from ivr.carrier.document import Element
from ivr.carrier.leg import Leg
from ivr.carrier.states import LegState

if TYPE_CHECKING:
    from ivr.carrier.track import Activity, Track

_DIALLED = "Number"


class Dial:
    """One Dial of numbers, SIP addresses or clients."""

    def __init__(self, track: "Track", element: Element, nouns: list[Element]) -> None:
        self.track = track
        self.element = element
        self.caller_id = element.get("callerId") or track.call.from_
        self.legs: list[Leg] = []
        self.winner: Leg | None = None
        self._nouns = nouns
        self._rings_until = 0.0
        self._talks_until: float | None = None
        self._over = False

    @property
    def deadline(self) -> float | None:
        """The end of ringing or talking, or the next thing in a whisper."""
        if self._talks_until is not None:
            return self._talks_until
        times = [leg.whisper.deadline for leg in self.legs if leg.whisper and leg.whisper.alive]
        if any(leg.state is LegState.RINGING for leg in self.legs):
            times.append(self._rings_until)
        return min((t for t in times if t is not None), default=None)

    def begin(self) -> None:
        """Check the caller ID and ring."""
        call = self.track.call
        if any(noun.name == _DIALLED for noun in self._nouns) and not call.may_show(self.caller_id):
            self.track.fail(13214, "it is neither a number of this call nor a verified one")
            return
        self._ring()

    def wake(self) -> None:
        """Ringing or talking took too long, or a whisper goes on."""
        now = self.track.call.now
        if self._talks_until is not None:
            self._finish()
            return
        for leg in self.legs:
            due = leg.whisper.deadline if leg.whisper and leg.whisper.alive else None
            if leg.whisper and leg.whisper.activity and due is not None and due <= now:
                leg.whisper.activity.wake()
                return
        for leg in self.legs:
            if leg.state is LegState.RINGING:
                leg.time_out()
        self._next_or_finish()

    def press(self, key: str) -> bool:
        """A caller's key: only `*`, and only while joined, if hangupOnStar says so."""
        if self.winner is None:
            return False
        if key == "*" and self.element.flag("hangupOnStar"):
            self._finish()
        return True

    def abandon(self, *, last_words: bool) -> None:
        """The caller hung up."""
        self._over = True
        for leg in self.legs:
            leg.cancel()
        action = self.element.get("action")
        if last_words and action and self.track.call.profile.dial_action_on_hangup:
            self.track.last_request(action, self.element.string("method"), self._outcome())

    def joined(self, winner: Leg) -> None:
        """`winner` takes the call; the others are cancelled."""
        self.winner = winner
        self._talks_until = self.track.call.now + self.element.number("timeLimit")
        for leg in self.legs:
            if leg is not winner:
                leg.cancel()
        self.track.call.pick_up()

    def leg_over(self, leg: Leg) -> None:
        """A leg ended by itself."""
        if self._over:
            return
        if leg is self.winner:
            self._finish()
        elif all(each.over for each in self.legs):
            self._next_or_finish()

    def _ring(self) -> None:
        call = self.track.call
        several = not self.element.flag("sequential")
        now, self._nouns = (self._nouns, []) if several else (self._nouns[:1], self._nouns[1:])
        timeout = self.element.number("timeout") + call.profile.ring_buffer
        self._rings_until = call.now + timeout
        fresh = []
        for noun in now:
            leg = Leg(call, self, f"leg-{len(call.legs) + 1}", noun, self.caller_id)
            call.legs.append(leg)
            self.legs.append(leg)
            fresh.append(leg)
        for leg in fresh:
            leg.ring()

    def _next_or_finish(self) -> None:
        if any(not leg.over for leg in self.legs):
            return
        if self._nouns:
            self._ring()
        else:
            self._finish()

    def _finish(self) -> None:
        self._over = True
        for leg in self.legs:
            leg.cancel()
        action = self.element.get("action")
        if action:
            self.track.request(action, self.element.string("method"), self._outcome(), "action")
        else:
            self.track.done()

    def _outcome(self) -> dict[str, str]:
        leg = self.winner or self.legs[-1]
        return {
            "DialCallStatus": self._status(),
            "DialCallSid": leg.sid,
            "DialCallDuration": str(leg.seconds),
            "DialBridged": "true" if self.winner else "false",
        }

    def _status(self) -> str:
        """All busy: busy; any failed: failed; answered at least: completed; else no-answer."""
        states = {leg.state for leg in self.legs}
        if self.winner or LegState.COMPLETED in states:
            return "completed"
        if states == {LegState.BUSY}:
            return "busy"
        if LegState.FAILED in states:
            return "failed"
        return "canceled" if states == {LegState.CANCELED} else "no-answer"


def dial(track: "Track", element: Element) -> "Activity":
    """The verb: what it dials decides which activity it is."""
    if element.children and element.children[0].name == "Queue":
        return DialQueue(track, element, element.children[0])
    nouns = list(element.children) or [Element("Number", {}, element.text)]
    return Dial(track, element, nouns)
