"""What a call tells its driver: things to do (`Fetch`) and things that happened (the rest).

Lengths are seconds, moments are seconds on the call's clock. `leg` is None for the caller's ear
and the name of a dialled leg otherwise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.message import Message
from typing import Literal, TypeAlias

from ivr.carrier.errors import Level

Purpose: TypeAlias = Literal[
    "voice",
    "action",
    "redirect",
    "whisper",
    "wait",
    "media",
    "status",
    "fallback",
    "leg-status",
    "recording-status",
]


@dataclass(frozen=True, slots=True)
class Response:
    """The answer to a `Fetch`. `headers` may repeat a name (Set-Cookie does)."""

    status: int = 200
    content_type: str | None = "text/xml"
    body: bytes = b""
    headers: Sequence[tuple[str, str]] = ()

    def header(self, name: str) -> str | None:
        """The first header of this name, in any case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def message(self) -> Message:
        """The headers as the standard library's cookie jar wants them."""
        message = Message()
        for name, value in self.headers:
            message[name] = value
        return message


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long the driver may take, in seconds."""

    connect: float = 5.0
    read: float = 15.0
    total: float = 15.0


@dataclass(frozen=True, slots=True)
class Fetch:
    """Request `url` and hand the answer to `PhoneCall.answer(id, …)`.

    `url` is final: for GET the parameters are already in its query. `params` are all parameters
    that are sent, whichever way. Do not follow redirects and do not retry: the call does both.
    """

    id: int
    method: Literal["GET", "POST"]
    url: str
    params: Mapping[str, str]
    purpose: Purpose
    headers: Mapping[str, str] = field(default_factory=dict)
    timeouts: Timeouts = Timeouts()
    attempt: int = 1

    @property
    def form(self) -> dict[str, str]:
        """The form fields of the body: all parameters of a POST, none of a GET."""
        return dict(self.params) if self.method == "POST" else {}


@dataclass(frozen=True, slots=True)
class Answered:
    """The carrier picked up: from here on the call is in progress and billed."""


@dataclass(frozen=True, slots=True)
class Speak:
    """Text is being spoken for `seconds`."""

    text: str
    language: str
    voice: str | None
    leg: str | None
    seconds: float


@dataclass(frozen=True, slots=True)
class PlayAudio:
    """A sound is being heard: once (`loop` 1; a looping Play tells each time), or endlessly (0).

    `words` are what it says, where the file tells, in `language`, where the answer did.
    """

    url: str
    loop: int
    leg: str | None
    seconds: float | None
    words: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class PlayDigits:
    """Tones are being played; `w` is half a second of silence, `W` a whole one."""

    digits: str
    leg: str | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Silence:
    """A Pause."""

    seconds: float
    leg: str | None


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A key stopped the prompt (barge-in)."""

    leg: str | None


@dataclass(frozen=True, slots=True)
class KeyDropped:
    """A key was pressed when nobody listened, and is lost."""

    key: str
    leg: str | None


@dataclass(frozen=True, slots=True)
class Listening:
    """A Gather takes keys. `until` is None while its prompt plays, then when it gives up."""

    num_digits: int | None
    finish_on_key: str
    timeout: float
    until: float | None
    leg: str | None


@dataclass(frozen=True, slots=True)
class NotListening:
    """The Gather has ended."""

    leg: str | None


@dataclass(frozen=True, slots=True)
class Recording:
    """The beep has sounded (if any): what the caller says is kept, for `max_seconds` at most."""

    max_seconds: float
    beep: bool


@dataclass(frozen=True, slots=True)
class Recorded:
    """The recording has ended. `seconds` is 0 when nothing was said; then there is no file."""

    seconds: float
    url: str | None
    sid: str | None


@dataclass(frozen=True, slots=True)
class Ringing:
    """A dialled leg rings. `target` is the number, `sip:` URI or `client:` name."""

    leg: str
    target: str
    caller_id: str


@dataclass(frozen=True, slots=True)
class Joined:
    """The caller and a leg (or a queued call) hear each other."""

    leg: str


@dataclass(frozen=True, slots=True)
class LegEnded:
    """A dialled leg is over. `status` is its CallStatus."""

    leg: str
    status: str


@dataclass(frozen=True, slots=True)
class Queued:
    """The caller waits in a queue, `position` counted from 1."""

    queue: str
    position: int


@dataclass(frozen=True, slots=True)
class Dequeued:
    """The caller has left the queue."""

    queue: str
    result: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The call is over. `status` is the final CallStatus, `reason` is for people."""

    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What Twilio would write into its log."""

    code: int
    message: str
    level: Level


Action: TypeAlias = (
    Fetch
    | Answered
    | Speak
    | PlayAudio
    | PlayDigits
    | Silence
    | Interrupted
    | KeyDropped
    | Listening
    | NotListening
    | Recording
    | Recorded
    | Ringing
    | Joined
    | LegEnded
    | Queued
    | Dequeued
    | Ended
    | Problem
)
