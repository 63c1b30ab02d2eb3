"""The line behind the carrier, which can be started anew in the middle of the day."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Flask

from ivr.carrier.actions import Fetch, Response
from ivr.carrier.http import WsgiServer
from ivr.line import Line


class Restartable:
    """``create`` starts a line. Between two requests it may be stopped and started again."""

    def __init__(self, create: Callable[[], Flask]) -> None:
        self._create = create
        self._app = create()
        self.restarts = 0

    def perform(self, fetch: Fetch, headers: Mapping[str, str]) -> Response:
        """Hand a request to the line (``Server``)."""
        return WsgiServer(self._app).perform(fetch, headers)

    def restart(self) -> None:
        """Stop it, and start another that knows nothing but the database."""
        self.close()
        self._app = self._create()
        self.restarts += 1

    def close(self) -> None:
        """Stop it."""
        line: Line = self._app.extensions["hotline"]
        line.database.dispose()
