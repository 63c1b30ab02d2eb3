"""What is heard of the page: the browser's voice and the tones of the keys."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.phone.visitor import visitor

VOICES = """
  window.spoken = [];
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => [{ lang: "zh_CN" }, { lang: "en-GB" }],
    speak: (each) => window.spoken.push(`${each.voice.lang} ${each.rate} ${each.text}`),
    cancel: () => window.spoken.push("hush"),
    addEventListener: () => {},
  } });
"""
TONES = """
  window.tones = [];
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...when) {
    window.tones.push(this.frequency.value);
    return start.apply(this, when);
  };
"""


def test_lines_are_read_aloud_in_their_language_until_a_key_hushes_them(
    browser: Browser, site: str
) -> None:
    with visitor(browser, site, language="en-US", before=VOICES) as guest:
        page = guest.page
        expect(page.locator("#aloud")).to_be_checked()
        expect(page.locator("#aloud-missing")).to_be_hidden()
        page.click("#call")
        guest.hears("Welcome to")
        spoken = page.evaluate("window.spoken")
        assert spoken[0].startswith("zh_CN 3 您好，这里是")
        assert spoken[1].startswith("en-GB 3 Welcome to")
        guest.click_keys("8")
        assert "hush" in page.evaluate("window.spoken")
        guest.hears("You have chosen English")
        page.locator("#aloud").uncheck()
        count = len(page.evaluate("window.spoken"))
        guest.click_keys("9")
        guest.waits_for("listening")
        later = page.evaluate("window.spoken")[count:]
        assert set(later) <= {"hush"}
        page.reload()
        expect(page.locator("#aloud")).not_to_be_checked()


def test_keys_sound_as_they_do_on_a_telephone_unless_switched_off(
    browser: Browser, site: str
) -> None:
    with visitor(browser, site, before=TONES) as guest:
        guest.click_keys("5#")
        assert guest.page.evaluate("window.tones") == [770, 1336, 941, 1477]
        guest.page.locator("#tones").uncheck()
        guest.click_keys("5")
        assert len(guest.page.evaluate("window.tones")) == 4
