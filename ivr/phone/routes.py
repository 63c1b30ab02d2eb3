"""The page, and what it asks: a new call, how the call is, whether the line calls back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import TypeVar

from flask import Blueprint, Flask, Response, jsonify, render_template, request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import HTTPException

from db.handsets import Handsets
from db.ringing import Rings
from db.talks import Talks
from ivr import logs
from ivr.line import Line
from ivr.phone import guard
from ivr.phone.acts import Declining, Opening, PickingUp, Request, Waiting
from ivr.phone.exchange import Exchange, Refusal
from ivr.phone.handset import CALLED, Handset
from ivr.phone.journal import Journal
from ivr.phone.own_door import OwnDoor
from ivr.phone.showcase import people
from ivr.phone.words import languages, visitor_language, words
from ivr.settings import Settings
from ivr.talk.messages import Exchange as Exchanged
from ivr.texting.choose import rings_browsers
from ivr.texting.handset import PREFIX

Model = TypeVar("Model", bound=BaseModel)
_CODES = {413: "too_large", 429: "too_often"}


def blueprint(
    app: Flask,
    settings: Settings,
    secret: str,
    *,
    clock: Callable[[], datetime],
) -> Blueprint:
    """The telephone's routes. ``secret`` is the one our own carrier signs with; ``clock`` gives
    aware moments."""
    line: Line = app.extensions["hotline"]
    door = OwnDoor(app, settings.public_base_url)

    def play(journal: Journal) -> Handset:
        return Handset(journal, door, settings.public_base_url, secret)

    handsets = Handsets(line.database, line.keyring)
    rings = None
    if rings_browsers(settings):
        rings = Rings(line.database, line.keyring, clock, PREFIX, line.called)
    talks = Talks(line.database)
    exchange = Exchange(line.database, line.keyring, handsets, rings, talks, play, clock)
    limiter = guard.limiter(app)
    routes = Blueprint(
        "phone",
        __name__,
        url_prefix="/phone",
        static_folder="static",
        template_folder="templates",
    )
    guard.protect(routes)

    @routes.get("")
    def page() -> str:
        language = visitor_language()
        return render_template(
            "phone.html",
            words=words(language),
            language=language,
            languages=[(code, words(code)["name"]) for code in languages()],
            called=CALLED,
            people=people(line),
            recorded=line.voices.recorded,
        )

    @routes.post("/calls")
    @limiter.limit(guard.CALLS)
    def calls() -> tuple[Response, int]:
        token, view = exchange.open(_body(Opening))
        return jsonify(token=token, call=view), 201

    @routes.post("/call")
    @limiter.limit(guard.REQUESTS)
    def call() -> Response:
        return jsonify(call=exchange.take(guard.token(), _body(Request)))

    @routes.post("/expected")
    @limiter.limit(guard.REQUESTS)
    def expected() -> Response:
        return jsonify(exchange.expected(_body(Waiting).calls))

    @routes.post("/answer")
    @limiter.limit(guard.CALLS)
    def answer() -> tuple[Response, int]:
        token, view = exchange.answer(_body(PickingUp))
        return jsonify(token=token, call=view), 201

    @routes.post("/decline")
    @limiter.limit(guard.REQUESTS)
    def decline() -> Response:
        exchange.decline(_body(Declining).call)
        return jsonify(declined=True)

    @routes.post("/talk")
    @limiter.limit(guard.REQUESTS)
    def talk() -> Response:
        heard = exchange.talk(guard.token(), _body(Exchanged))
        if heard is None:
            return jsonify(over=True)
        return jsonify(messages=[asdict(message) for message in heard])

    @routes.errorhandler(Refusal)
    def refused(refusal: Refusal) -> tuple[Response, int]:
        return _error(refusal.code, refusal.status)

    @routes.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> HTTPException | tuple[Response, int]:
        if request.method != "POST":
            return error
        return _error(_CODES.get(error.code or 0, "not_understood"), error.code or 500)

    @routes.errorhandler(Exception)
    def broken(error: Exception) -> tuple[Response, int]:
        logs.log.error("a browser's telephone failed", exc_info=True)
        return _error("broken", 500)

    return routes


def _body(model: type[Model]) -> Model:
    """The request's JSON, checked."""
    try:
        return model.model_validate_json(request.get_data())
    except ValidationError:
        raise Refusal("not_understood", 400) from None


def _error(code: str, status: int) -> tuple[Response, int]:
    """A sentence with its cure, in the visitor's language."""
    return jsonify(error=code, sentence=words(visitor_language())["errors"][code]), status
