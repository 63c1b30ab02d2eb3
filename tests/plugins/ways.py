"""The ways a call can be carried, none of which the caller may notice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Flask

from db.engine import Database
from ivr.carrier.actions import Fetch, Response
from ivr.carrier.http import WsgiServer


@dataclass(frozen=True)
class Way:
    """`fresh`: each webhook is taken by a worker that has just started and knows nothing but the
    database. `twice`: each is delivered two times, as by a carrier that lost the first answer."""

    name: str
    fresh: bool = False
    twice: bool = False

    def __str__(self) -> str:
        return self.name


PLAIN = Way("one worker, each webhook once")
FRESH = Way("another worker for each webhook", fresh=True)
TWICE = Way("each webhook twice", twice=True)
EVERY_WAY = (PLAIN, FRESH, TWICE)


class Workers:
    """The servers behind a line (`ivr.carrier.http.Server`)."""

    def __init__(self, create: Callable[[], Flask], *, fresh: bool) -> None:
        self._create = create
        self._fresh = fresh
        self._app: Flask | None = None

    def perform(self, fetch: Fetch, headers: Mapping[str, str]) -> Response:
        """Hand the request to a worker."""
        if self._app is None or self._fresh:
            self.close()
            self._app = self._create()
        return WsgiServer(self._app).perform(fetch, headers)

    def close(self) -> None:
        """Stop the worker, as when its machine is taken away."""
        if self._app is not None:
            database: Database = self._app.extensions["hotline"].database
            database.dispose()
            self._app = None
