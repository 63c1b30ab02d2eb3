"""The office in a real browser: a file handed in and watched, letters printed, topics heard."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from db.staff import Role
from tests.desk.browsing import NARROW, WIDE, Site, faults, serve, too_wide
from tests.desk.house import House
from tests.desk.office.conftest import a_worker
from tests.imports.files import ADA, ROWS, write_csv

pytestmark = pytest.mark.browser
PAGES = ("office/agents/1001", "office/accounts/1", "office/topics/pension.v2026-01-01")
"""Those whose address names something; the others are looked at in tests/desk/look."""


@pytest.fixture
def site(grouped: House) -> Iterator[Site]:
    """A served desk with an agent, and somebody without a PIN."""
    grouped.employ("1001")
    grouped.people.someone(pin=None)
    with serve(grouped) as served:
        yield served


def fine(page: Page, name: str) -> None:
    """Anybody can use the page as it is. SHOTS=folder keeps what it looks like."""
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
    assert faults(page) == []
    assert too_wide(page) <= 0


@pytest.mark.parametrize(("language", "width"), [("en", WIDE), ("zh", NARROW)])
def test_pages_of_one_thing_can_be_used(
    site: Site, browser: Browser, language: str, width: int
) -> None:
    site.house.account(Role.AUDITOR)
    with site.window(browser, {Role.OPERATOR}, language=language, width=width) as page:
        for path in PAGES:
            page.goto(f"/desk/{path}")
            fine(page, f"{language}-{width}-{path.replace('/', '-')}")


def test_a_file_is_handed_in_and_watched(site: Site, browser: Browser, tmp_path: Path) -> None:
    rows = [*ROWS["persons"], (ADA[:-1] + "?", "王五", "", "990101", "")]
    path = write_csv(tmp_path / "人员.csv", "persons", rows)
    with site.window(browser, {Role.OPERATOR}) as page:
        page.goto("/desk/office/imports")
        page.get_by_label("File", exact=True).set_input_files(path)
        page.get_by_role("button", name="Hand it in").click()
        expect(page.locator("#progress")).to_contain_text("Waiting for a worker")
        fine(page, "load-0-waiting")
        assert a_worker(site.house).carry_out() is not None
        expect(page.locator("#progress")).to_contain_text("Loaded, but for some rows.")
        fine(page, "load-1-done")
        with page.expect_download() as taken:
            page.get_by_role("button", name="Reject file", exact=True).click()
        assert "王五" in Path(taken.value.path()).read_text("utf-8")
        page.get_by_role("button", name="Delete the reject file").click()
        page.get_by_role("button", name="Yes").click()
        expect(page.locator("#notices")).to_contain_text("The reject file is deleted.")


def test_letters_are_chosen_confirmed_and_shown(site: Site, browser: Browser) -> None:
    with site.window(browser, {Role.OPERATOR}, width=NARROW) as page:
        page.goto("/desk/office/letters")
        page.get_by_role("button", name="Go on").click()
        fine(page, "letters-0-confirm")
        page.get_by_role("button", name="Make and show them").click()
        expect(page.locator(".letter")).to_have_count(1)
        fine(page, "letters-1-made")
        page.emulate_media(media="print")
        expect(page.locator(".office-pages")).to_be_hidden()
        expect(page.locator(".letter .pin")).to_be_visible()


def test_a_topic_is_heard_in_whatever_voice_there_is(site: Site, browser: Browser) -> None:
    with site.window(browser, {Role.OPERATOR}) as page:
        page.add_init_script(
            "window.read = [];"
            "speechSynthesis.getVoices = () => [{lang: 'zh-CN'}];"
            "window.SpeechSynthesisUtterance = class"
            " { constructor(words) { this.words = words; } };"
            "speechSynthesis.speak = (each) => { window.read.push(each.words); each.onend(); };"
        )
        page.goto("/desk/office/topics/pension.v2026-01-01")
        page.keyboard.press("h")
        page.wait_for_function("window.read.length === 3")
        assert page.evaluate("window.read")[1] == "二零二六年一月一日版。"
        page.goto("/desk/office/topics/pension.v2026-01-01?language=en-US")
        page.get_by_role("button", name="Hear it").click()
        expect(page.locator("#no-voice")).to_be_visible()
