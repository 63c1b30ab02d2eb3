"""Every page of the desk in a browser: in both languages, wide and narrow, without a fault.

LOOK=folder keeps a screenshot of each.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from ivr.desk.door.roles import declared
from tests.desk.browsing import faults
from tests.desk.look.site import Site
from tests.phone.visitor import WATCH_POLICY

NOT_PAGES = ("figures", "csv", "xlsx", "svg", "png", "wav", "json", "picture", "letters", "token")
"""What a browser is given beside pages ends in one of these."""
ACCOUNTS = {
    "agent": "agent",
    "supervisor": "supervisor",
    "operator": "operator",
    "auditor": "operator",
}


def pages(site: Site) -> Iterator[tuple[str, str]]:
    """Every page that is addressed without naming anything, and an account that may see it."""
    with site.app.test_request_context():
        for rule in sorted(site.app.url_map.iter_rules(), key=lambda rule: rule.rule):
            if not rule.rule.startswith("/desk") or "GET" not in (rule.methods or ()):
                continue
            if rule.arguments or rule.endpoint.endswith(".static"):
                continue
            needs = declared(rule.endpoint)
            if needs is None or needs.polled or re.split("[/.]", rule.rule)[-1] in NOT_PAGES:
                continue
            role = next((role for role in ACCOUNTS if role in needs.roles), None)
            if role is not None:
                yield rule.rule, ACCOUNTS[role]


def visit(page: Page, site: Site, path: str) -> list[str]:
    """Open a page; gives what is wrong with how it came."""
    wrong: list[str] = []
    page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    answer = page.goto(f"{site.base}{path}", wait_until="load")
    if answer is None or answer.status != 200:
        wrong.append(f"answered {answer.status if answer else 'nothing'}")
    over = page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth")
    if over > 0:
        wrong.append(f"is {over} px wider than the window")
    wrong += page.evaluate("window.violations")
    return wrong


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("zh", 360)])
def test_every_page_is_whole_and_anybody_can_use_it(
    demo_desk: Site, browser: Browser, language: str, width: int
) -> None:
    found: dict[str, list[str]] = {}
    contexts = {
        name: demo_desk.signed_in(browser, name, language=language, width=width)
        for name in dict.fromkeys(ACCOUNTS.values())
    }
    try:
        for path, name in pages(demo_desk):
            page = contexts[name].new_page()
            page.add_init_script(WATCH_POLICY)
            wrong = visit(page, demo_desk, path)
            wrong += faults(page)
            keep(page, path, language, width)
            page.close()
            if wrong:
                found[path] = wrong
    finally:
        for context in contexts.values():
            context.close()
    assert found == {}


def keep(page: Page, path: str, language: str, width: int) -> None:
    """A screenshot, for whoever wants to look."""
    if folder := os.environ.get("LOOK"):
        name = path.strip("/").replace("/", "-") or "home"
        page.screenshot(path=Path(folder) / f"{name}.{language}.{width}.png", full_page=True)


def test_there_are_pages_to_look_at(demo_desk: Site) -> None:
    assert len(list(pages(demo_desk))) >= 10
