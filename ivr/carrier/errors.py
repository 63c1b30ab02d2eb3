"""What can go wrong with TwiML, by the numbers of Twilio's error dictionary.

`level` is the level of the entry in the carrier's log; `fatal` tells whether the document dies of
it (then the fallback URL is asked, or the apology is spoken). Source: twilio.com/docs/api/errors.
That a bad attribute kills its document is the strictest reading: the dictionary calls most of
them warnings and does not say what the live call does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Level: TypeAlias = Literal["error", "warning"]


class CarrierMisuse(Exception):  # noqa: N818 - a misuse, as in h11's ProtocolError, not a failure
    """The driver asked for what the call's state forbids. Nothing has changed."""


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of the dictionary."""

    level: Level
    fatal: bool
    meaning: str


def _error(meaning: str) -> Code:
    return Code("error", True, meaning)


def _warning(meaning: str) -> Code:
    return Code("warning", True, meaning)


def _note(meaning: str) -> Code:
    return Code("warning", False, meaning)


CODES: Final[Mapping[int, Code]] = {
    # Getting the document.
    11100: _error("Invalid URL format"),
    11200: _error("HTTP retrieval failure"),
    11205: _error("HTTP connection failure"),
    11210: _error("HTTP bad host name"),
    11215: _error("HTTP too many redirects"),
    11216: _error("HTTP invalid redirect"),
    11217: _error("HTTP bad status"),
    11220: _error("SSL/TLS handshake error"),
    11750: _error("TwiML response body too large"),
    11770: _error("Empty response body"),
    12100: _error("Document parse failure"),
    12102: _error("The root element must be Response"),
    12200: _note("Schema validation warning"),
    12300: _error("Invalid Content-Type"),
    # Dial and its nouns.
    13201: _error("Dial: Cannot Dial out from a Dial Call Segment"),
    13210: _warning("Dial: Invalid method value"),
    13212: _warning("Dial: Invalid timeout value"),
    13213: _warning("Dial: Invalid hangupOnStar value"),
    13214: _warning("Dial: Invalid callerId value"),
    13215: _warning("Dial: Invalid nested element"),
    13216: _warning("Dial: Invalid timeLimit value"),
    13217: _warning("Dial: Invalid record value"),
    13218: _warning("Dial: Invalid sequential value"),
    13219: _warning("Dial: Invalid answerOnBridge value"),
    13220: _warning("Dial: Invalid ringTone value"),
    13221: _warning("Dial->Number: Invalid method value"),
    13222: _warning("Dial->Number: Invalid sendDigits value"),
    13223: _warning("Dial: Invalid phone number format"),
    13224: _error("Dial: Invalid phone number"),
    13241: _warning("Dial->SIP: Invalid method value"),
    13243: _warning("Dial->SIP: Invalid SIP URI"),
    13250: _warning("Dial: Too many URIs passed"),
    13256: _warning("Invalid recordingStatusCallback URL"),
    # Gather.
    13310: _warning("Gather: Invalid finishOnKey value"),
    13312: _warning("Gather: Invalid method value"),
    13313: _warning("Gather: Invalid timeout value"),
    13314: _warning("Gather: Invalid numDigits value"),
    13320: _warning("Gather: Invalid nested verb"),
    13321: _warning("Gather->Say: Invalid voice value"),
    13322: _warning("Gather->Say: Invalid loop value"),
    13325: _error("Gather->Play: Invalid Content-Type"),
    13326: _warning("Gather: Invalid input value"),
    13327: _warning("Gather: Invalid speechTimeout value"),
    13330: _warning("Gather: Invalid hints value"),
    13331: _warning("Gather: Invalid language value"),
    13332: _warning("Gather: Invalid bargeIn value"),
    13333: _warning("Gather: Invalid profanityFilter value"),
    13338: _error("Gather: Invalid actionOnEmptyResult value"),
    # Speech and sound.
    13410: _warning("Play: Invalid loop value"),
    13420: _error("Play: Invalid Content-Type"),
    13430: _warning("Play: Invalid DTMF String"),
    13510: _warning("Say: Invalid loop value"),
    13511: _warning("Say: Invalid voice value"),
    13512: _warning("Say: Invalid language value"),
    13520: _warning("Say: Invalid text"),
    13521: _warning("Say: character limits exceeded"),
    # Record.
    13610: _warning("Record: Invalid method value"),
    13611: _warning("Record: Invalid timeout value"),
    13612: _warning("Record: Invalid maxLength value"),
    13613: _warning("Record: Invalid finishOnKey value"),
    13614: _warning("Record: Invalid transcribe value"),
    13615: _warning("Record: maxLength too high for transcription"),
    13616: _warning("Record: playBeep must be true or false"),
    13621: _error("Invalid recordingStatusCallbackEvent"),
    13699: _warning("Record: Invalid trim value"),
    # The small verbs.
    13710: _warning("Redirect: Invalid method value"),
    13810: _warning("Reject: Invalid cause"),
    13910: _warning("Pause: Invalid length value"),
    # Queues.
    14201: _error("Enqueue: Invalid method value"),
    14202: _error("Enqueue: Invalid waitUrl"),
    14203: _error("Enqueue: Invalid action url"),
    14204: _error("Enqueue: Queue name too short"),
    14205: _error("Enqueue: Queue name too long"),
    14206: _error("Enqueue: Invalid waitUrlMethod value"),
    14207: _note("Enqueue: The targeted queue reached max queue size"),
    14210: _error("Dial->Queue: Invalid whisper method"),
    14211: _error("Dial->Queue: Invalid whisper url"),
    14212: _error("Dial->Queue: queue name too short"),
    14213: _error("Dial->Queue: queue name too long"),
    14220: _error("Enqueue: Provided Workflow was not a valid sid"),
    # Callbacks.
    15003: _note("Call Progress: Warning Response to Callback URL"),
}
