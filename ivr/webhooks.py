"""The carrier's door: every request is signed, every answer is TwiML that speaks.

Only a request without a valid signature gets an HTTP error. Whatever else goes wrong, the caller
hears a sentence and is offered a person, and the operator gets the trace and a counter.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import phonenumbers
from flask import Blueprint, Response, abort, g, request
from werkzeug.exceptions import Forbidden, HTTPException

from flows.dialogue import Recording, say
from flows.turns import Back, Dialled, Input, Keys, Recorded, Silence
from ivr import logs, metrics
from ivr.faults import PLACED, Faults
from ivr.signature import Signatures
from ivr.turn import Turns
from ivr.twiml import Writer

SID = re.compile(r"[\x21-\x7e]{1,128}")
KEYS = re.compile(r"[0-9*#]{1,32}")
SECONDS = re.compile(r"[0-9]{1,5}")
ENTRY = re.compile(r"[0-9]{1,18}")
RESULT = re.compile(r"[a-z-]{1,32}")
ERROR_CODE = re.compile(r"[0-9]{5}")
REGION = "CN"
DOOR = "/voice"
DOORS = (DOOR, "/message")
"""Nothing under these is answered without a signature."""
LARGEST = 64 * 1024
FINAL = {"completed", "busy", "failed", "no-answer", "canceled"}


@dataclass(frozen=True)
class Door:
    """What the door needs; put together in ``app.py``."""

    signatures: Signatures
    turns: Turns
    writer: Writer
    faults: Faults
    staff_language: str
    topics: frozenset[str]
    built_in: str
    """The secret of our own carrier."""
    queues: bool
    """The carrier keeps callers in line, and the line can let it call agents."""
    picked_up: Callable[[int, str], None]
    """Told that a call of the line's own was answered: its entry in the outbox, CallSid."""
    called: Callable[[int, str, str], None]
    """Told what became of it: its entry in the outbox, CallSid, status."""


def blueprint(door: Door) -> Blueprint:
    """The carrier's routes, all of them behind the signature."""
    routes = Blueprint("voice", __name__, url_prefix=DOOR)

    def _queues() -> bool:
        """Whether the carrier keeps callers in line; a telephone of the page is alone."""
        return door.queues and not door.signatures.is_by(door.built_in, request)

    @routes.before_app_request
    def check_signature() -> Response | None:
        """Nothing under the carrier's doors is answered without a signature, not even that it is
        not there, so that a route added later is guarded whichever blueprint it is in."""
        at = _door_of(request.path)
        if at is None:
            return None
        request.max_content_length = LARGEST
        if not _is_signed(door.signatures):
            metrics.FORBIDDEN.inc()
            abort(403)
        g.signed = True
        if at != DOOR or (request.method == "POST" and request.routing_exception is None):
            return None
        # The carrier was told of a wrong address, and there is a caller on the line.
        metrics.FAULTS.labels("unknown").inc()
        logs.log.error("the carrier asked for an address the line does not have")
        return _twiml(door.faults.apology(request.path))

    @routes.post("")
    def voice() -> Response:
        return _twiml(door.turns.first(_sid(), caller_number(), queues=_queues()))

    @routes.post(f"/{PLACED}")
    def placed() -> Response:
        """Somebody has picked up whom the line called: they are in ``To``."""
        if ENTRY.fullmatch(of := request.args.get("of", "")):
            door.picked_up(int(of), _sid())
        return _twiml(door.turns.first(_sid(), number_of("To"), placed=True, queues=_queues()))

    @routes.post("/turn/<int:number>/<language>")
    def turn(number: int, language: str) -> Response:
        return _twiml(door.turns.take(_sid(), number, given(), caller_number))

    @routes.post("/wait/<int:number>/<language>")
    def wait(number: int, language: str) -> Response:
        """Asked for a caller who waits in the carrier's queue, each time the music is over."""
        return _twiml(door.turns.take(_sid(), number, given(), caller_number, inside=True))

    @routes.post("/on")
    def on() -> Response:
        """Asked by our own carrier in the middle of the music: somebody takes the call."""
        return _twiml(door.turns.on(_sid(), caller_number))

    @routes.post("/left/<int:stay>/<language>")
    def left(stay: int, language: str) -> Response:
        """The caller is in the carrier's queue no more."""
        return _twiml(door.turns.left(_sid(), stay, _result(), caller_number))

    @routes.post("/whisper/<ref>/<int:number>/<topic>")
    def whisper(ref: str, number: int, topic: str) -> Response:
        """Asked of the agent who picked up, before the two are joined."""
        about = topic if topic in door.topics else "agent"
        said = [say("agent.whisper", topic=f"topic.{about}")]
        accept = door.writer.url(f"/voice/accept/{ref}/{number}")
        return _twiml(door.writer.ask_key(said, door.staff_language, accept, 10, then=""))

    @routes.post("/accept/<ref>/<int:number>")
    def accept(ref: str, number: int) -> Response:
        """1 accepts: an empty document lets the carrier join the two. Anything else declines."""
        if request.form.get("Digits") == "1" and door.turns.accept(ref, number):
            return _twiml(door.writer.nothing())
        return _twiml(door.writer.hang_up([], door.staff_language))

    @routes.post("/status")
    def status() -> Response:
        """The carrier's report on a call: kept when the call is over."""
        state = request.form.get("CallStatus", "")
        if "ErrorCode" in request.form:
            _count_error()
        if state in FINAL:
            door.turns.ended(_sid(), state)
            of = request.args.get("of", "")
            if ENTRY.fullmatch(of):
                door.called(int(of), _sid(), state)
        return Response(status=204)

    @routes.post("/fallback")
    def fallback() -> Response:
        """Asked when the carrier got no answer it could play. Works without the database.

        Where only a recording could not be played, the carrier's voice says the same."""
        _count_error()
        failed = request.form.get("ErrorUrl", "")
        if door.writer.is_sound(failed) and (spoken := door.turns.aloud(_sid())):
            return _twiml(spoken)
        return _twiml(door.faults.apology(failed))

    @routes.post("/fault/<int:times>/<language>/<int:number>")
    @routes.post(f"/fault/<int:times>/<language>/{PLACED}", defaults={"number": PLACED})
    def fault(times: int, language: str, number: int | str) -> Response:
        """The caller's answer to the apology: a person for 0, else the turn once more."""
        return _twiml(door.faults.answer(request.form.get("Digits", ""), times, language, number))

    @routes.errorhandler(Exception)
    def speak_anyway(error: Exception) -> Response | HTTPException:
        if not g.get("signed"):
            return error if isinstance(error, Forbidden) else Forbidden()
        metrics.FAULTS.labels(request.endpoint or "unknown").inc()
        logs.log.error("a turn failed and was answered with an apology", exc_info=True)
        if request.endpoint == "voice.status":
            return Response(status=204)
        if request.endpoint in ("voice.whisper", "voice.accept"):
            # It is an agent who listens: they are let go, and the caller's turn comes next.
            return _twiml(door.writer.hang_up([], door.staff_language))
        where = request.view_args or {}
        times = request.args.get("again", 0, type=int) + 1
        language = where.get("language", "")
        if request.endpoint == "voice.wait":
            return _twiml(door.faults.in_line(language, where["number"], times))
        if request.endpoint == "voice.left":
            return _twiml(door.faults.out_of_line(language, where["stay"], _result(), times))
        number = PLACED if request.endpoint == "voice.placed" else where.get("number", 0)
        return _twiml(door.faults.spoken(language, number, times))

    return routes


def _door_of(path: str) -> str | None:
    """The door that ``path`` is behind; None for what is not the carrier's."""
    if not path.startswith(DOORS):
        return None
    return next((door for door in DOORS if path == door or path.startswith(f"{door}/")), None)


def _is_signed(signatures: Signatures) -> bool:
    try:
        return signatures.valid(request)
    except HTTPException:
        # A body that is too large to be read cannot be vouched for.
        return False


def _count_error() -> None:
    code = request.form.get("ErrorCode", "")
    metrics.CARRIER_ERRORS.labels(code if ERROR_CODE.fullmatch(code) else "other").inc()


def _twiml(document: str) -> Response:
    return Response(document, content_type="text/xml; charset=utf-8")


def _sid() -> str:
    sid = request.form.get("CallSid", "")
    if not SID.fullmatch(sid):
        raise ValueError("the carrier sent no usable CallSid")
    return sid


def _result() -> str:
    """How the stay in the carrier's queue ended; as it was told when it was asked first."""
    result = request.form.get("QueueResult", request.args.get("was", ""))
    return result if RESULT.fullmatch(result) else "other"


def caller_number() -> str | None:
    """The calling number in E.164, or None: withheld, a name, or nothing a telephone has."""
    return number_of("From")


def number_of(field: str) -> str | None:
    """The number in one of the carrier's fields, in E.164; None when it holds no such."""
    try:
        number = phonenumbers.parse(request.form.get(field, ""), REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def given() -> Input:
    """What the caller did, from the carrier's parameters. Only those that every carrier sends are
    looked at, and only in the form they are documented in."""
    form = request.form
    # An address without a question is the rule; looking into it costs as much as the rest.
    if request.query_string and "again" in request.args:
        return Back()
    if "RecordingUrl" in form:
        seconds = form.get("RecordingDuration", "0")
        return Recorded(
            Recording(
                form["RecordingUrl"][:2000], int(seconds) if SECONDS.fullmatch(seconds) else 0
            ),
            form.get("Digits", "")[:8],
        )
    if "DialCallStatus" in form:
        status = form["DialCallStatus"]
        # Carriers differ in what they call it when it was the caller who hung up while it rang.
        return Dialled(
            status in ("completed", "answered"), canceled=form.get("CallStatus") in FINAL
        )
    keys = form.get("Digits", "")
    return Keys(keys) if KEYS.fullmatch(keys) else Silence()
