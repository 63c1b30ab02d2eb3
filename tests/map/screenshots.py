"""Pictures of the map and the key card: ``python -m tests.map.screenshots [FOLDER]``.

The page is taken whole and with a step chosen, wide, middling and narrow, in both languages, by day
and by night; the card once. ``step-wide-en-US.png`` and ``keycard.png`` are kept in
``docs/images`` as ``map.png`` and ``keycard.png``.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2 as pdfium
from playwright.sync_api import Browser, ViewportSize

from audio.phrases import PhraseBook
from flows.city import City
from flows.tree import call_map
from ivr.map.card import card
from ivr.map.paper import paper
from ivr.settings import ROOT
from tests.phone.chromium import chromium
from tests.phone.site import serving

SIZES = {"wide": (1280, 800), "middle": (768, 1024), "narrow": (360, 740)}


def page(browser: Browser, base: str, folder: Path) -> None:
    """The page in every size and language, and once by night."""
    chosen = call_map(City.load(ROOT / "cities" / "demo.toml")).top
    for size, (width, height) in SIZES.items():
        for language in ("en-US", "zh-CN"):
            screen: ViewportSize = {"width": width, "height": height}
            tab = browser.new_page(viewport=screen, locale=language)
            for name, at in (("whole", ""), ("step", f"#{chosen}")):
                tab.goto(f"{base}/map{at}")
                tab.wait_for_selector("body[data-ready]")
                tab.wait_for_timeout(300)
                tab.screenshot(path=folder / f"{name}-{size}-{language}.png")
            tab.emulate_media(color_scheme="dark")
            tab.screenshot(path=folder / f"night-{size}-{language}.png")
            tab.close()


def keycard(folder: Path) -> None:
    """The key card of the demo city."""
    city = City.load(ROOT / "cities" / "demo.toml")
    found = card(call_map(city), PhraseBook.load(), city)
    with pdfium.PdfDocument(paper(found, datetime(2026, 1, 1, tzinfo=UTC))) as document:
        document[0].render(scale=1.5, grayscale=True).to_pil().save(folder / "keycard.png")


def main(folder: Path) -> None:
    """Take all pictures into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    keycard(folder)
    with (
        tempfile.TemporaryDirectory() as instance,
        serving(Path(instance)) as base,
        chromium() as browser,
    ):
        page(browser, base, folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("screenshots"))
