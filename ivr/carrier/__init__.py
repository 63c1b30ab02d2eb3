"""A carrier of our own: plays TwiML strictly, without any input or output of its own.

Theory of operation
===================

A carrier is the machine between a telephone and a web server. It asks the server for a document,
plays the document to the caller, and asks again with what the caller did. This package is that
machine with the world taken out of it: no socket, no sound, no clock that ticks. You put events
in, you get actions out, and time passes when you say so. The same call can therefore be played
in a test in a millisecond, by a person at a terminal, or over a SIP line.

    call = PhoneCall("https://hotline.test/voice", to="+8612333", from_="+8613800138000")
    actions = call.dial()                       # [Fetch(1, "POST", …)]
    actions = call.answer(1, Response(body=b"<Response><Say>Hello</Say></Response>"))
    actions = call.advance(10)                  # [… Ended("completed", …)]

**Events** are the methods of `PhoneCall`: `dial`, `answer` and `fetch_failed` (what came of a
request), `press`, `speak`, `hang_up` (the caller), `advance` (time), `update` (the REST API), and
the methods of each `Leg` in `call.legs` (the people who were dialled). Each returns the
**actions** it led to, plain frozen values (`actions`). A driver must perform every `Fetch`; all
others tell what is heard and what happened. `next_event_at` says when the call will do something
by itself, so a driver can sleep until then.

**States.** The two dictionaries in `states` are the machines of a call and of a leg. An event
that has no entry raises `CarrierMisuse`, and nothing has changed. That is the driver's mistake.
The *server's* mistakes never raise: they are `Problem` actions with the number that Twilio logs
(`errors`), followed by what Twilio does: the fallback URL is asked, or an apology is spoken and
the call ends. With `strict` (the default) even warnings are kept in `call.problems`, so a test
ends with `assert call.problems == []`.

**Inside.** A `Track` (`track`) plays one document after another into one ear. The table `schema`
says which elements and attributes there are; `document` checks a body against it, as a whole and
before anything is played; a `Profile` (`profiles`) takes away what another engine does not know.
Each verb that takes time is an activity with a deadline: `prompt` (Say, Play, Pause), `gather`,
`record`, `dial` with its `leg`s, `queue`. `retrieval` decides about redirects, retries, cookies
and time limits of requests. A `Switchboard` is the clock, and the queues, that calls share.

**Uncertain.** Where the documentation is silent both readings can be played: `typed_ahead` and
`Profile.empty_result_digits`, `Profile.dial_action_on_hangup`. Speech recognition, conferences,
payments and streams are not played; they are refused with a warning.

`http` is a thin shell: it performs the requests, signed, against a WSGI app or a real server.
It is imported by its own name, for it needs more than the standard library.
"""

from ivr.carrier.actions import (
    Action,
    Answered,
    Dequeued,
    Ended,
    Fetch,
    Interrupted,
    Joined,
    KeyDropped,
    LegEnded,
    Listening,
    NotListening,
    PlayAudio,
    PlayDigits,
    Problem,
    Queued,
    Recorded,
    Recording,
    Response,
    Ringing,
    Silence,
    Speak,
)
from ivr.carrier.errors import CODES, CarrierMisuse
from ivr.carrier.leg import Leg
from ivr.carrier.player import PhoneCall
from ivr.carrier.profiles import PROFILES, SIGNALWIRE, SOMLENG, TELNYX, TWILIO, Profile
from ivr.carrier.switchboard import Switchboard

__all__ = [
    "CODES",
    "PROFILES",
    "SIGNALWIRE",
    "SOMLENG",
    "TELNYX",
    "TWILIO",
    "Action",
    "Answered",
    "CarrierMisuse",
    "Dequeued",
    "Ended",
    "Fetch",
    "Interrupted",
    "Joined",
    "KeyDropped",
    "Leg",
    "LegEnded",
    "Listening",
    "NotListening",
    "PhoneCall",
    "PlayAudio",
    "PlayDigits",
    "Problem",
    "Profile",
    "Queued",
    "Recorded",
    "Recording",
    "Response",
    "Ringing",
    "Silence",
    "Speak",
    "Switchboard",
]
