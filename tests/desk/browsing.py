"""The desk in a real browser: served, signed in, watched for whatever goes wrong, and looked at by
axe-core, which finds what people with a screen reader, or bad eyes, cannot use.

    @pytest.fixture
    def site(desk: House) -> Iterator[Site]:
        with serve(desk) as served:
            yield served

    def test_the_board(site: Site, browser: Browser) -> None:
        with site.window(browser, {Role.SUPERVISOR}, width=360) as page:
            page.goto("/desk/wall")
            assert faults(page) == []
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page
from werkzeug.serving import WSGIRequestHandler, make_server

from db.staff import Role
from tests.desk.house import House
from tests.phone.visitor import PATIENCE, WATCH_POLICY

WIDE, NARROW = 1280, 360


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's name
        """Say nothing of each request."""


@dataclass(frozen=True)
class Site:
    """A desk on a port of this machine."""

    house: House
    base: str

    @contextmanager
    def window(
        self,
        browser: Browser,
        roles: Collection[Role] = (),
        *,
        agent: str | None = None,
        width: int = WIDE,
        language: str = "en",
        colours: Literal["light", "dark"] = "light",
        signed_in: bool = True,
        refusals: Collection[int] = (),
        **context: Any,
    ) -> Iterator[Page]:
        """A window with somebody of these roles signed in; ``page.goto("/desk")`` knows the rest.

        At the end nothing may have gone wrong: no error on the console or in a script, nothing
        the policy forbids, no address but ours. ``refusals`` are the statuses that the test asks
        for; ``context`` goes to Playwright.
        """
        wrong: list[str] = []
        options: dict[str, Any] = {
            "base_url": self.base,
            "viewport": {"width": width, "height": 740},
            "locale": {"en": "en-US", "zh": "zh-CN"}[language],
            "reduced_motion": "reduce",
            "color_scheme": colours,
            **context,
        }
        with browser.new_context(**options) as opened:
            if signed_in:
                token = self.house.open_session(roles, agent, language=language)
                host = urlsplit(self.base).hostname or ""
                opened.add_cookies([{"name": "desk", "value": token, "domain": host, "path": "/"}])
            opened.add_init_script(WATCH_POLICY)
            page = opened.new_page()
            page.set_default_timeout(PATIENCE)
            page.on("console", lambda m: wrong.append(m.text) if _is_wrong(m, refusals) else None)
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.on("request", lambda r: None if _ours(r.url, self.base) else wrong.append(r.url))
            yield page
            wrong.extend(page.evaluate("window.violations || []"))
            assert not wrong, wrong


@contextmanager
def serve(house: House) -> Iterator[Site]:
    """Serve a desk until the block ends. Its clock stands where the test has put it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    house.line.settings = house.line.settings.model_copy(update={"public_base_url": base})
    server = make_server("127.0.0.1", port, house.app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Site(house, base)
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


def faults(page: Page, *, but: Collection[str] = ()) -> list[str]:
    """What axe-core finds on a page, in a line each: WCAG 2.2 A and AA, and good practice. ``but``
    names rules that do not hold here, with a reason in the test."""
    rules = {rule: {"enabled": False} for rule in but}
    found = Axe().run(page, options={"resultTypes": ["violations"], "rules": rules}).response
    return [
        f"{each['impact']} {each['id']}: {node['target']} {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


def too_wide(page: Page) -> int:
    """By how many pixels a page is wider than its window: people scroll down, not aside."""
    wider: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wider


def _is_wrong(message: ConsoleMessage, refusals: Collection[int]) -> bool:
    # The browser says it in its way, htmx in its own.
    told = ("responded with a status of {} ", "Response Status Error Code {} ")
    expected = any(way.format(status) in message.text for way in told for status in refusals)
    return message.type in ("error", "warning") and not expected


def _ours(url: str, base: str) -> bool:
    return url.startswith((base, "data:", "blob:"))
