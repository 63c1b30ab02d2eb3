"""The engines whose dialect a call can speak, as data.

A profile takes away from the full table of `schema` what its engine does not document, so TwiML
that plays cleanly under every profile is portable. `without` names elements ("Pause"), nestings
("Gather>Pause") and attributes ("Dial@timeLimit"). Sources: Twilio's, SignalWire's and Telnyx's
verb references and Telnyx's compatibility page; the specs of somleng-switch.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal


@dataclass(frozen=True)
class Profile:
    """One engine. Every field is a documented difference, not a taste."""

    name: str
    without: frozenset[str] = frozenset()
    ranges: Mapping[str, tuple[int, int | None]] = field(default_factory=dict)
    unknown_element: Literal["skip", "fail"] = "skip"
    absolute_urls: bool = False
    blank_redirect: bool = True
    cookies: bool = True
    extra_params: bool = True
    gather_extras: bool = True
    empty_result_digits: Literal["absent", "empty"] = "absent"
    call_sid_shape: Literal["twilio", "uuid", "v2"] = "twilio"
    queue_results: Mapping[str, str] = field(default_factory=dict)
    queue_capacity: int = 1000
    ring_buffer: float = 0.0
    dial_action_on_hangup: bool = True

    def documents(self, path: str) -> bool:
        """Whether the engine documents this element, nesting or attribute."""
        return path not in self.without

    @property
    def queues(self) -> bool:
        """Whether callers can be queued at all."""
        return self.documents("Enqueue")


_SOMLENG_DIAL = {
    f"Dial@{name}"
    for name in (
        "timeLimit",
        "answerOnBridge",
        "hangupOnStar",
        "record",
        "ringTone",
        "sequential",
        "trim",
        "recordingStatusCallback",
        "recordingStatusCallbackMethod",
        "recordingStatusCallbackEvent",
        "callReason",
        "referUrl",
        "referMethod",
    )
}
_NOUN_EXTRAS = ("url", "method", "statusCallback", "statusCallbackMethod", "statusCallbackEvent")

TWILIO: Final = Profile("twilio", ring_buffer=5.0)

SIGNALWIRE: Final = Profile(
    "signalwire",
    absolute_urls=True,
    extra_params=False,
    gather_extras=False,
    call_sid_shape="uuid",
    queue_results={"bridging-in-process": "bridging-in-progress"},
)

TELNYX: Final = Profile(
    "telnyx",
    without=frozenset(
        {"Gather@method", "Gather@actionOnEmptyResult", "Gather>Pause", "Client", "Dial>Client"}
    ),
    ranges={"Gather@timeout": (1, 120), "Dial@timeout": (5, 120)},
    extra_params=False,
    gather_extras=False,
    call_sid_shape="v2",
)

SOMLENG: Final = Profile(
    "somleng",
    without=frozenset(
        {"Pause", "Gather>Pause", "Enqueue", "Leave", "Queue", "Dial>Queue", "Client"}
        | {"Dial>Client"}
        | _SOMLENG_DIAL
        | {f"{noun}@{name}" for noun in ("Number", "Sip") for name in _NOUN_EXTRAS}
        | {"Number@sendDigits"}
    ),
    unknown_element="fail",
    blank_redirect=False,
    cookies=False,
    extra_params=False,
    gather_extras=False,
    call_sid_shape="uuid",
)

PROFILES: Final[Mapping[str, Profile]] = {
    profile.name: profile for profile in (TWILIO, SIGNALWIRE, TELNYX, SOMLENG)
}
