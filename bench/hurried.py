"""The line by a clock that hurries: each request comes four seconds after the one before, as often
as a page on a wall asks. What is kept for a second is never fresh."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask

from app import create_app as the_line

STEP = timedelta(seconds=4)
ROUND = 50
"""Steps after which it begins again, before what is on record has grown old."""


def create_app() -> Flask:
    """The line by such a clock."""
    began, asked = datetime.now(UTC), 0

    def later() -> None:
        nonlocal asked
        asked += 1

    app = the_line(clock=lambda: began + STEP * (asked % ROUND))
    app.before_request(later)
    return app
