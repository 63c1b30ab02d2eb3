"""The demo with its desk on a port of this machine, after a day of calls, for browsers to visit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, BrowserContext

from app import create_app
from db import migrate
from ivr.demo import first_call
from ivr.desk.door.parts import Desk
from ivr.line import Line
from tests.phone.site import demo_settings, serve


@dataclass(frozen=True)
class Site:
    """``base`` is its address."""

    base: str
    app: Flask

    @property
    def line(self) -> Line:
        found: Line = self.app.extensions["hotline"]
        return found

    @property
    def desk(self) -> Desk:
        found: Desk = self.app.extensions["desk"]
        return found

    def signed_in(
        self, browser: Browser, name: str, *, language: str = "en", width: int = 1280
    ) -> BrowserContext:
        """A browser of its own in which an account of the demo is signed in."""
        accounts = self.desk.accounts
        member = accounts.find(name)
        assert member is not None, f"the demo has no account {name}"
        accounts.set_language(member, language)
        token = self.desk.sittings.open(member.id, datetime.now(UTC))
        context = browser.new_context(
            viewport={"width": width, "height": 800}, reduced_motion="reduce"
        )
        context.add_cookies([{"name": "desk", "value": token, "url": self.base}])
        return context


@contextmanager
def demo_with_desk(folder: Path) -> Iterator[Site]:
    """Serve it until the block ends."""

    def made(base: str) -> Flask:
        settings = demo_settings(folder, base)
        migrate.upgrade(settings.database_url)
        app = create_app(settings)
        first_call(app.extensions["hotline"], datetime.now(UTC))
        return app

    with serve(made) as (base, app):
        yield Site(base, app)
