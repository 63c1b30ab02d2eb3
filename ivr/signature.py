"""Who may knock: the signature a carrier puts on every webhook.

Twilio signs the URL it called, as it called it, with the posted fields (``X-Twilio-Signature``).
The URL is therefore rebuilt from the configured base and the raw request line: Flask's own
``request.url`` is decoded, and a proxy may have changed scheme and host.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from flask import Request
from twilio.request_validator import RequestValidator

HEADERS = ("X-Twilio-Signature", "X-SignalWire-Signature")
"""Twilio and Somleng; SignalWire signs a form in the same way with the project's signing key."""


class Signatures:
    """Checks webhooks against any of the tokens in force, so that a token can be changed."""

    def __init__(self, base_url: str, tokens: Iterable[str]) -> None:
        self._base = base_url
        self._validators = [RequestValidator(token) for token in tokens]

    def valid(self, request: Request) -> bool:
        """Whether one of the tokens signed this request."""
        given = next(filter(None, map(request.headers.get, HEADERS)), "")
        if not given:
            return False
        url = self.url(request)
        return any(v.validate(url, request.form, given) for v in self._validators)

    def url(self, request: Request) -> str:
        """The URL as the carrier saw it."""
        environ = request.environ
        raw = environ.get("RAW_URI") or environ.get("REQUEST_URI")
        if not raw:
            query = request.query_string.decode("latin-1")
            raw = quote(request.script_root + request.path) + (f"?{query}" if query else "")
        return self._base + str(raw)
