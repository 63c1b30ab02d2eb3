"""Who may knock: the signature a carrier puts on every webhook.

Twilio signs the URL it called, as it called it, with the posted fields (``X-Twilio-Signature``).
The URL is therefore rebuilt from the configured base and the raw request line: Flask's own
``request.url`` is decoded, and a proxy may have changed scheme and host.
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Iterable
from urllib.parse import quote

from flask import Request
from twilio.request_validator import RequestValidator

HEADERS = ("HTTP_X_TWILIO_SIGNATURE", "HTTP_X_SIGNALWIRE_SIGNATURE")
"""``X-Twilio-Signature`` of Twilio and Somleng; SignalWire signs a form in the same way with the
project's signing key."""


class Signatures:
    """Checks webhooks against any of the tokens in force, so that a token can be changed."""

    def __init__(self, base_url: str, tokens: Iterable[str]) -> None:
        self._base = base_url
        self._keys = [token.encode() for token in tokens]
        self._validators = [RequestValidator(key.decode()) for key in self._keys]

    def valid(self, request: Request) -> bool:
        """Whether one of the tokens signed this request."""
        environ = request.environ
        given = environ.get(HEADERS[0]) or environ.get(HEADERS[1])
        if not given:
            return False
        url, signed = self.url(request), given.encode()
        # As the validator does it, without what else it tries: it is asked at every request.
        text = url + "".join([name + value for name, value in sorted(_fields(request))])
        for key in self._keys:
            ours = b64encode(hmac.digest(key, text.encode(), "sha1"))
            if hmac.compare_digest(ours, signed):
                return True
        # Carriers differ in whether they sign the port: the validator knows all ways.
        return any(v.validate(url, request.form, given) for v in self._validators)

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


def _fields(request: Request) -> Iterable[tuple[str, str]]:
    """Posted fields with their values, each value of a field once."""
    every = [*request.form.items(multi=True)]
    return every if len(every) == len(request.form) else set(every)
