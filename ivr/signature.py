"""Who may knock: the signature a carrier puts on every webhook.

Twilio signs the URL it called, as it called it, with the posted fields (``X-Twilio-Signature``).
The URL is therefore rebuilt from the configured base and the raw request line: Flask's own
``request.url`` is decoded, and a proxy may have changed scheme and host.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from urllib.parse import quote

from flask import Request
from twilio.request_validator import RequestValidator

HEADERS = ("HTTP_X_TWILIO_SIGNATURE", "HTTP_X_SIGNALWIRE_SIGNATURE")
"""``X-Twilio-Signature`` of Twilio and Somleng; SignalWire signs a form in the same way with the
project's signing key."""


class _Fields(dict[str, list[str]]):
    """Posted fields as the validator reads them fastest: Flask's own form costs it twice that."""

    getall = dict.__getitem__


class Signatures:
    """Checks webhooks against any of the tokens in force, so that a token can be changed."""

    def __init__(self, base_url: str, tokens: Iterable[str]) -> None:
        self._base = base_url
        self._validators = [RequestValidator(token) for token in tokens]

    def valid(self, request: Request) -> bool:
        """Whether one of the tokens signed this request."""
        environ = request.environ
        given = environ.get(HEADERS[0]) or environ.get(HEADERS[1])
        if not given:
            return False
        url, fields = self.url(request), _Fields(request.form.lists())
        signed = given.encode()
        for validator in self._validators:
            if hmac.compare_digest(validator.compute_signature(url, fields).encode(), signed):
                return True
        # Carriers differ in whether they sign the port: the validator knows all ways, at twice
        # the price.
        return any(v.validate(url, fields, given) for v in self._validators)

    def is_by(self, token: str, request: Request) -> bool:
        """Whether it was this token that signed a request."""
        return Signatures(self._base, (token,)).valid(request)

    def url(self, request: Request) -> str:
        """The URL as the carrier saw it."""
        environ = request.environ
        raw = environ.get("RAW_URI") or environ.get("REQUEST_URI")
        if not raw:
            query = request.query_string.decode("latin-1")
            raw = quote(request.script_root + request.path) + (f"?{query}" if query else "")
        return self._base + str(raw)
