"""The line calls the page: it rings, and is answered or declined by mouse and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskCliRunner
from playwright.sync_api import Browser, Page, expect

from app import create_app
from db.duty import Duties
from ivr.line import Line
from tests.phone.conftest import DEMO
from tests.phone.site import demo_settings, serving
from tests.phone.test_browser_page import CONTRAST, SMALL
from tests.phone.visitor import PATIENCE, Visitor, visitor
from tests.plugins.recorded import choosing

RINGS = "body[data-phase=called]"
TEXTS = {"zh-CN": ("热线来电", "接听", "拒接"), "en-US": ("calling you", "Answer", "Decline")}


@dataclass
class Site:
    """A served demo, an operator at it, and the agents."""

    base: str
    operator: FlaskCliRunner
    duties: Duties

    def calls_now(self, ticket: str) -> None:
        """An agent is free, and the operator brings a callback forward."""
        agent = self.duties.all()[0].agent_id
        assert self.duties.choose(agent, "ready", datetime.now(UTC))
        done = self.operator.invoke(args=["callbacks", "now", ticket])
        assert done.output == f"{ticket} is called as soon as an agent is free.\n"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("called")
    city = choosing("synthetic", folder, DEMO)
    with serving(folder, hotline_city=city) as base:
        app = create_app(demo_settings(folder, base, hotline_city=city))
        line: Line = app.extensions["hotline"]
        yield Site(base, app.test_cli_runner(), Duties(line.database))
        line.database.dispose()


def books(guest: Visitor) -> str:
    """Book a callback and hang up; gives the ticket's number."""
    page = guest.page
    page.click("#call")
    guest.hears("这里是")
    guest.click_keys("4211")
    guest.hears("已经约好")
    page.click("#hang-up")
    summary = page.locator("#summary dl")
    expect(summary).to_contain_text(re.compile(r"\d{10}"))
    found = re.search(r"\d{10}", summary.inner_text())
    assert found is not None
    return found[0]


def looks(page: Page) -> None:
    """Somebody comes back to the window, which then asks at once."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def rings(page: Page, language: str) -> None:
    """Wait until it rings, which is told to every sense, with two buttons in reach."""
    called, answer, decline = TEXTS[language]
    page.wait_for_timeout(300)
    looks(page)
    expect(page.locator(RINGS)).to_be_attached(timeout=PATIENCE)
    for place in ("#state", "#announced"):
        expect(page.locator(place)).to_contain_text(called)
    assert called in page.title()
    for button, label in (("#call", answer), ("#hang-up", decline)):
        expect(page.locator(button)).to_have_text(label)
        expect(page.locator(button)).to_have_attribute("aria-disabled", "false")
        expect(page.locator(button)).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(SMALL) == [] and page.evaluate(CONTRAST) == []


def test_it_rings_where_it_was_booked_and_whoever_answers_is_joined(
    browser: Browser, office: Site
) -> None:
    with (
        visitor(browser, office.base, width=360, height=740) as guest,
        visitor(browser, office.base) as stranger,
    ):
        page = guest.page
        ticket = books(guest)
        # What is expected is known by the browser, and not by one window of it.
        page.reload()
        other = page.context.new_page()
        other.goto(f"{office.base}/phone")
        page.bring_to_front()
        page.mouse.wheel(0, 2000)
        office.calls_now(ticket)
        rings(page, "zh-CN")
        looks(other)
        expect(other.locator(RINGS)).to_be_attached(timeout=PATIENCE)
        assert page.url == other.url == f"{office.base}/phone"
        page.click("#call")
        guest.hears("您预约了回电，核对码是")
        expect(page.locator("#hang-up")).to_have_text("挂断")
        assert "热线来电" not in page.title()
        guest.click_keys("1")
        page.click("#agent-answer")
        guest.key("1", "#agent-keypad").click()
        guest.waits_for("joined")
        looks(other)
        expect(other.locator(RINGS)).to_have_count(0, timeout=PATIENCE)
        page.click("#hang-up")
        expect(page.locator("#summary")).to_be_visible()
        # Nothing is asked any more once nothing is expected.
        page.wait_for_function("localStorage['phone.calls'] === undefined", timeout=PATIENCE)
        assert stranger.page.locator(RINGS).count() == 0


def test_by_keyboard_alone_declined_and_answered(browser: Browser, office: Site) -> None:
    with visitor(browser, office.base, language="en-US", width=360, height=740) as guest:
        page, keyboard = guest.page, guest.page.keyboard
        ticket = books(guest)
        office.calls_now(ticket)
        rings(page, "en-US")
        expect(page.locator("#call")).to_be_focused()
        with page.expect_response("**/phone/decline"):
            keyboard.press("Escape")
        expect(page.locator("#call")).to_have_text("Call")
        office.calls_now(ticket)
        rings(page, "en-US")
        keyboard.press("Enter")
        expect(page.locator("#hang-up")).to_have_text("Hang up")
        guest.hears("这里是")
        keyboard.press("3")
        guest.hears("再见")
        expect(page.locator("#summary")).to_be_visible()
