"""The two cookies: the session's token, and what forms and notices need (Flask's own, signed)."""

from __future__ import annotations

from flask import Flask, current_app, request
from werkzeug.wrappers import Response

from db.secrets import Keyring

_TOKEN, _FORMS = "desk", "desk-forms"
_ONLY_HERE = "__Host-"
"""A browser takes a cookie of such a name only over https, from this very host, for all of it."""


def configure(app: Flask, keyring: Keyring, *, secure: bool) -> None:
    """Set how cookies are made; ``secure``: the line is reached by https."""
    newest, *older = keyring.cookie_keys()
    app.config.update(
        SECRET_KEY=newest,
        SECRET_KEY_FALLBACKS=older,
        SESSION_COOKIE_NAME=(_ONLY_HERE if secure else "") + _FORMS,
        SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        # A form is good as long as the browser is open: sign-in pages wait over night.
        WTF_CSRF_TIME_LIMIT=None,
        # Only the desk has forms; its gate checks every one.
        WTF_CSRF_CHECK_DEFAULT=False,
    )


def _name() -> str:
    return (_ONLY_HERE if current_app.config["SESSION_COOKIE_SECURE"] else "") + _TOKEN


def token() -> str | None:
    """The token the browser has."""
    return request.cookies.get(_name()) or None


def give(response: Response, value: str) -> None:
    """Give the browser a token, until it is closed."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(_name(), value, secure=secure, httponly=True, samesite="Strict")


def take(response: Response) -> None:
    """Take the token away."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.delete_cookie(_name(), secure=secure, httponly=True, samesite="Strict")
