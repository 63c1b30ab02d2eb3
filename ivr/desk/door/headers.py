"""The headers of every page of the desk. Nothing runs, looks or loads but what we serve."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from flask import Response, g, request

from ivr.pages import HEADERS as OF_EVERY_PAGE

FOR_EVER: Final = "public, max-age=31536000, immutable"
ASK_AGAIN: Final = "no-cache"
_POLICY: Final = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    # The framework draws its ticks and arrows as data: in the style sheet.
    "img-src": ["'self'", "data:"],
    "connect-src": ["'self'"],
    "media-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}


def also_allow(
    *, microphone: bool = False, connect: Iterable[str] = (), media: Iterable[str] = ()
) -> None:
    """What the page that is being made needs beside: the microphone, other places to connect to
    (``wss://host``), or other sources of sound (``blob:``). Call it in the view."""
    g.desk_microphone = microphone
    g.desk_sources = {"connect-src": tuple(connect), "media-src": tuple(media)}


def put(response: Response) -> Response:
    """Put the headers on an answer of the desk."""
    more = g.get("desk_sources", {})
    policy = "; ".join(
        f"{name} {' '.join([*sources, *more.get(name, ())])}" for name, sources in _POLICY.items()
    )
    microphone = "(self)" if g.get("desk_microphone", False) else "()"
    response.headers.update(
        {
            **OF_EVERY_PAGE,
            "Content-Security-Policy": policy,
            "Permissions-Policy": f"microphone={microphone}, camera=(), geolocation=()",
            # Forms sent over https are compared with the page they come from.
            "Referrer-Policy": "same-origin",
        }
    )
    if (request.endpoint or "").endswith(".static"):
        # A page names the version of each file it wants.
        kept = FOR_EVER if request.args.get("v") and response.status_code == 200 else ASK_AGAIN
        response.headers["Cache-Control"] = kept
    else:
        response.headers["Cache-Control"] = "no-store"
    return response
