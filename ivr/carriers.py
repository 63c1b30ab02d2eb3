"""What the carriers differ in, as far as our TwiML has to know.

Sources: the carriers' own documents; Twilio's list of voices (voice/twiml/say/text-speech),
SignalWire's cXML and Telnyx's TeXML references, somleng-switch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

UNDER_WAY = frozenset({"queued", "initiated", "ringing", "in-progress", "answered"})
"""CallStatus of a call that is not over; whatever else is reported, it is."""


@dataclass(frozen=True)
class Carrier:
    """A player of TwiML. ``voices`` by language code; no entry leaves the choice to the carrier.

    ``whisper``: whether a dialled person can be asked to accept before they are joined.
    ``queues``: whether callers can wait in a queue of the carrier's, for another call to take.
    """

    name: str
    voices: Mapping[str, str]
    whisper: bool = True
    queues: bool = True

    def with_voices(self, voices: Mapping[str, str]) -> Carrier:
        """The same with other voices for some languages."""
        return replace(self, voices={**self.voices, **voices})


_POLLY = {"zh-CN": "Polly.Zhiyu", "en-US": "Polly.Joanna"}
# Amazon's only Cantonese voice, and it is neural only.
_CANTONESE = {"yue-CN": "Polly.Hiujin-Neural"}
_NEURAL = {code: f"{voice}-Neural" for code, voice in _POLLY.items()} | _CANTONESE

CARRIERS: Mapping[str, Carrier] = {
    carrier.name: carrier
    for carrier in (
        Carrier("twilio", _NEURAL),
        Carrier("signalwire", _POLLY | _CANTONESE),
        Carrier("telnyx", {code: f"AWS.{voice}" for code, voice in _POLLY.items()} | _CANTONESE),
        Carrier("somleng", {}, whisper=False, queues=False),
    )
}
