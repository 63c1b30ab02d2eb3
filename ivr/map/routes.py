"""The page, its pictures, what it tells of each step, yesterday's figures, and the sounds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template, request
from markupsafe import Markup
from sqlalchemy.exc import SQLAlchemyError

from ivr import logs
from ivr.line import Line
from ivr.map.draw import WORDS, picture
from ivr.map.facts import facts
from ivr.map.figures import Figures
from ivr.map.sounds import Sounds
from ivr.map.ways import offered_at
from ivr.pages import send_with_headers

FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"


def blueprint(line: Line, clock: Callable[[], datetime]) -> Blueprint:
    """The routes of the call map."""
    spoken = [code for code in line.city.languages if code in line.book.languages]
    sounds = Sounds(line.book, offered_at(line.call_map))
    figures = Figures(line.database, line.city.tz, clock)
    routes = Blueprint(
        "map", __name__, url_prefix="/map", static_folder="static", template_folder="templates"
    )
    send_with_headers(routes)

    @cache
    def drawn(language: str) -> str:
        return picture(line.call_map, line.book, language)

    @cache
    def told() -> dict[str, dict[str, Any]]:
        return facts(line.call_map, line.book, spoken, sounds)

    @routes.get("")
    def page() -> str:
        language = WORDS.visitors()
        words = WORDS.of(language)
        return render_template(
            "map.html",
            words=words,
            language=language,
            languages=[(code, table["name"]) for code, table in WORDS.tables.items()],
            spoken=spoken,
            flows=len(line.call_map.flows),
            steps=len(line.call_map.steps),
            # Made here of the line's own words, each escaped by the writer of XML.
            picture=Markup(drawn(language if language in spoken else spoken[0])),  # noqa: S704
        )

    @routes.get("/picture/<language>.svg")
    def svg(language: str) -> Response:
        if language not in spoken:
            abort(404)
        return _fresh(Response(drawn(language), mimetype="image/svg+xml"))

    @routes.get("/steps.json")
    def steps() -> Response:
        return _fresh(jsonify(told()))

    @routes.get("/traffic.json")
    def traffic() -> tuple[Response, int]:
        try:
            return jsonify(figures.yesterday()), 200
        except SQLAlchemyError:
            logs.log.error("yesterday's traffic could not be read", exc_info=True)
            return jsonify(error="unavailable"), 503

    @routes.get("/said/<language>/<phrase>.wav")
    def said(language: str, phrase: str) -> Response:
        sound = sounds.of(phrase, language) if language in spoken else None
        if sound is None:
            abort(404)
        answer = Response(sounds.file(sound), mimetype="audio/wav")
        answer.set_etag(sound.tag)
        asked = request.args.get("sound") == sound.tag
        answer.headers["Cache-Control"] = FOR_EVER if asked else ASK_AGAIN
        answer.make_conditional(request)
        return answer

    return routes


def _fresh(answer: Response) -> Response:
    """Kept by the browser, and asked about each time: another version of the line may answer."""
    answer.add_etag()
    answer.headers["Cache-Control"] = ASK_AGAIN
    answer.make_conditional(request)
    return answer
