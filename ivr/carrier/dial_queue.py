"""Dial with a Queue: an agent's call that takes the first caller in line, or waits for one."""

from typing import TYPE_CHECKING

from ivr.carrier.document import Element

if TYPE_CHECKING:
    from ivr.carrier.queue import Enqueue
    from ivr.carrier.track import Track


class DialQueue:
    """An agent's call that takes the head of a queue, or waits for one."""

    def __init__(self, track: "Track", element: Element, noun: Element) -> None:
        self.track = track
        self.element = element
        self.noun = noun
        self.caller: Enqueue | None = None
        self._until: float | None = None
        self._joined_at: float | None = None

    @property
    def deadline(self) -> float | None:
        """The end of waiting, or of talking."""
        return self._until

    def begin(self) -> None:
        """Take the first in line, or wait for one; a queue that never was is a failure."""
        call = self.track.call
        queue = call.switchboard.queues.get(self.noun.text)
        if queue is None:
            self._finish("failed")
            return
        self._until = call.now + self.element.number("timeout") + call.profile.ring_buffer
        queue.agents.append(self)
        queue.match()

    def wake(self) -> None:
        """Nobody came, or they talked too long."""
        joined = self._joined_at is not None
        self._let_go()
        self._finish("completed" if joined else "no-answer")

    def press(self, key: str) -> bool:
        """Only `*`, and only while joined, if hangupOnStar says so."""
        if self._joined_at is None:
            return False
        if key == "*" and self.element.flag("hangupOnStar"):
            self._let_go()
            self._finish("completed")
        return True

    def abandon(self, *, last_words: bool) -> None:
        """The agent hung up."""
        status = "completed" if self._joined_at is not None else "canceled"
        self._let_go()
        action = self.element.get("action")
        if last_words and action and self.track.call.profile.dial_action_on_hangup:
            self.track.last_request(action, self.element.string("method"), self._outcome(status))

    def joined(self) -> None:
        """The caller has come."""
        call = self.track.call
        self._joined_at = call.now
        self._until = call.now + self.element.number("timeLimit")
        call.pick_up()

    def take(self, caller: "Enqueue") -> None:
        """`caller` is brought to this agent, who rings on while a document is heard."""
        self.caller = caller
        self._until = None

    def caller_gone(self) -> None:
        """The caller hung up, or was sent elsewhere."""
        status = "completed" if self._joined_at is not None else "canceled"
        self.caller = None
        self._finish(status)

    def _let_go(self) -> None:
        queue = self.track.call.switchboard.queues.get(self.noun.text)
        if queue and self in queue.agents:
            queue.agents.remove(self)
        caller, self.caller = self.caller, None
        if caller:
            caller.agent_gone()

    def _finish(self, status: str) -> None:
        self._until = None
        if action := self.element.get("action"):
            method = self.element.string("method")
            self.track.request(action, method, self._outcome(status), "action")
        else:
            self.track.done()

    def _outcome(self, status: str) -> dict[str, str]:
        joined = self._joined_at
        seconds = 0 if joined is None else int(self.track.call.now - joined)
        return {
            "DialCallStatus": status,
            "DialCallDuration": str(seconds),
            "DialBridged": "false" if joined is None else "true",
        }
