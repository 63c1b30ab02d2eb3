"""The TwiML that this carrier plays, as one table: verbs, nouns, attributes, nesting.

`document` checks against this table and nothing else; the verbs read their defaults from it.
Source: the TwiML pages of twilio.com/docs/voice, one for each verb.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, Literal, TypeAlias

Kind: TypeAlias = Literal[
    "int", "flag", "choice", "events", "url", "callback", "key", "keys", "tones", "text", "hints"
]
Content: TypeAlias = Literal["none", "children", "text", "url", "number", "sip", "mixed"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What an attribute may hold, and the number of the complaint when it does not."""

    kind: Kind
    code: int
    default: str | None = None
    low: int = 0
    high: int | None = None
    choices: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Spec:
    """One element: its attributes, what may be inside, and the complaint about a wrong child."""

    attributes: Mapping[str, Rule] = field(default_factory=dict)
    content: Content = "none"
    children: frozenset[str] = frozenset()
    child_code: int = 12200
    text_limits: tuple[int, int] = (0, 0)
    text_codes: tuple[int, int] = (12200, 12200)


class Context(Enum):
    """Who is listening to a document; it decides which verbs it may use."""

    CALL = "call"
    WHISPER = "whisper"  # Number/Sip/Client url: the called party, before it is joined
    WAIT = "wait"  # Enqueue waitUrl: the caller in the queue
    BRIDGE = "bridge"  # Dial Queue url: the caller who leaves the queue for an agent


ALLOWED: Final[Mapping[Context, frozenset[str]]] = {
    Context.CALL: frozenset(
        {
            "Say",
            "Play",
            "Pause",
            "Gather",
            "Redirect",
            "Dial",
            "Record",
            "Enqueue",
            "Hangup",
            "Reject",
        }
    ),
    Context.WHISPER: frozenset({"Say", "Play", "Gather", "Hangup"}),
    Context.WAIT: frozenset({"Say", "Play", "Pause", "Gather", "Redirect", "Hangup", "Leave"}),
    Context.BRIDGE: frozenset({"Say", "Play", "Pause", "Redirect"}),
}

SSML: Final = frozenset(
    {"break", "emphasis", "lang", "p", "phoneme", "prosody", "s", "say-as", "sub", "w"}
)
KEYS: Final = frozenset("0123456789*#")
_RING_TONES: Final = """
    at au bg br be ch cl cn cz de dk ee es fi fr gr hu il in it lt jp mx my nl no nz ph pl pt ru
    se sg th uk us us-old tw ve za
"""
#: Countries whose ringing a Dial can imitate.
RING_TONES: Final = frozenset(_RING_TONES.split())
MAX_BODY_BYTES: Final = 64 * 1024
MAX_NOUNS: Final = 10


def _choice(code: int, default: str | None, *choices: str) -> Rule:
    return Rule("choice", code, default, choices=frozenset(choices))


def _method(code: int, default: str | None = "POST") -> Rule:
    return _choice(code, default, "GET", "POST")


def _flag(code: int, default: str) -> Rule:
    return Rule("flag", code, default)


_TEXT = Rule("text", 12200)
_URL = Rule("url", 11100)
_RECORDING = {
    "recordingStatusCallback": Rule("callback", 13256),
    "recordingStatusCallbackMethod": _method(12200),
    "recordingStatusCallbackEvent": Rule(
        "events", 13621, "completed", choices=frozenset({"in-progress", "completed", "absent"})
    ),
    "trim": _choice(13699, "trim-silence", "trim-silence", "do-not-trim"),
}


def _noun(content: Content, method_code: int, **more: Rule) -> Spec:
    return Spec(
        {
            "url": _URL,
            "method": _method(method_code),
            "statusCallback": Rule("callback", 11100),
            "statusCallbackMethod": _method(12200),
            "statusCallbackEvent": Rule(
                "events",
                12200,
                "completed",
                choices=frozenset({"initiated", "ringing", "answered", "completed"}),
            ),
            **more,
        },
        content,
        child_code=13215,
    )


ELEMENTS: Final[Mapping[str, Spec]] = {
    "Say": Spec(
        {
            "voice": Rule("text", 13511),
            "language": Rule("text", 13512, "en-US"),
            "loop": Rule("int", 13510, "1"),
        },
        "text",
        SSML,
        child_code=13520,
    ),
    "Play": Spec(
        {"loop": Rule("int", 13410, "1"), "digits": Rule("tones", 13430)},
        "url",
    ),
    "Pause": Spec({"length": Rule("int", 13910, "1", low=1)}),
    "Gather": Spec(
        {
            "input": _choice(13326, "dtmf", "dtmf", "speech", "dtmf speech", "speech dtmf"),
            "action": _URL,
            "method": _method(13312),
            "timeout": Rule("int", 13313, "5", low=1),
            "numDigits": Rule("int", 13314, low=1),
            "finishOnKey": Rule("key", 13310, "#"),
            "actionOnEmptyResult": _flag(13338, "false"),
            "language": Rule("text", 13331, "en-US"),
            "speechTimeout": Rule("text", 13327),
            "speechModel": _TEXT,
            "enhanced": _flag(12200, "false"),
            "profanityFilter": _flag(13333, "true"),
            "hints": Rule("hints", 13330),
            "bargeIn": _flag(13332, "true"),
            "partialResultCallback": _URL,
            "partialResultCallbackMethod": _method(12200),
        },
        "children",
        frozenset({"Say", "Play", "Pause"}),
        child_code=13320,
    ),
    "Redirect": Spec({"method": _method(13710)}, "url"),
    "Hangup": Spec(),
    "Leave": Spec(),
    "Reject": Spec({"reason": _choice(13810, "rejected", "rejected", "busy")}),
    "Record": Spec(
        {
            "action": _URL,
            "method": _method(13610),
            "timeout": Rule("int", 13611, "5"),
            "finishOnKey": Rule("keys", 13613, "1234567890*#"),
            "maxLength": Rule("int", 13612, "3600", low=1),
            "playBeep": _flag(13616, "true"),
            "transcribe": _flag(13614, "false"),
            "transcribeCallback": _URL,
            **_RECORDING,
        },
    ),
    "Dial": Spec(
        {
            "action": _URL,
            "method": _method(13210),
            "timeout": Rule("int", 13212, "30", low=5, high=600),
            "timeLimit": Rule("int", 13216, "14400", low=1),
            "callerId": Rule("text", 13214),
            "answerOnBridge": _flag(13219, "false"),
            "hangupOnStar": _flag(13213, "false"),
            "record": _choice(
                13217,
                "do-not-record",
                "do-not-record",
                "record-from-answer",
                "record-from-ringing",
                "record-from-answer-dual",
                "record-from-ringing-dual",
            ),
            "ringTone": Rule("choice", 13220, choices=RING_TONES),
            "sequential": _flag(13218, "false"),
            "callReason": Rule("text", 12200, high=50),
            "referUrl": _URL,
            "referMethod": _method(12200),
            **_RECORDING,
        },
        "mixed",
        frozenset({"Number", "Sip", "Client", "Queue"}),
        child_code=13215,
    ),
    "Number": _noun("number", 13221, sendDigits=Rule("tones", 13222)),
    "Sip": _noun("sip", 13241, username=_TEXT, password=_TEXT),
    "Client": Spec(
        _noun("mixed", 12200).attributes, "mixed", frozenset({"Identity", "Parameter"}), 13215
    ),
    "Identity": Spec({}, "text"),
    "Parameter": Spec({"name": _TEXT, "value": _TEXT}),
    "Queue": Spec(
        {"url": Rule("url", 14211), "method": _method(14210)},
        "text",
        text_limits=(1, 64),
        text_codes=(14212, 14213),
    ),
    "Enqueue": Spec(
        {
            "action": Rule("url", 14203),
            "method": _method(14201),
            "waitUrl": Rule("url", 14202),
            "waitUrlMethod": _method(14206),
        },
        "text",
        text_limits=(1, 64),
        text_codes=(14204, 14205),
    ),
}

#: Verbs that Twilio knows and this carrier does not play: refused with a sentence that says so.
UNPLAYED: Final = frozenset(
    {"Connect", "Start", "Stop", "Pay", "Refer", "Sms", "Message", "Prompt", "Siprec", "Stream"}
)
