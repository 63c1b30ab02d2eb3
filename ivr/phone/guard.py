"""Who may ask, how often, and with which headers everything here is sent."""

from __future__ import annotations

import re
from typing import Final

from flask import Blueprint, Flask, Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from ivr.phone.exchange import Refusal

TOKEN_HEADER: Final = "X-Phone-Token"  # noqa: S105 - a name
TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}")
LARGEST: Final = 16 * 1024
CALLS: Final = "20 per minute; 200 per hour"
REQUESTS: Final = "60 per second; 900 per minute"

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def protect(routes: Blueprint) -> None:
    """Put the headers on everything, and refuse changes that another site asks for."""

    @routes.before_request
    def same_origin() -> None:
        request.max_content_length = LARGEST
        if request.method == "POST":
            if not _from_this_page():
                raise Refusal("not_this_page", 403)
            if request.mimetype != "application/json":
                raise Refusal("not_json", 415)

    @routes.after_request
    def headers(response: Response) -> Response:
        response.headers.update(HEADERS)
        if request.endpoint != f"{routes.name}.static":
            response.headers["Cache-Control"] = "no-store"
        return response


def limiter(app: Flask) -> Limiter:
    """Counts requests by address, each worker for itself."""
    return Limiter(get_remote_address, app=app, storage_uri="memory://")


def token() -> str:
    """The token of the call that is asked about; it is in a header, never in a URL."""
    given = request.headers.get(TOKEN_HEADER, "")
    if not TOKEN.fullmatch(given):
        raise Refusal("no_call", 404)
    return given


def _from_this_page() -> bool:
    """Every browser names the origin of a POST; the newer ones also how it relates to us."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == request.host_url.rstrip("/")
