"""One telephone call, as the carrier sees it. See the package for the theory of operation."""

import copy
from collections.abc import Callable, Mapping
from typing import Literal

from ivr.carrier.actions import Action, Answered, Ended, Fetch, Problem, Purpose, Response
from ivr.carrier.dial import dial
from ivr.carrier.document import Element, problem
from ivr.carrier.errors import CODES, CarrierMisuse
from ivr.carrier.gather import Gather
from ivr.carrier.identity import Names
from ivr.carrier.leg import Leg
from ivr.carrier.parameters import progress_params
from ivr.carrier.profiles import TWILIO, Profile
from ivr.carrier.prompt import prompt
from ivr.carrier.queue import Enqueue
from ivr.carrier.record import Record
from ivr.carrier.retrieval import FailureKind, Retrieval
from ivr.carrier.schema import KEYS, Context
from ivr.carrier.script import Script
from ivr.carrier.sound import Sound
from ivr.carrier.speech import default_audio_seconds, default_speech_seconds
from ivr.carrier.states import CALL, CallEvent, CallState, Machine
from ivr.carrier.switchboard import Switchboard
from ivr.carrier.track import VERBS, Ear, Track
from ivr.carrier.values import url_problem


def _reject(track: Track, element: Element) -> None:
    track.call.reject(element.string("reason"))


VERBS.update(
    {
        "Say": prompt,
        "Play": prompt,
        "Pause": prompt,
        "Gather": Gather,
        "Record": Record,
        "Dial": dial,
        "Enqueue": Enqueue,
        "Reject": _reject,
    }
)


class PhoneCall:
    """A call that plays TwiML.

    url: where the first document is; or `twiml`, the first document itself.
    typed_ahead: what becomes of keys that nobody listens to: lost, or kept for the next Gather.
        Which of the two Twilio does is undocumented; test both.
    strict: whether `problems` also collects what the call survives.
    speech_seconds, audio_seconds: how long a text in a language, or the sound at a URL whose own
        length is known or None, takes to be heard.
    verified: numbers beside From and To that may be shown as caller ID.
    fetch_media: whether what a Play names is fetched first; a WAV then takes its own length.
    observe: told of every action as it happens, beside the answers of the methods.
    """

    def __init__(
        self,
        url: str = "",
        to: str = "",
        from_: str = "",
        *,
        profile: Profile = TWILIO,
        typed_ahead: Literal["drop", "carry"] = "drop",
        method: Literal["GET", "POST"] = "POST",
        status_callback: str | None = None,
        fallback_url: str | None = None,
        strict: bool = True,
        clock: float = 0.0,
        account_sid: str = "AC" + "0" * 32,
        call_sid: str | None = None,
        direction: Literal["inbound", "outbound-api"] = "inbound",
        twiml: bytes | None = None,
        switchboard: Switchboard | None = None,
        verified: frozenset[str] = frozenset(),
        speech_seconds: Callable[[str, str], float] = default_speech_seconds,
        audio_seconds: Callable[[str, float | None], float] = default_audio_seconds,
        fetch_media: bool = False,
        observe: Callable[[Action], None] | None = None,
    ) -> None:
        if bool(url) == (twiml is not None):
            raise CarrierMisuse("a call needs either a url or twiml")
        for address in filter(None, (url, fallback_url, status_callback)):
            if complaint := url_problem(address, absolute=True):
                raise CarrierMisuse(f"a URL of the call {complaint}")
        self.switchboard = switchboard or Switchboard(clock)
        self.switchboard.calls.append(self)
        self.to, self.from_ = to, from_
        self.profile, self.typed_ahead, self.strict = profile, typed_ahead, strict
        self.account_sid, self.direction, self.verified = account_sid, direction, verified
        self.speech_seconds, self.audio_seconds = speech_seconds, audio_seconds
        self.names = Names(call_sid, profile)
        self.sid = call_sid or self.names.new_call()
        self.fetch_media = fetch_media
        self.sounds: dict[str, Sound] = {}  # what was fetched
        self.legs: list[Leg] = []
        self.problems: list[Problem] = []
        self.last_recording: dict[str, str] = {}
        self.answered_at: float | None = None
        self.retrieval = Retrieval(self)
        self._script = Script(self, fallback_url)
        self.track = Track(self, self._script, Context.CALL, Ear(), url)
        self._method, self._twiml = method, twiml
        self._status_callback = status_callback
        self._machine = Machine("the call", CALL, CallState.QUEUED)
        self._talks_until = 0.0
        self._outbox: list[Action] = []
        self._observe = observe

    # What the driver does.

    def dial(self) -> list[Action]:
        """The call reaches the carrier, which asks for the first document."""
        self._machine.move(CallEvent.DIAL)
        if self.direction == "outbound-api":
            self.pick_up()
        if self._twiml is None:
            self.track.request(self.track.url, self._method, {}, "voice")
        else:
            self.track.inline = True
            self.track.play(self._twiml)
        return self.drain()

    def answer(self, fetch_id: int, response: Response) -> list[Action]:
        """What the server said to a Fetch."""
        self.retrieval.answer(fetch_id, response)
        return self.drain()

    def fetch_failed(self, fetch_id: int, kind: FailureKind) -> list[Action]:
        """No answer came to a Fetch."""
        self.retrieval.failed(fetch_id, kind)
        return self.drain()

    def press(self, keys: str) -> list[Action]:
        """The caller presses one key, or several in a burst."""
        self._machine.check(CallEvent.PRESS)
        if not keys or not set(keys) <= KEYS:
            raise CarrierMisuse("a telephone has the keys 0-9 * # only")
        for key in keys:
            if not self.over:
                self.track.press(key)
        return self.drain()

    def speak(self, seconds: float) -> list[Action]:
        """The caller speaks for so long, from now on. Only a Record takes note."""
        self._machine.check(CallEvent.SPEAK)
        if seconds < 0:
            raise CarrierMisuse("nobody speaks for a negative time")
        self._talks_until = max(self._talks_until, self.now + seconds)
        if isinstance(self.track.activity, Record):
            self.track.activity.speak(self._talks_until)
        return self.drain()

    def advance(self, seconds: float) -> list[Action]:
        """Turn the clock, of this call and of all on its switchboard."""
        self.switchboard.advance(seconds)
        return self.drain()

    def hang_up(self) -> list[Action]:
        """The caller hangs up."""
        self.end(CallEvent.HANG_UP, "the caller hung up")
        return self.drain()

    def update(self, url: str, method: Literal["GET", "POST"] = "POST") -> list[Action]:
        """Send the live call to another document, as the carrier's REST API does."""
        self._machine.check(CallEvent.UPDATE)
        activity = self.track.activity
        if isinstance(activity, Enqueue):
            self.track.activity = None
            activity.redirected()
        self.track.stop(last_words=False)
        self.track = Track(self, self._script, Context.CALL, self.track.ear, self.track.url)
        self.track.request(url, method, {}, "redirect")
        return self.drain()

    def drain(self) -> list[Action]:
        """What has happened since the last answer, also by the doing of other calls."""
        actions, self._outbox = self._outbox, []
        return actions

    def snapshot(self) -> "PhoneCall":
        """A copy of the call and of all on its switchboard, to be played on or to go back to."""
        twin = copy.deepcopy(self)
        for call in twin.switchboard.calls:
            call._observe = None  # an observer watches one call, not its copies
        return twin

    @staticmethod
    def restore(snapshot: "PhoneCall") -> "PhoneCall":
        """A call that goes on from the snapshot; the snapshot can be used again."""
        return copy.deepcopy(snapshot)

    # What the driver may look at.

    @property
    def now(self) -> float:
        """Seconds on the clock."""
        return self.switchboard.now

    @property
    def status(self) -> str:
        """CallStatus."""
        return str(self._machine.state)

    @property
    def over(self) -> bool:
        """Whether the call has ended."""
        return self._machine.over

    @property
    def requests(self) -> list[Fetch]:
        """The requests that are under way, oldest first."""
        return [pending.fetch for pending in self.retrieval.pending.values()]

    @property
    def next_event_at(self) -> float | None:
        """When something will happen by itself; None if the call waits for its driver."""
        times = (self.retrieval.next_deadline, None if self.over else self.track.deadline)
        return min((t for t in times if t is not None), default=None)

    # What the parts of the carrier do.

    def wake(self) -> None:
        """Let what is due happen."""
        deadline = self.retrieval.next_deadline
        if deadline is not None and deadline <= self.now:
            self.retrieval.expire()
        elif self.track.activity:
            self.track.activity.wake()

    def emit(self, action: Action) -> None:
        """Tell the driver."""
        self._outbox.append(action)
        if self._observe:
            self._observe(action)

    def complain(self, complaint: Problem) -> None:
        """Write into the carrier's log."""
        self.emit(complaint)
        if self.strict or CODES[complaint.code].fatal:
            self.problems.append(complaint)

    def complain_of(self, code: int, message: str) -> None:
        """Write into the carrier's log, by number."""
        self.complain(problem(code, message))

    def pick_up(self) -> None:
        """From now on the call is answered."""
        if self._machine.state is CallState.RINGING:
            self._machine.move(CallEvent.PICK_UP)
            self.answered_at = self.now
            self.emit(Answered())

    def reject(self, reason: str) -> None:
        """Do not answer; too late for that, hang up."""
        event = CallEvent.REJECT_BUSY if reason == "busy" else CallEvent.REJECT
        self.end(event, f"Reject: {reason}")

    def notify(
        self,
        url: str,
        method: str,
        own: Mapping[str, str],
        extra: Mapping[str, str],
        purpose: Purpose,
    ) -> None:
        """Send a request whose answer nobody waits for."""
        self.retrieval.send(url, method, own, extra, purpose, _Notice(self))

    def may_show(self, caller_id: str) -> bool:
        """Whether a number may be shown to a called party."""
        return caller_id in self.verified | {self.from_, self.to}

    def new_sid(self, prefix: str) -> str:
        """A fresh name."""
        return self.names.new(prefix)

    def end(self, event: CallEvent, reason: str) -> None:
        """The call is over: its track stops, and those who asked for it are told."""
        self._machine.move(event)
        self.track.stop()
        self.emit(Ended(self.status, reason))
        if self._status_callback:
            seconds = 0 if self.answered_at is None else int(self.now - self.answered_at)
            extra = {
                **progress_params(self.now, 0),
                "CallDuration": str(seconds),
                **self.last_recording,
            }
            own = self.track.owner.params(self.track)
            self.notify(self._status_callback, "POST", own, extra, "status")


class _Notice:
    """The receiver of an answer that nobody waits for."""

    alive = True

    def __init__(self, call: PhoneCall) -> None:
        self.call = call

    def received(self, response: Response, url: str) -> None:
        """Any 2xx will do."""

    def not_received(self, code: int, message: str, url: str) -> None:
        """Nothing but a line in the log."""
        self.call.complain_of(15003, f"{code}, {message}")
