"""The yardstick: a route that reads one field of a posted form and answers 300 fixed bytes."""

from __future__ import annotations

from flask import Flask, Response, request

ANSWER = b"<Response>" + b"." * 279 + b"</Response>"


def create_app() -> Flask:
    """The least a Flask application can do with a carrier's webhook."""
    app = Flask(__name__, static_folder=None)

    @app.post("/voice")
    def null() -> Response:
        request.form.get("Digits")
        return Response(ANSWER, content_type="text/xml; charset=utf-8")

    @app.get("/healthz")
    def alive() -> str:
        return "alive"

    return app
