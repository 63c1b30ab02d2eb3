"""The page of work in a real browser: a caller rings, Enter takes them, notes keep themselves."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.desk.agent.seat import TARGET
from tests.desk.browsing import NARROW, WIDE, Site, faults, serve, too_wide
from tests.desk.house import House
from tests.plugins.people import Bill, Insured, Medical, Month

pytestmark = pytest.mark.browser


@pytest.fixture
def site(desk: House) -> Iterator[Site]:
    """A served desk with an agent. Callers reach the line where they always do."""
    desk.employ("1001", TARGET)
    reached = desk.line.settings
    with serve(desk) as served:
        desk.line.settings = reached
        yield served


def fine(page: Page, name: str) -> None:
    """Anybody can use the page as it is. SHOTS=folder keeps what it looks like."""
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
    assert faults(page) == []
    assert too_wide(page) <= 0


@pytest.mark.parametrize(("language", "width"), [("en", WIDE), ("zh", NARROW)])
def test_from_ringing_to_the_next_by_keys(
    site: Site, browser: Browser, language: str, width: int
) -> None:
    house = site.house
    somebody = house.people.someone(
        mobile="+8613900001234",
        medical=Medical(1234.05),
        insured=[Insured("employee-medical", since=date(2026, 1, 1), months=2)],
        contributions=[Month(202602), Month(202601)],
    )
    name = f"{language}-{width}"
    with site.window(browser, agent="1001", language=language, width=width) as page:
        page.goto("/desk/work")
        fine(page, f"{name}-0-away")
        page.keyboard.press("r")
        expect(page.locator("#state-ready")).to_have_attribute("aria-pressed", "true")
        call = house.telephone().dial()
        call.type(f"1{somebody.keys}1{somebody.pin}#")
        call.hears("查询医保个人账户")
        call.press("1")
        call.hears("余额")
        call.press("0")
        expect(page.locator("#accept")).to_be_visible()
        text = page.locator("#live").get_attribute("data-rings")
        page.wait_for_function("(text) => document.title === text", arg=text)
        fine(page, f"{name}-1-rings")
        page.locator("body").press("Enter")
        expect(page.locator("#live")).to_have_attribute("data-kind", "joining")
        call.waits(10)
        call.agent.answers()
        call.agent.presses("1")
        call.agent.is_joined()
        expect(page.locator("#live")).to_have_attribute("data-kind", "talking")
        fine(page, f"{name}-2-talks")
        page.keyboard.press("n")
        page.keyboard.type("asks about February")
        expect(page.locator("#note-kept")).not_to_be_empty()
        call.hangs_up()
        expect(page.locator("#live")).to_have_attribute("data-kind", "wrapup")
        assert page.locator("#note").input_value() == "asks about February"
        fine(page, f"{name}-3-wrapup")
        page.locator("#disposition-solved").check()
        page.locator("#finish").click()
        expect(page.locator("#live")).to_have_attribute("data-kind", "idle")
        expect(page.locator("#note")).to_have_count(0)


@pytest.mark.parametrize(("language", "width"), [("en", WIDE), ("zh", NARROW)])
def test_records_for_a_reason_and_every_other_page(
    site: Site, browser: Browser, language: str, width: int
) -> None:
    house = site.house
    somebody = house.people.someone(
        medical=Medical(1234.05, entries=[(date(2026, 3, 1), "spend", 77.31)]),
        insured=[Insured("employee-medical", since=date(2026, 1, 1), months=2)],
        contributions=[Month(202602), Month(202601)],
        claims=[Bill(date(2026, 2, 3), 246.81, "paid", 200, 46.81)],
        cards=["active"],
    )
    message = house.telephone().dial()
    message.type("41")
    message.speaks(5)
    message.press("#")
    message.hears("编号")
    message.hangs_up()
    number = house.line.tickets[0].number
    name = f"{language}-{width}"
    with site.window(browser, agent="1001", language=language, width=width, refusals=[422]) as page:
        page.goto("/desk/work")
        page.keyboard.press("r")
        expect(page.locator("#state-ready")).to_have_attribute("aria-pressed", "true")
        call = house.line.new_telephone(number="+8613800000009").dial()
        call.type(f"1{somebody.keys}1{somebody.pin}#")
        call.hears("查询医保个人账户")
        call.press("0")
        page.locator("#accept").click()
        expect(page.locator("#live")).to_have_attribute("data-kind", "joining")
        call.waits(10)
        call.agent.answers()
        call.agent.presses("1")
        expect(page.locator("#live")).to_have_attribute("data-kind", "talking")
        page.keyboard.press("e")
        form = page.locator("#record form").first
        form.locator("button").click()
        expect(page.locator("#record .wrong").first).to_be_visible()
        fine(page, f"{name}-4-refused")
        for box in page.locator("#record form").first.locator("[type=checkbox]").all():
            box.check()
        page.locator("#reason").select_option("question")
        page.locator("#record input[name=words]").fill("asks about February")
        page.locator("#record form").first.locator("button").click()
        expect(page.get_by_text(somebody.id_number)).to_be_visible()
        fine(page, f"{name}-5-shown")
        page.keyboard.press("k")
        page.keyboard.type("unemployment")
        expect(page.locator("#found article").first).to_be_visible()
        page.locator("#live summary").click()
        fine(page, f"{name}-6-rules")
        for nth, path in enumerate(
            ("/desk/tickets", f"/desk/tickets/{number}", "/desk/knowledge", "/desk/today"), 7
        ):
            page.goto(path)
            fine(page, f"{name}-{nth}{path.replace('/', '-')[:20]}")
            assert somebody.id_number not in page.content()
