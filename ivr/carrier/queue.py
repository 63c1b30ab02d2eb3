"""Enqueue: a caller waits in line until an agent's call takes the first.

The two sides, this and `dial_queue`, are activities of two calls on one `Switchboard`. When they
are brought together the waiting caller hears the Queue's document, if there is one, and then both
are joined; whichever side ends it, the other goes on with its document.
"""

from typing import TYPE_CHECKING

from ivr.carrier.actions import Dequeued, Interrupted, Joined, PlayAudio, Purpose, Queued
from ivr.carrier.document import Element
from ivr.carrier.schema import Context
from ivr.carrier.track import Track

if TYPE_CHECKING:
    from ivr.carrier.dial_queue import DialQueue
    from ivr.carrier.switchboard import Queue

#: What a caller hears who waits without a waitUrl: the carrier's own music.
HOLD_MUSIC = "carrier:hold-music"


class Enqueue:
    """One caller who waits, and later talks."""

    def __init__(self, track: Track, element: Element) -> None:
        self.track = track
        self.element = element
        self.queue: Queue = track.call.switchboard.queue(
            element.text, track.call.profile.queue_capacity
        )
        self.agent: DialQueue | None = None
        self.joined_at: float | None = None
        self._since = track.call.now
        self._until: float | None = None
        self._inner: Track | None = None
        self._music = False

    @property
    def seconds(self) -> int:
        """Whole seconds in the queue."""
        until = self.track.call.now if self._until is None else self._until
        return int(until - self._since)

    @property
    def deadline(self) -> float | None:
        """The next thing in the document that is heard meanwhile."""
        return self._inner.deadline if self._inner else None

    def begin(self) -> None:
        """Join the line; if an agent is waiting for callers, go straight on."""
        call = self.track.call
        if self.queue.full:
            call.complain_of(14207, f"{len(self.queue.waiting)} callers wait")
            self._finish("queue-full")
            return
        self.queue.join(self)
        call.emit(Queued(self.queue.name, len(self.queue.waiting)))
        if not self.queue.match():
            self._wait()

    def wake(self) -> None:
        """The document goes on."""
        if self._inner and self._inner.activity:
            self._inner.activity.wake()

    def press(self, key: str) -> bool:
        """Keys belong to the document that is heard meanwhile; then to the conversation."""
        if self._inner:
            self._inner.press(key)
            return True
        return self.joined_at is not None

    def abandon(self, *, last_words: bool) -> None:
        """The caller hung up, in line or while talking."""
        self._go("hangup" if self.joined_at is None else "bridged")

    def redirected(self) -> None:
        """The live call is sent to another document."""
        self._go("redirected" if self.joined_at is None else "redirected-from-bridged")

    def remove(self, result: str) -> None:
        """Taken out of the line from outside, or by a Leave."""
        self._leave_queue(result)
        self._finish(result)

    def taken(self, agent: "DialQueue") -> None:
        """`agent` takes the call."""
        self.agent = agent
        self._until = self.track.call.now
        self._stop_inner()
        noun = agent.noun
        if url := noun.attributes.get("url"):
            # The document belongs to the agent's TwiML, but it is the caller who hears it.
            self._inner = Track(
                self.track.call, self, Context.BRIDGE, self.track.ear, agent.track.url
            )
            extra = {**self._place(), "DequeingCallSid": agent.track.call.sid}
            self._inner.request(url, noun.string("method"), extra, "whisper")
        else:
            self._join()

    def agent_gone(self) -> None:
        """The other side ended it."""
        self.agent = None
        self.remove("bridged" if self.joined_at is not None else "bridging-in-process")

    # The owner of the inner track.

    def params(self, track: Track) -> dict[str, str]:
        """The caller's own parameters; the place in line where Twilio tells it (`Owner`)."""
        own = self.track.owner.params(self.track)
        return own if track.context is Context.BRIDGE else {**own, **self._place(), **self._line()}

    def before(self, track: Track, element: Element) -> None:
        """Nothing is special about a verb in a queue (`Owner`)."""

    def finished(self, track: Track) -> None:
        """The wait document is asked for again; after the other one they talk (`Owner`)."""
        if track.context is Context.BRIDGE:
            self._stop_inner()
            self._join()
        else:
            self._ask_wait(track)

    def hung_up(self, track: Track, reason: str) -> None:
        """A Hangup in the wait document ends the call (`Owner`)."""
        self.track.owner.hung_up(self.track, reason)

    def left(self, track: Track) -> None:
        """A Leave: back to the action, or the verb behind Enqueue (`Owner`)."""
        self.remove("leave")

    def failed(self, track: Track, code: int, url: str, purpose: Purpose) -> None:
        """No document to hear meanwhile (`Owner`)."""
        if track.context is Context.BRIDGE:
            self._stop_inner()
            self._join()
        else:
            self.remove("error")

    def _wait(self) -> None:
        wait = self.element.get("waitUrl")
        if wait is None:
            self._music = True
            self.track.call.emit(PlayAudio(HOLD_MUSIC, 0, self.track.ear.name, None))
        elif wait:
            track = self.track
            self._inner = Track(track.call, self, Context.WAIT, track.ear, track.url)
            self._ask_wait(self._inner)

    def _ask_wait(self, inner: Track) -> None:
        url = self.track.absolute(self.element.string("waitUrl"))
        inner.request(url, self.element.get("waitUrlMethod") or "POST", {}, "wait")

    def _join(self) -> None:
        agent = self.agent
        if agent is None:
            return
        self.joined_at = self.track.call.now
        self.track.call.emit(Dequeued(self.queue.name, self._spelt("bridged")))
        agent.joined()
        self.track.call.emit(Joined(agent.track.call.sid))
        agent.track.call.emit(Joined(self.track.call.sid))

    def _go(self, result: str) -> None:
        """Leave for good, and ask for the action whose answer nobody will hear."""
        self._leave_queue(result)
        if action := self.element.get("action"):
            self.track.last_request(action, self.element.string("method"), self._outcome(result))

    def _leave_queue(self, result: str) -> None:
        self._until = self.track.call.now if self._until is None else self._until
        self._stop_inner()
        self.queue.forget(self)
        if self.joined_at is None:
            self.track.call.emit(Dequeued(self.queue.name, self._spelt(result)))
        agent, self.agent = self.agent, None
        if agent:
            agent.caller_gone()

    def _stop_inner(self) -> None:
        inner, self._inner = self._inner, None
        if self._music or (inner and inner.activity):
            self._music = False
            self.track.call.emit(Interrupted(self.track.ear.name))
        if inner:
            inner.stop()

    def _finish(self, result: str) -> None:
        action = self.element.get("action")
        if action:
            method = self.element.string("method")
            self.track.request(action, method, self._outcome(result), "action")
        else:
            self.track.done()

    def _outcome(self, result: str) -> dict[str, str]:
        return {"QueueResult": self._spelt(result), **self._place()}

    def _spelt(self, result: str) -> str:
        return self.track.call.profile.queue_results.get(result, result)

    def _place(self) -> dict[str, str]:
        return {"QueueSid": self.queue.sid, "QueueTime": str(self.seconds)}

    def _line(self) -> dict[str, str]:
        return {
            "QueuePosition": str(self.queue.position(self)),
            "AvgQueueTime": str(self.queue.average_seconds),
            "CurrentQueueSize": str(len(self.queue.waiting)),
            "MaxQueueSize": str(self.queue.capacity),
        }
