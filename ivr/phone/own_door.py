"""The carrier's requests to this very application, without a network between."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import Context

from flask import Flask

from ivr.carrier.actions import Fetch, Response
from ivr.carrier.http import FetchFailure, WsgiServer


class OwnDoor:
    """Asks the carrier's routes of ``app``, and nothing else in the world: its webhooks, and the
    recordings they name.

    A request is made inside another one, of the page. It runs in a context of its own, so that
    neither finds what Flask keeps for the other.
    """

    def __init__(self, app: Flask, base_url: str) -> None:
        self._server = WsgiServer(app)
        self._door = f"{base_url}/voice"
        self._below = (f"{base_url}/voice/", f"{base_url}/audio/")

    def perform(self, fetch: Fetch, headers: Mapping[str, str]) -> Response:
        """One request (``Server``); a URL that is not ours cannot be reached."""
        if fetch.url != self._door and not fetch.url.startswith(self._below):
            raise FetchFailure("host")
        return Context().run(self._server.perform, fetch, headers)
