"""The agent's own call: whether they take the caller, and the caller out of the carrier's queue.

    /voice/agent/<token>           picked up: asked to accept, unless the page of the desk has
    /voice/agent/<token>/accept    the key; 1 takes the caller out of their queue
    /voice/agent/<token>/joining   heard by the caller, before the two are joined
    /voice/agent/<token>/done      what became of it
    /voice/agent/<token>/status    the call is over, or was never picked up

``token`` names the offer. Whatever goes wrong here is the agent's side alone: they are let go, and
the caller waits on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, g, request
from werkzeug.exceptions import Forbidden, HTTPException

from db.leg import Leg, Legs
from flows.dialogue import say
from ivr import logs, metrics
from ivr.carriers import UNDER_WAY
from ivr.twiml import Writer

PATH = "/voice/agent"
ACCEPT_SECONDS = 10
MOST_TRIES = 3
"""A caller who has been offered is in their queue, or will be in a moment."""
TOOK_NOBODY = {"completed", "busy", "no-answer", "canceled"}
"""CallStatus of a call whose agent could have taken the caller."""


@dataclass(frozen=True)
class Office:
    """What the agents' calls need. ``language`` is the staff's; ``topics`` are those with a name
    an agent can be told."""

    legs: Legs
    writer: Writer
    dispatch: Callable[[], None]
    clock: Callable[[], datetime]
    language: str
    topics: frozenset[str]


def blueprint(office: Office) -> Blueprint:
    """The routes; they are behind the carrier's signature as all of ``/voice`` is."""
    routes = Blueprint("agent_leg", __name__, url_prefix=f"{PATH}/<token>")

    @routes.post("")
    def picked_up(token: str) -> Response:
        found = office.legs.find(token)
        if found is None or not found.waits:
            return _too_late(office)
        office.legs.rung(token, request.form.get("CallSid", ""))
        if found.entry.accepted_at is not None:
            return _take(office, token, found)
        topic = found.entry.topic if found.entry.topic in office.topics else "agent"
        said = [say("agent.whisper", topic=f"topic.{topic}")]
        action = _url(office, token, "accept")
        document = office.writer.ask_key(said, office.language, action, ACCEPT_SECONDS, then="")
        return _twiml(document)

    @routes.post("/accept")
    def accept(token: str) -> Response:
        if request.form.get("Digits") != "1":
            if office.legs.give_back(token, office.clock(), "declined"):
                office.dispatch()
            return _twiml(office.writer.hang_up([], office.language))
        found = office.legs.find(token)
        if found is None or not office.legs.accept(token, office.clock()):
            return _too_late(office)
        return _take(office, token, found)

    @routes.post("/joining")
    def joining(token: str) -> Response:
        found = office.legs.joining(token, office.clock())
        if found is None:
            return _twiml(office.writer.nothing())
        said = [say("agent.joining", staff=found.staff_number)]
        return _twiml(office.writer.speak(said, found.entry.language))

    @routes.post("/done")
    def done(token: str) -> Response:
        now, legs = office.clock(), office.legs
        if request.form.get("DialCallStatus") in ("completed", "answered"):
            legs.talked(token, now)
            office.dispatch()
            return _twiml(office.writer.hang_up([], office.language))
        tried = request.args.get("tried", 1, type=int)
        found = legs.find(token)
        if found is not None and found.waits and tried < MOST_TRIES:
            return _take(office, token, found, tried + 1)
        # Nobody's fault who could be asked: the agent is ready for whoever is next.
        if legs.missing(token, now) or legs.apart(token, now):
            office.dispatch()
        return _too_late(office)

    @routes.post("/status")
    def status(token: str) -> Response:
        said = request.form.get("CallStatus", "")
        if said not in UNDER_WAY:
            why = "no-answer" if said in TOOK_NOBODY else "unreached"
            if office.legs.ended(token, office.clock(), why):
                office.dispatch()
        return Response(status=204)

    @routes.errorhandler(Exception)
    def let_go(error: Exception) -> Response | HTTPException:
        if not g.get("signed"):
            return error if isinstance(error, Forbidden) else Forbidden()
        metrics.FAULTS.labels(request.endpoint or "unknown").inc()
        logs.log.error("an agent's call failed", exc_info=True)
        if request.endpoint == "agent_leg.status":
            return Response(status=204)
        if request.endpoint == "agent_leg.joining":
            return _twiml(office.writer.nothing())
        return _twiml(office.writer.hang_up([], office.language))

    return routes


def _take(office: Office, token: str, found: Leg, tried: int = 1) -> Response:
    """The caller out of their queue; a queue that is not there is looked for once more."""
    again = f"?tried={tried}" if tried > 1 else ""
    document = office.writer.take_caller(
        found.ref,
        [say("engine.moment")] if again else [],
        office.language,
        action=_url(office, token, "done") + again,
        joining=_url(office, token, "joining"),
    )
    return _twiml(document)


def _too_late(office: Office) -> Response:
    return _twiml(office.writer.hang_up([say("agent.too_late")], office.language))


def _twiml(document: str) -> Response:
    return Response(document, content_type="text/xml; charset=utf-8")


def _url(office: Office, token: str, name: str) -> str:
    return office.writer.url(f"{PATH}/{token}/{name}")
