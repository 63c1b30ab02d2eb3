"""Whether the line is alive, whether it is ready for calls, and its figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from audio.phrases import PhraseBook
from db import revision
from db.engine import Database
from db.outbox import Outbox
from db.secrets import Keyring
from ivr import logs, metrics
from ivr.work.figures import OutboxFigures


def blueprint(
    database: Database,
    keyring: Keyring,
    book: PhraseBook,
    languages: Sequence[str],
    clock: Callable[[], datetime],
) -> Blueprint:
    """``/healthz``, ``/readyz`` and ``/metrics``; ``languages`` are those the city speaks."""
    routes = Blueprint("health", __name__)
    outbox = OutboxFigures(Outbox(database, keyring), clock)

    @routes.get("/healthz")
    def alive() -> Response:
        return jsonify(alive=True)

    @routes.get("/readyz")
    def ready() -> tuple[Response, int]:
        """200 when calls can be taken; 503 with what is missing otherwise."""
        state = {
            "database": _holds(lambda: _reachable(database)),
            "migrations": _holds(lambda: revision.is_current(database)),
            "keys": _holds(lambda: _keys_work(keyring)),
            "phrases": not book.problems(languages),
        }
        return jsonify(ready=all(state.values()), **state), 200 if all(state.values()) else 503

    @routes.get("/metrics")
    def figures() -> Response:
        shown = metrics.exposition()
        try:
            shown += outbox.exposition()
        except SQLAlchemyError:
            # Those of this process are there all the same, and say how the calls fare.
            logs.log.error("the outbox could not be counted", exc_info=True)
        return Response(shown, content_type=metrics.CONTENT_TYPE)

    return routes


def _holds(question: Callable[[], bool]) -> bool:
    try:
        return question()
    except Exception:
        logs.log.error("the line is not ready", exc_info=True)
        return False


def _reachable(database: Database) -> bool:
    with database.read() as connection:
        return bool(connection.exec_driver_sql("SELECT 1").scalar_one())


def _keys_work(keyring: Keyring) -> bool:
    return keyring.decrypt_text(keyring.encrypt("ready", "health"), "health") == "ready"
