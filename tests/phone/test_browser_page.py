"""The page in a real browser: narrow and wide, in both languages, to a screen reader."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.phone.visitor import visitor

CONTRAST = """
  () => {
    const parse = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
    const light = (rgb) => {
      const [r, g, b] = rgb.map((c) => c / 255).map((c) =>
        c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element) => {
      for (let at = element; at; at = at.parentElement) {
        const [r, g, b, a = 1] = parse(getComputedStyle(at).backgroundColor);
        if (a === 1) return [r, g, b];
      }
      return [255, 255, 255];
    };
    const weak = [];
    for (const element of document.querySelectorAll("body *")) {
      const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
      if (!own || !element.checkVisibility() || element.closest("[aria-disabled=true], .to-come"))
        continue;
      const a = light(parse(getComputedStyle(element).color).slice(0, 3));
      const b = light(behind(element));
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      if (ratio < 4.5) weak.push(`${element.textContent.trim()} ${ratio.toFixed(2)}`);
    }
    return weak;
  }
"""

SMALL = """
  () => [...document.querySelectorAll("button, select, input:not([type=checkbox])")]
    .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 36)
    .map((each) => each.outerHTML)
"""


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_nothing_sticks_out_and_everything_can_be_hit(
    browser: Browser, site: str, language: str
) -> None:
    with visitor(browser, site, language=language) as guest:
        page = guest.page
        page.locator("details summary").click()
        for width in (320, 360, 768, 1024, 1280):
            page.set_viewport_size({"width": width, "height": 740})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.evaluate(SMALL) == []


def test_a_narrow_telephone_is_whole_on_the_screen(browser: Browser, site: str) -> None:
    with visitor(browser, site, width=360, height=740) as guest:
        box = guest.page.locator("#call").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 740


def test_the_agents_telephone_is_at_the_thumb_on_a_narrow_screen(
    browser: Browser, site: str
) -> None:
    with visitor(browser, site, width=360, height=740) as guest:
        page = guest.page
        page.click("#call")
        guest.hears("这里是")
        guest.click_keys("0")
        expect(page.locator("#agent-answer")).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.click("#agent-answer")
        expect(guest.key("1", "#agent-keypad")).to_be_in_viewport()


def test_the_contrast_is_enough_by_day_and_by_night(browser: Browser, site: str) -> None:
    with visitor(browser, site) as guest:
        page = guest.page

        def weak() -> list[str]:
            found: list[str] = []
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
                found += page.evaluate(CONTRAST)
            return found

        assert weak() == []
        page.click("#call")
        guest.hears("这里是")
        guest.click_keys("0")
        expect(page.locator("#agent-answer")).to_be_visible()
        assert weak() == []
        page.click("#hang-up")
        expect(page.locator("#summary")).to_be_visible()
        assert weak() == []


def test_a_screen_reader_finds_everything_by_name(browser: Browser, site: str) -> None:
    with visitor(browser, site, language="en-US") as guest:
        tree = guest.page.locator("body").aria_snapshot()
        for line in (
            '- heading "Social security hotline 12333" [level=1]',
            '- button "English" [pressed]',
            "- paragraph: Ready to call 12333",
            '- textbox "Calling from"',
            '- group "Keypad"',
            '- button "Key 1"',
            '- button "Key star"',
            '- button "Key pound"',
            '- button "Call"',
            '- button "Hang up" [disabled]',
            '- heading "What is said" [level=2]',
            '- combobox "Speed"',
            '- switch "Key tones" [checked]',
            '- switch "Read aloud" [disabled]',
            '- heading "The agent\'s telephone" [level=2]',
            'button "Type the PIN of: Works; everything is paid and on record"',
        ):
            assert line in tree, f"{line} is not in:\n{tree}"
        nameless = re.findall(r"- (?:button|textbox|combobox|switch)(?::|$| \[)", tree)
        assert nameless == []


def test_what_is_said_is_a_log_in_its_own_language(browser: Browser, site: str) -> None:
    with visitor(browser, site, language="en-US") as guest:
        log = guest.page.get_by_role("log", name="What is said")
        expect(log).to_have_attribute("aria-live", "polite")
        guest.page.click("#call")
        guest.hears("Welcome to")
        languages = log.get_by_role("listitem").evaluate_all("all => all.map((each) => each.lang)")
        assert languages[:3] == ["zh-CN", "zh-CN", "en-US"]


def test_the_language_of_the_page_is_changed_in_the_middle_of_a_call(
    browser: Browser, site: str
) -> None:
    with visitor(browser, site) as guest:
        page = guest.page
        page.click("#call")
        guest.waits_for("listening")
        page.click("[data-language='en-US']")
        expect(page.locator("html")).to_have_attribute("lang", "en-US")
        expect(page.locator("#state")).to_have_text("The line listens")
        expect(guest.key("*")).to_have_attribute("aria-label", "Key star")
        guest.click_keys("1")
        guest.hears("请输入十八位身份证号")
        page.reload()
        expect(page.locator("html")).to_have_attribute("lang", "en-US")
        page.click("#hang-up")


def test_the_keypad_is_one_stop_and_arrows_move_in_it(browser: Browser, site: str) -> None:
    with visitor(browser, site) as guest:
        guest.tab_to("#keypad .key")
        expect(guest.key("1")).to_be_focused()
        for arrow, key in (("ArrowRight", "2"), ("ArrowDown", "5"), ("ArrowLeft", "4")):
            guest.page.keyboard.press(arrow)
            expect(guest.key(key)).to_be_focused()
        guest.page.keyboard.press("Tab")
        expect(guest.page.locator("#call")).to_be_focused()


def test_a_number_is_pasted(browser: Browser, site: str) -> None:
    with visitor(browser, site) as guest:
        page = guest.page
        page.click("#call")
        guest.hears("这里是")
        guest.click_keys("1")
        guest.hears("请输入十八位身份证号")
        page.evaluate("""
          const data = new DataTransfer();
          data.setData("text", " 11010519491231002x ");
          document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data }));
        """)
        guest.hears("尾号")
        assert "零零二" in guest.shown
