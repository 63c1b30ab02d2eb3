"""The supervisor's pages in a real browser: a board that renews itself and lets times run on, forms
that nobody is disturbed in, an announcement that is heard before it is made."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from db.models import Call, QueueEntry
from db.staff import Role
from tests.desk.browsing import NARROW, WIDE, Site, faults, serve, too_wide
from tests.desk.house import House
from tests.desk.wall.moments import busy, call_row, entry_row, put

pytestmark = pytest.mark.browser
SUPERVISOR = {Role.SUPERVISOR}


@pytest.fixture
def site(desk: House) -> Iterator[Site]:
    """A served desk."""
    with serve(desk) as served:
        yield served


def fine(page: Page, name: str) -> None:
    """Anybody can use the page as it is. SHOTS=folder keeps what it looks like."""
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=Path(folder) / f"wall-{name}.png", full_page=True)
    assert faults(page) == []
    assert too_wide(page) <= 0


@pytest.mark.parametrize(("language", "width"), [("en", WIDE), ("zh", NARROW)])
def test_every_page_can_be_used_by_anybody(
    site: Site, browser: Browser, language: str, width: int
) -> None:
    house = site.house
    busy(house.database, house.now(), 9, calls=60)
    with site.window(browser, SUPERVISOR, language=language, width=width) as page:
        for path in ("", "?big=1", "/floor", "/line"):
            page.goto(f"/desk/wall{path}")
            fine(page, f"{language}-{width}-{path.strip('/?=1') or 'board'}")
        page.select_option("#minutes", "30")
        page.get_by_role("button").filter(has_text=_("Switch to overflow", language)).click()
        page.locator("#ask [value=yes]").click()
        expect(page.locator(".notice.warning")).to_be_visible()
        fine(page, f"{language}-{width}-overflow")


def _(word: str, language: str) -> str:
    return {"Switch to overflow": "切换为溢出"}[word] if language == "zh" else word


def test_the_board_renews_itself_and_times_run_on(site: Site, browser: Browser) -> None:
    house = site.house
    put(house.database, Call, [call_row(1, house.now(), step="agent.waiting")])
    with site.window(browser, SUPERVISOR) as page:
        page.clock.install()
        page.goto("/desk/wall")
        board = page.locator("#board")
        expect(board).to_contain_text("Nobody waits")
        put(house.database, QueueEntry, [entry_row(1, house.now(), lane="pension")])
        house.line.passes(seconds=5)
        page.clock.run_for(4100)
        expect(board).to_contain_text("pension")
        times = board.locator("[data-since]").first
        before = times.inner_text()
        page.clock.run_for(2000)
        expect(times).not_to_have_text(before)
        # Asked for again and unchanged: what is on the page stays on it.
        board.evaluate("(one) => { one.dataset.stays = 'yes'; }")
        with page.expect_response(lambda answer: "/wall/figures" in answer.url) as answered:
            page.clock.run_for(4100)
        assert answered.value.status == 304
        expect(board).to_have_attribute("data-stays", "yes")


def test_nobody_is_disturbed_while_choosing(site: Site, browser: Browser) -> None:
    house = site.house
    put(house.database, QueueEntry, [entry_row(1, house.now(), lane="pension")])
    asked: list[str] = []
    with site.window(browser, SUPERVISOR) as page:
        page.clock.install()
        page.goto("/desk/wall/floor")
        page.on("request", lambda request: asked.append(request.url))
        page.locator("select[name=to]").focus()
        put(house.database, QueueEntry, [entry_row(2, house.now(), lane="english")])
        page.clock.run_for(11_000)
        assert not any("/floor/now" in url for url in asked)
        page.locator("select[name=to]").blur()
        page.clock.run_for(6000)
        expect(page.locator("#floor")).to_contain_text("english")


def test_an_announcement_is_heard_in_the_page_first(site: Site, browser: Browser) -> None:
    with site.window(browser, SUPERVISOR) as page:
        said = (
            "globalThis.said = []; speechSynthesis.speak = (one) => said.push([one.lang, one.text])"
        )
        page.add_init_script(said)
        page.goto("/desk/wall/line")
        page.fill("textarea[lang=en-US]", "Offices are closed this afternoon.")
        page.locator("button[data-say-field][data-lang=en-US]").click()
        assert page.evaluate("said") == [["en-US", "Offices are closed this afternoon."]]
        chosen = FilePayload(name="news.wav", mimeType="audio/wav", buffer=b"RIFF")
        page.locator("input[type=file]").first.set_input_files(chosen)
        expect(page.locator("audio[data-hears]").first).to_be_visible()
