"""The door at which carriers fetch what they play. Nobody signs here: see the package."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Final, NoReturn

from flask import Blueprint, Response, abort, request, send_file
from werkzeug.exceptions import HTTPException

from audio.music import Music
from db.calls import Calls
from ivr import logs, metrics
from ivr.audio.speech import Speech, ref_of
from ivr.audio.voices import Sound, Voices

TYPE: Final = "audio/wav"
MUSIC: Final = "music"
ANNOUNCEMENT: Final = "announcement"
YEAR: Final = 31_536_000
SAID_LIVES: Final = timedelta(minutes=10)
"""Carriers fetch at once; a document that plays for longer is none of ours."""


def blueprint(
    voices: Voices, calls: Calls, music: Music, clock: Callable[[], datetime]
) -> Blueprint:
    """The routes. ``clock`` gives aware moments."""
    routes = Blueprint("audio", __name__, url_prefix="/audio")

    @routes.get("/<path:what>")
    def fixed(what: str) -> Response:
        """What everybody may hear."""
        sentence = voices.at(f"{routes.url_prefix}/{what}")
        sound = voices.sound(sentence) if sentence else None
        if sentence is None or sound is None:
            _missing("fixed")
        if not what.endswith(f"/{sound.version}.wav"):
            # Asked of a worker that has other recordings, in the middle of an update: the caller
            # hears the sentence all the same, and nobody keeps it under a name that is not its own.
            return _once(sound, sentence.language)
        metrics.SOUNDS.labels("fixed", "given").inc()
        answer = send_file(BytesIO(sound.data), TYPE, etag=sound.version, max_age=YEAR)
        answer.cache_control.public = True
        answer.cache_control.immutable = True
        answer.content_language.add(sentence.language)
        return answer

    @routes.get(f"/{MUSIC}/<version>/<int:nth>.wav")
    def waiting(version: str, nth: int) -> Response:
        """What is heard by those who wait for a person."""
        part = music.part(nth)
        if part is None:
            _missing(MUSIC)
        metrics.SOUNDS.labels(MUSIC, "given").inc()
        same = version == music.version
        return send_file(
            BytesIO(part), TYPE, etag=f"{music.version}-{nth}", max_age=YEAR if same else 0
        )

    @routes.get("/announcement/<name>.wav")
    def announcement(name: str) -> Response:
        """What a supervisor has recorded for every caller; another recording has another name."""
        news = voices.news(name)
        if news is None:
            _missing(ANNOUNCEMENT)
        metrics.SOUNDS.labels(ANNOUNCEMENT, "given").inc()
        answer = send_file(BytesIO(news.data), TYPE, etag=news.version, max_age=YEAR)
        answer.cache_control.public = True
        answer.cache_control.immutable = True
        answer.content_language.add(news.language)
        return answer

    @routes.get("/said/<path:what>")
    def said(what: str) -> Response:
        """What one caller is being told."""
        path = f"{routes.url_prefix}/said/{what}"
        ref = ref_of(path)
        kept = calls.speech(ref, clock() - SAID_LIVES) if ref else None
        sentence = Speech.load(ref, kept).at(path) if ref and kept else None
        sound = voices.sound(sentence) if sentence else None
        if sentence is None or sound is None:
            _missing("said")
        return _once(sound, sentence.language)

    @routes.errorhandler(Exception)
    def broken(error: Exception) -> HTTPException | tuple[str, int]:
        if isinstance(error, HTTPException):
            return error
        # The carrier then asks for the fallback, and the caller hears an apology.
        metrics.FAULTS.labels(request.endpoint or "audio").inc()
        logs.log.error("a sound could not be given", exc_info=True)
        return "", 503

    return routes


def _once(sound: Sound, language: str) -> Response:
    metrics.SOUNDS.labels("said" if request.endpoint == "audio.said" else "fixed", "given").inc()
    answer = Response(sound.data, content_type=TYPE)
    answer.cache_control.no_store = True
    answer.content_language.add(language)
    return answer


def _missing(kind: str) -> NoReturn:
    metrics.SOUNDS.labels(kind, "missing").inc()
    abort(404)
