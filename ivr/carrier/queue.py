"""Enqueue, and Dial with a Queue: a caller waits in line, an agent's call takes the first.

The two sides are activities of two different calls on one `Switchboard`. When they are brought
together the waiting caller hears the Queue's document, if there is one, and then both are
joined; whichever side ends it, the other goes on with its document.
"""

from typing import TYPE_CHECKING

from ivr.carrier.actions import Dequeued, Interrupted, Joined, PlayAudio, Purpose, Queued
from ivr.carrier.document import Element
from ivr.carrier.schema import Context
from ivr.carrier.track import Track

if TYPE_CHECKING:
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
        self.since = track.call.now
        self._inner: Track | None = None
        self._over = False

    @property
    def seconds(self) -> int:
        """Whole seconds in the queue."""
        return int(self.track.call.now - self.since)

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

    def abandon(self) -> None:
        """The caller hung up, in line or while talking."""
        result = "hangup" if self.joined_at is None else "bridged"
        self._leave_queue(result)
        if action := self.element.get("action"):
            self.track.last_request(action, self.element.string("method"), self._outcome(result))

    def redirected(self) -> None:
        """The live call is sent to another document."""
        result = "redirected" if self.joined_at is None else "redirected-from-bridged"
        self._leave_queue(result)
        if action := self.element.get("action"):
            self.track.last_request(action, self.element.string("method"), self._outcome(result))

    def remove(self, result: str) -> None:
        """Taken out of the line from outside, or by a Leave."""
        self._leave_queue(result)
        self._finish(result)

    def taken(self, agent: "DialQueue") -> None:
        """`agent` takes the call."""
        self.agent = agent
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

    def _leave_queue(self, result: str) -> None:
        self._over = True
        self._stop_inner()
        self.queue.forget(self)
        if self.joined_at is None:
            self.track.call.emit(Dequeued(self.queue.name, self._spelt(result)))
        agent, self.agent = self.agent, None
        if agent:
            agent.caller_gone()

    def _stop_inner(self) -> None:
        inner, self._inner = self._inner, None
        if inner:
            if inner.activity:
                self.track.call.emit(Interrupted(self.track.ear.name))
            inner.stop()

    def _finish(self, result: str) -> None:
        self._over = True
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


class DialQueue:
    """An agent's call that takes the head of a queue, or waits for one."""

    def __init__(self, track: Track, element: Element, noun: Element) -> None:
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

    def abandon(self) -> None:
        """The agent hung up."""
        status = "completed" if self._joined_at is not None else "canceled"
        self._let_go()
        action = self.element.get("action")
        if action and self.track.call.profile.dial_action_on_hangup:
            self.track.last_request(action, self.element.string("method"), self._outcome(status))

    def joined(self) -> None:
        """The caller has come."""
        call = self.track.call
        self._joined_at = call.now
        self._until = call.now + self.element.number("timeLimit")
        call.pick_up()

    def take(self, caller: Enqueue) -> None:
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
