"""The page in a real browser: by mouse, by keys, narrow and wide, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect

from flows.city import City
from flows.map import CallMap
from flows.tree import call_map
from ivr.map.ways import ways_from
from ivr.settings import ROOT
from tests.phone.test_browser_page import CONTRAST, SMALL
from tests.phone.visitor import PATIENCE, WATCH_POLICY

LINE: CallMap = call_map(City.load(ROOT / "cities" / "demo.toml"))
TOP = LINE.top
BELOW = next(way.target or "" for way in ways_from(LINE, LINE.steps[TOP]) if way.phrase)


@contextmanager
def visit(
    browser: Browser, site: str, *, at: str = "", language: str = "en-US", width: int = 1280
) -> Iterator[Page]:
    """The page; nothing may have gone wrong at the end."""
    wrong: list[str] = []
    screen: ViewportSize = {"width": width, "height": 740}
    with browser.new_context(viewport=screen, locale=language, reduced_motion="reduce") as context:
        page = context.new_page()
        page.add_init_script(WATCH_POLICY)
        page.set_default_timeout(PATIENCE)
        loud = ("error", "warning")
        page.on("console", lambda m: wrong.append(m.text) if m.type in loud else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith(site) else wrong.append(r.url))
        page.goto(f"{site}/map{at}")
        page.wait_for_selector("body[data-ready]")
        yield page
        assert [*wrong, *page.evaluate("window.violations")] == []


def window(page: Page) -> list[float]:
    """The part of the picture that is seen: x, y, width, height."""
    box = page.locator("#picture > svg").get_attribute("viewBox") or ""
    return [float(each) for each in box.split()]


def step(page: Page, name: str) -> str:
    assert page.locator(f"[data-step='{name}']").count() == 1
    return f"[data-step='{name}']"


def title(page: Page, name: str) -> None:
    expect(page.locator("#step-name")).to_have_text(name)


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_nothing_sticks_out_and_everything_can_be_hit(
    browser: Browser, site: str, language: str
) -> None:
    with visit(browser, site, at=f"#{TOP}", language=language) as page:
        for width in (320, 360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 740})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.evaluate(SMALL) == []
            expect(page.locator(".close")).to_be_in_viewport()


def test_a_click_tells_of_a_step_and_its_ways_lead_on(browser: Browser, site: str) -> None:
    with visit(browser, site) as page:
        page.locator(step(page, TOP)).click()
        title(page, TOP)
        assert page.url.endswith(f"#{TOP}")
        expect(page.locator(step(page, TOP))).to_have_attribute("aria-pressed", "true")
        expect(page.locator(".said").first).to_be_visible()
        page.locator(f".ways a[href='#{BELOW}']").first.click()
        title(page, BELOW)
        expect(page.locator(f".ways a[href='#{TOP}']").first).to_be_visible()
        page.go_back()
        title(page, TOP)
        page.keyboard.press("Escape")
        expect(page.locator("#empty")).to_be_visible()
        assert "#" not in page.url


def test_an_address_names_a_step(browser: Browser, site: str) -> None:
    with visit(browser, site, at=f"#{BELOW}", width=360) as page:
        title(page, BELOW)
        box = page.locator(step(page, BELOW)).bounding_box()
        panel = page.locator("#panel").bounding_box()
        assert box is not None and panel is not None
        assert box["x"] >= 0 and box["x"] + box["width"] <= 360
        assert box["y"] + box["height"] <= panel["y"], "the step is not under the panel"
    with visit(browser, site, at="#no.such") as page:
        expect(page.locator("#empty")).to_be_visible()


def test_everything_goes_by_keys(browser: Browser, site: str) -> None:
    with visit(browser, site) as page:
        page.keyboard.press("0")
        whole = window(page)
        page.keyboard.press("+")
        larger = window(page)
        assert larger[2] < whole[2]
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowDown")
        assert window(page)[0] > larger[0] and window(page)[1] > larger[1]
        page.keyboard.press("-")
        page.keyboard.press("0")
        assert window(page) == whole
        page.locator("#map").focus()
        page.keyboard.press("Tab")
        first = page.evaluate("document.activeElement.dataset.step")
        assert first == LINE.start
        page.keyboard.press("Enter")
        title(page, first)
        expect(page.locator("#step-name")).to_be_focused()
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.dataset.step") == first


def test_the_map_is_dragged_and_zoomed_where_the_mouse_is(browser: Browser, site: str) -> None:
    with visit(browser, site) as page:
        box = page.locator("#picture").bounding_box()
        assert box is not None
        x, y = box["x"] + 300, box["y"] + 200
        before = window(page)

        def under(part: list[float]) -> tuple[float, float]:
            """What of the picture is under the mouse."""
            unit = part[2] / box["width"]
            return part[0] + 300 * unit, part[1] + 200 * unit

        page.mouse.move(x, y)
        page.mouse.wheel(0, -300)
        expect(page.locator("#picture > svg")).not_to_have_attribute(
            "viewBox", " ".join(f"{each:.2f}" for each in before)
        )
        now = window(page)
        assert under(now) == pytest.approx(under(before), abs=2)
        page.mouse.down()
        page.mouse.move(x - 80, y - 40, steps=4)
        page.mouse.up()
        moved = window(page)
        assert moved[0] - now[0] == pytest.approx(80 * now[2] / box["width"], abs=2)
        assert moved[1] - now[1] == pytest.approx(40 * now[3] / box["height"], abs=2)
        expect(page.locator("#empty")).to_be_visible()


def test_a_step_is_found_by_what_it_says_in_any_language(browser: Browser, site: str) -> None:
    with visit(browser, site) as page:
        page.keyboard.press("/")
        expect(page.locator("#search")).to_be_focused()
        page.keyboard.type("十八位身份证号")
        first = page.locator("#results button strong").first
        expect(first).to_be_visible()
        found = first.inner_text()
        assert page.locator(".step.dim[data-step]").count() < len(LINE.steps)
        assert page.locator(".step.dim[data-step]").count() > 0
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        title(page, found)
        page.keyboard.press("/")
        page.locator("#search").fill("zzzz")
        expect(page.locator("#found")).to_have_text("Nothing found")
        page.keyboard.press("Escape")
        expect(page.locator(".step.dim")).to_have_count(0)


def test_the_language_changes_on_the_spot(browser: Browser, site: str) -> None:
    with visit(browser, site, at=f"#{TOP}") as page:
        seen = window(page)
        page.click("[data-language='zh-CN']")
        expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
        expect(page.locator("#picture > svg")).to_have_attribute("lang", "zh-CN")
        expect(page.locator("h1")).to_have_text("热线地图")
        expect(page.locator(".panel h3", has_text="说的话")).to_be_visible()
        title(page, TOP)
        assert window(page) == seen


def test_a_day_without_calls_is_said_to_be_one(browser: Browser, site: str) -> None:
    with visit(browser, site, at=f"#{TOP}") as page:
        section = page.locator(".panel section", has_text="Yesterday's calls")
        expect(section).to_contain_text("There were no calls yesterday.")


def test_yesterdays_calls_are_told(browser: Browser, site: str) -> None:
    figures = {
        "day": "2026-03-15",
        "few": 5,
        "steps": {TOP: {"came": 1200, "left": 60, "share": 0.05, "went": [[BELOW, "few"]]}},
    }
    with visit(browser, site) as page:
        page.route("**/map/traffic.json", lambda route: route.fulfill(json=figures))
        page.goto(f"{site}/map#{TOP}")
        page.reload()
        expect(page.locator("dd.came")).to_have_text("1,200")
        expect(page.locator("dd.left")).to_have_text("60 (5%)")
        expect(page.locator(".went li")).to_have_text(f"{BELOW}fewer than 5")
        page.goto(f"{site}/map#{BELOW}")
        expect(page.locator(".panel")).to_contain_text("No call came here yesterday.")


def test_what_is_recorded_is_played_and_the_rest_says_so(browser: Browser, site: str) -> None:
    with visit(browser, site) as page:

        def with_sound(route: Route) -> None:
            told = route.fetch().json()
            for phrase in told["steps"][TOP]["phrases"]:
                told["phrases"][phrase]["zh-CN"]["sound"] = "a" * 20
                told["phrases"][phrase]["en-US"]["sound"] = None
            route.fulfill(json=told)

        page.route(
            "**/map/said/**", lambda route: route.fulfill(body=b"", content_type="audio/wav")
        )
        page.route("**/map/steps.json", with_sound)
        page.goto(f"{site}/map#{TOP}")
        page.reload()
        button = page.locator(".play.recorded").first
        expect(button).to_have_attribute("title", "Play the recording")
        with page.expect_request("**/map/said/**") as request:
            button.click()
        assert re.search(r"/map/said/zh-CN/[\w.]+\.wav\?sound=a{20}$", request.value.url)
        other = page.locator(".play:not(.recorded)").first
        expect(other).to_have_attribute("title", re.compile("^Not recorded"))


def test_the_contrast_is_enough_by_day_and_by_night(browser: Browser, site: str) -> None:
    with visit(browser, site, at=f"#{BELOW}") as page:
        page.keyboard.press("/")
        page.keyboard.type("a")
        weak = []
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
            weak += page.evaluate(CONTRAST.replace('"body *"', '"body *:not(svg *)"'))
        assert weak == []


def test_a_screen_reader_finds_everything_by_name(browser: Browser, site: str) -> None:
    with visit(browser, site, at=f"#{TOP}") as page:
        tree = page.locator("body").aria_snapshot()
        for line in (
            '- heading "Call map" [level=1]',
            '- searchbox "Find a step, a flow, or what is said"',
            '- button "English" [pressed]',
            f'button "{TOP}, Menu: waits for a key" [pressed]',
            '- button "Whole map"',
            '- complementary "Details of the step"',
            f'- heading "{TOP}" [level=2]',
            '- heading "Leads to" [level=3]',
        ):
            assert line in tree, f"{line} is not in:\n{tree}"
        assert re.findall(r"- (?:button|searchbox|link)(?::|$| \[)", tree) == []


def test_without_javascript_the_picture_is_there(browser: Browser, site: str) -> None:
    with browser.new_context(java_script_enabled=False, locale="zh-CN") as context:
        page = context.new_page()
        page.goto(f"{site}/map")
        expect(page.locator("#picture > svg")).to_be_visible()
        expect(page.locator(".notice")).to_be_visible()
