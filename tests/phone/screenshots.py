"""Pictures of the telephone: ``python -m tests.phone.screenshots [FOLDER]``.

They are taken in one call, wide and narrow, in both languages. The one that the documentation
shows is ``agent-ringing-wide-en-US.png``, kept as ``docs/images/phone.png``.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, expect

from db.demo import showcase
from tests.phone.chromium import chromium
from tests.phone.site import serving

SIZES = {"wide": (1280, 800), "narrow": (360, 740)}


def call_through(page: Page, take: Callable[[str], object]) -> None:
    """One call, with a picture at each place that looks different."""
    take("ready")
    page.select_option("#speed", "2")
    page.click("#call")
    page.wait_for_timeout(2500)
    take("greeting")
    if page.locator("html").get_attribute("lang") == "en-US":
        page.click("#keypad [data-key='8']")
        page.wait_for_timeout(500)
    page.click("#keypad [data-key='1']")
    page.wait_for_timeout(600)
    for key in "99010":
        page.click(f"#keypad [data-key='{key}']")
    page.wait_for_timeout(400)
    take("typing")
    page.click("#keypad [data-key='*']")
    worker = showcase().worker
    page.select_option("#speed", "8")
    page.click(f"[data-type='{worker.id_number}']")
    page.wait_for_timeout(800)
    page.click("#keypad [data-key='1']")
    page.wait_for_timeout(500)
    page.click(f"[data-type='{worker.pin}#']")
    page.wait_for_timeout(800)
    page.click("#keypad [data-key='1']")
    page.wait_for_timeout(1800)
    take("balance")
    page.click("#keypad [data-key='0']")
    expect(page.locator("#agent-answer")).to_be_visible(timeout=15000)
    page.wait_for_timeout(400)
    take("agent-ringing")
    page.click("#agent-answer")
    page.wait_for_timeout(900)
    take("agent-asked")
    page.click("#agent-keypad [data-key='1']")
    page.wait_for_timeout(2500)
    take("joined")
    page.click("#hang-up")
    expect(page.locator("#summary")).to_be_visible()
    take("summary")


def main(folder: Path) -> None:
    """Take all pictures into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as instance,
        serving(Path(instance)) as base,
        chromium() as browser,
    ):
        for nth, (size, (width, height)) in enumerate(SIZES.items()):
            for mth, language in enumerate(("en-US", "zh-CN")):
                screen: ViewportSize = {"width": width, "height": height}
                page = browser.new_page(viewport=screen, locale=language)
                page.goto(f"{base}/phone")
                # A number of its own each time: nobody is offered the last call's place.
                page.fill("#number", f"1540000{nth}{mth}00")
                page.locator("#number").blur()

                def take(name: str, page: Page = page, of: str = f"{size}-{language}") -> None:
                    page.evaluate("scrollTo(0, 0)")
                    page.screenshot(path=folder / f"{name}-{of}.png")

                call_through(page, take)
                page.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("screenshots"))
