"""A real headless Chromium."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A microphone that beeps, which nobody has to be asked for; and sound between two pages of one
    # machine needs no name of it in the network.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-features=WebRtcHideLocalIpsWithMdns",
)


BUILDS = ("chromium-headless-shell", "chromium", "google-chrome")
"""The shell is the same engine without windows, which takes half of the processor's time."""


class ChromiumMissingError(Exception):
    """No Chromium was found; the text says the cure."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser, closed with the block."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BUILDS)), None)
    if path is None:
        raise ChromiumMissingError(f"install {BUILDS[0]} or {BUILDS[1]}, or name it in CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()
