"""What is heard of the page: recordings, the browser's voice, and the tones of the keys."""

from __future__ import annotations

from itertools import pairwise
from statistics import median

from playwright.sync_api import Browser, expect

from audio.recordings.g711 import RATE
from ivr.audio.voices import BREATH
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
PLAYED = """
  window.played = [];
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    const one = { address: this.src, began: performance.now(), loudest: 0, paused: false };
    window.played.push(one);
    const context = new AudioContext();
    const meter = context.createAnalyser();
    context.createMediaElementSource(this).connect(meter).connect(context.destination);
    const samples = new Float32Array(meter.fftSize);
    const look = setInterval(() => {
      meter.getFloatTimeDomainData(samples);
      one.loudest = Math.max(one.loudest, ...samples.map(Math.abs));
    }, 5);
    for (const end of ["pause", "ended"]) {
      this.addEventListener(end, () => {
        one.over ??= performance.now();
        [one.heard, one.seconds] = [this.currentTime, this.duration];
        one.paused ||= end === "pause" && !this.ended;
        setTimeout(() => clearInterval(look), 20);
      });
    }
    return play.apply(this);
  };
"""
REFUSED = """
  const refusal = new DOMException("no", "NotSupportedError");
  HTMLMediaElement.prototype.play = () => Promise.reject(refusal);
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
        assert any(each.startswith("en-GB 3 Welcome to") for each in spoken)
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


def test_recordings_are_heard_one_after_the_other_until_a_key_stops_them(
    browser: Browser, playing_site: str
) -> None:
    """At their own pace, without a gap that would be heard; no voice of the browser is needed."""
    with visitor(browser, playing_site, language="en-US", before=PLAYED) as guest:
        page = guest.page
        expect(page.locator("#aloud")).to_be_checked()
        page.select_option("#speed", "1")
        page.click("#call")
        guest.hears("For English")
        page.locator(".said").nth(5).wait_for()
        guest.click_keys("8")
        stopped = page.evaluate("performance.now()")
        played = page.evaluate("window.played.filter((one) => one.over)")
        *whole, cut = played
        assert len(whole) >= 5
        assert all("/audio/" in one["address"] for one in played)
        assert all(one["loudest"] > 0.05 for one in whole), "there is sound in them"
        breath = len(BREATH) / RATE
        assert all(one["heard"] > one["seconds"] - breath for one in whole), "no word is lost"
        gaps = [later["began"] - one["over"] for one, later in pairwise(played)]
        assert median(gaps) < 200, "milliseconds"
        assert cut["paused"] and cut["over"] <= stopped
        guest.hears("You have chosen English")
        assert page.locator(".said.recorded").count() == page.locator(".said").count()
        page.locator("#aloud").uncheck()
        page.select_option("#speed", "8")
        quiet = page.evaluate("window.played.length")
        guest.click_keys("9")
        guest.waits_for("listening")
        assert page.evaluate("window.played.length") == quiet


def test_what_cannot_be_played_is_read_aloud(browser: Browser, playing_site: str) -> None:
    with visitor(browser, playing_site, before=VOICES + REFUSED) as guest:
        guest.page.click("#call")
        guest.hears("Welcome to")
        assert guest.page.evaluate("window.spoken")[0].startswith("zh_CN 3 您好")


def test_keys_sound_as_they_do_on_a_telephone_unless_switched_off(
    browser: Browser, site: str
) -> None:
    with visitor(browser, site, before=TONES) as guest:
        guest.click_keys("5#")
        assert guest.page.evaluate("window.tones") == [770, 1336, 941, 1477]
        guest.page.locator("#tones").uncheck()
        guest.click_keys("5")
        assert len(guest.page.evaluate("window.tones")) == 4
