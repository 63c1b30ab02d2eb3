"""The carrier's requests to this very application, without a network between."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import Context

from flask import Flask

from ivr.carrier.actions import Fetch, Response
from ivr.carrier.http import FetchFailure, WsgiServer


class OwnDoor:
    """Asks the carrier's routes of ``app``, and nothing else in the world.

    A request is made inside another one, of the page. It runs in a context of its own, so that
    neither finds what Flask keeps for the other.
    """

    def __init__(self, app: Flask, base_url: str) -> None:
        self._server = WsgiServer(app)
        self._ours = (f"{base_url}/voice", f"{base_url}/voice/")

    def perform(self, fetch: Fetch, headers: Mapping[str, str]) -> Response:
        """One request (``Server``); a URL that is not ours cannot be reached."""
        exact, below = self._ours
        if fetch.url != exact and not fetch.url.startswith(below):
            raise FetchFailure("host")
        return Context().run(self._server.perform, fetch, headers)
