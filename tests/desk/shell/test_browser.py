"""The frame in a real browser: questions, keys, sessions that end, narrow screens, by night."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from db.staff import Role
from tests.desk.browsing import NARROW, WIDE, Site, faults, serve, too_wide
from tests.desk.door.keys import keys_to
from tests.desk.house import House

PAGES = ("/desk/account", "/desk/account/password", "/desk/account/second-factor")


@pytest.fixture
def site(desk: House) -> Iterator[Site]:
    """A served desk."""
    with serve(desk) as served:
        yield served


def try_out(page: Page, html: str) -> None:
    """Put a piece of page under the frame, as a room would."""
    page.goto("/desk/account")
    page.evaluate("(html) => document.querySelector('main').innerHTML += html", html)


def test_signing_in_and_out_by_the_keyboard_alone(site: Site, browser: Browser) -> None:
    keys = keys_to(site.house, Role.OPERATOR)
    with site.window(browser, signed_in=False) as page:
        page.goto("/desk/account")
        expect(page.locator("[name=name]")).to_be_focused()
        page.keyboard.type(keys.name)
        page.keyboard.press("Tab")
        page.keyboard.type(keys.password)
        page.keyboard.press("Tab")
        page.keyboard.type(keys.code())
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("Your account")
        page.get_by_role("button", name="Sign out").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("You are signed out.")).to_be_visible()
        page.go_back()
        expect(page.locator("h1")).to_have_text("Sign in to the desk")


@pytest.mark.parametrize(
    "looks",
    [
        {"language": "en", "width": WIDE, "colours": "light"},
        {"language": "zh", "width": NARROW, "colours": "dark"},
    ],
    ids=["wide", "narrow"],
)
def test_everybody_can_use_the_pages_of_the_door(
    site: Site, browser: Browser, looks: dict[str, Any]
) -> None:
    with site.window(browser, {Role.OPERATOR}, **looks) as page:
        for path in PAGES:
            page.goto(path)
            assert faults(page) == [], path
            assert too_wide(page) == 0, path
    with site.window(browser, signed_in=False, **looks) as page:
        page.goto("/desk/sign-in")
        assert faults(page) == []
        assert too_wide(page) == 0


def test_mistakes_in_a_form_are_beside_their_fields(site: Site, browser: Browser) -> None:
    with site.window(browser, {Role.OPERATOR}, refusals=[422]) as page:
        page.goto("/desk/account/password")
        page.get_by_label("Password until now").fill("something else")
        page.get_by_label("New password", exact=True).fill("short")
        with page.expect_response(lambda r: r.status == 422):
            page.get_by_role("button", name="Change the password").click()
        field = page.get_by_label("New password", exact=True)
        expect(field).to_have_accessible_description(
            "At least 12 characters; several words in a row are good. "
            "Too short: take at least 12 characters."
        )
        assert faults(page) == []


def test_a_grave_thing_is_asked_before_it_is_done(site: Site, browser: Browser) -> None:
    with site.window(browser, {Role.OPERATOR}) as page:
        try_out(
            page,
            "<form method='get' action='/desk/account/password' data-ask='Sure?'>"
            "<button>Do</button></form>",
        )
        page.get_by_role("button", name="Do").click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("Sure?")
        expect(dialog.get_by_role("button", name="No, go back")).to_be_focused()
        assert faults(page, but=["region"]) == []
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        assert page.url.endswith("/desk/account")
        page.get_by_role("button", name="Do").click()
        dialog.get_by_role("button", name="No, go back").click()
        assert page.url.endswith("/desk/account")
        page.get_by_role("button", name="Do").click()
        dialog.get_by_role("button", name="Yes").click()
        expect(page.locator("h1")).to_have_text("Change the password")


def test_htmx_asks_as_well_and_sends_the_token(site: Site, browser: Browser) -> None:
    with site.window(browser, {Role.OPERATOR}) as page:
        try_out(
            page,
            "<button id='b' hx-post='/desk/session' hx-target='#out' data-ask='Sure?'>Do</button>"
            "<p id='out'></p>",
        )
        page.evaluate("htmx.process(document.querySelector('main'))")
        page.get_by_role("button", name="Do").click()
        page.get_by_role("dialog").get_by_role("button", name="Yes").click()
        expect(page.locator("#out")).to_have_text('{"seconds":1800}')


def test_keys_press_what_they_name_and_are_listed(site: Site, browser: Browser) -> None:
    with site.window(browser, {Role.OPERATOR}) as page:
        try_out(
            page,
            "<button data-key='r' id='ready'>Ready <kbd>r</kbd></button>"
            "<label>Find <input data-key='/' id='find'></label>"
            "<button data-key='h' hidden>Hidden</button>",
        )
        page.evaluate("ready.addEventListener('click', () => { ready.dataset.done = 'yes'; })")
        page.keyboard.press("/")
        expect(page.locator("#find")).to_be_focused()
        page.keyboard.type("r?")
        expect(page.locator("#find")).to_have_value("r?")
        expect(page.locator("#ready[data-done]")).to_have_count(0)
        page.locator("#find").blur()
        page.keyboard.press("r")
        expect(page.locator("#ready[data-done]")).to_have_count(1)
        page.keyboard.press("?")
        listed = page.get_by_role("dialog").locator("dl")
        expect(listed).to_contain_text("Ready")
        expect(listed).to_contain_text("Find")
        expect(listed).not_to_contain_text("Hidden")
        assert faults(page, but=["region"]) == []


def test_single_keys_can_be_switched_off(site: Site, browser: Browser) -> None:
    with site.window(browser, {Role.OPERATOR}) as page:
        page.goto("/desk/account")
        page.keyboard.press("?")
        page.get_by_role("switch").uncheck()
        page.get_by_role("button", name="Close").click()
        page.reload()
        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_be_hidden()
        page.get_by_role("button", name="Keys").click()
        page.get_by_role("switch").check()
        page.get_by_role("button", name="Close").click()
        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_be_visible()


def test_the_first_tab_leads_past_the_navigation(site: Site, browser: Browser) -> None:
    with site.window(browser, {Role.OPERATOR}) as page:
        page.goto("/desk/account")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="To the content")).to_be_focused()
        expect(page.get_by_role("link", name="To the content")).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()


def test_a_table_is_a_list_on_a_narrow_screen(site: Site, browser: Browser) -> None:
    cells = "".join(
        f'<td data-label="Column {n}">what stands in cell number {n} of this row</td>'
        for n in range(6)
    )
    heads = "".join(f"<th scope='col'>Column {n}</th>" for n in range(6))
    table = (
        f"<table class='stacks'><caption>Rows</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody><tr>{cells}</tr></tbody></table>"
    )
    with site.window(browser, {Role.OPERATOR}, width=NARROW) as page:
        try_out(page, table)
        assert too_wide(page) == 0
        tops = page.locator("td").evaluate_all(
            "(all) => all.map((c) => c.getBoundingClientRect().top)"
        )
        assert tops == sorted(set(tops)), "one below the other"
    with site.window(browser, {Role.OPERATOR}) as page:
        try_out(page, table)
        tops = page.locator("td").evaluate_all(
            "(all) => all.map((c) => c.getBoundingClientRect().top)"
        )
        assert len(set(tops)) == 1, "side by side"


def test_who_does_nothing_is_asked_and_may_stay(site: Site, browser: Browser) -> None:
    with site.window(browser, {Role.OPERATOR}) as page:
        page.clock.install()
        page.goto("/desk/account")
        site.house.line.passes(minutes=28, seconds=1)
        page.clock.fast_forward("28:01")
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("Are you still there?")
        assert faults(page, but=["region"]) == []
        dialog.get_by_role("button", name="I am still here").click()
        expect(dialog).to_be_hidden()
        site.house.line.passes(minutes=20)
        page.goto("/desk/account/password")
        expect(page.locator("h1")).to_have_text("Change the password")


def test_a_page_is_taken_away_when_its_session_has_ended(site: Site, browser: Browser) -> None:
    with site.window(browser, {Role.OPERATOR}, refusals=[401]) as page:
        page.clock.install()
        page.goto("/desk/account")
        site.house.line.passes(minutes=28, seconds=1)
        page.clock.fast_forward("28:01")
        expect(page.get_by_role("dialog")).to_be_visible()
        site.house.line.passes(minutes=2)
        page.clock.fast_forward("02:01")
        expect(page.locator("h1")).to_have_text("Sign in to the desk")


def test_a_line_that_does_not_answer_is_told(site: Site, browser: Browser) -> None:
    with site.window(browser, {Role.OPERATOR}, refusals=[503]) as page:
        try_out(page, "<button hx-get='/desk/session'>Ask</button>")
        page.evaluate("htmx.process(document.querySelector('main'))")
        page.route("**/desk/session", lambda route: route.fulfill(status=503, body="<p>Later.</p>"))
        page.get_by_role("button", name="Ask").click()
        expect(page.locator("#notices")).to_have_text("Later.")
        page.unroute_all()
