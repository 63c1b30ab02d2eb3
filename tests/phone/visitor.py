"""Somebody at the page, with a mouse or with nothing but a keyboard, who notes what goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from db.demo import showcase

WORKER = showcase().worker
PIN = WORKER.pin or ""
PATIENCE = 15_000
_numbers = count(1)
WATCH_POLICY = """
  window.violations = [];
  document.addEventListener("securitypolicyviolation", (event) => {
    window.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
  });
"""


class Visitor:
    """One page. ``wrong`` is everything the console, the policy and the network complained of."""

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self.wrong: list[str] = []
        self.number = f"154{next(_numbers):08}"
        page.on("console", lambda m: self._complain(m.type, m.text))
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith(base) else self.wrong.append(r.url))

    def _complain(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.wrong.append(text)

    def all_wrong(self) -> list[str]:
        """What went wrong up to now."""
        return [*self.wrong, *self.page.evaluate("window.violations")]

    def hears(self, words: str) -> None:
        """Wait until the line has said this."""
        expect(self.page.locator("#lines")).to_contain_text(words, timeout=PATIENCE)

    def waits_for(self, phase: str) -> None:
        """Wait until the call is in this phase."""
        expect(self.page.locator(f"body[data-phase={phase}]")).to_be_attached(timeout=PATIENCE)

    def key(self, key: str, pad: str = "#keypad") -> Locator:
        """A key of a telephone."""
        return self.page.locator(f"{pad} [data-key='{key}']")

    def click_keys(self, keys: str) -> None:
        """Click the keys of the caller's telephone."""
        for key in keys:
            self.key(key).click()

    def tab_to(self, selector: str) -> None:
        """Press Tab until this has the focus; there is no other way for some."""
        for _ in range(60):
            if self.page.evaluate("s => document.activeElement?.matches(s)", selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{selector} is not to be reached with Tab")

    @property
    def shown(self) -> str:
        """Everything that was said and noted."""
        return self.page.locator("#lines").inner_text()


@contextmanager
def visitor(
    browser: Browser,
    base: str,
    *,
    language: str = "zh-CN",
    width: int = 1280,
    height: int = 800,
    before: str = "",
) -> Iterator[Visitor]:
    """Open the page, with speech that does not wait; nothing may have gone wrong at the end.

    ``before`` is JavaScript that runs before the page's own.
    """
    screen: ViewportSize = {"width": width, "height": height}
    with browser.new_context(viewport=screen, locale=language, reduced_motion="reduce") as context:
        page = context.new_page()
        page.add_init_script(WATCH_POLICY)
        page.add_init_script("localStorage['phone.speed'] ??= '8'")
        page.add_init_script(before)
        page.set_default_timeout(PATIENCE)
        guest = Visitor(page, base)
        page.goto(f"{base}/phone")
        page.fill("#number", guest.number)
        page.locator("#number").blur()
        yield guest
        assert guest.all_wrong() == []
