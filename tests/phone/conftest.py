"""The telephone's fixtures: a demo without a network, a served demo, and a browser to visit it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser

from audio.recordings import Recordings
from ivr.settings import ROOT
from tests.phone.chromium import ChromiumMissingError, chromium
from tests.phone.site import demo_app, demo_settings, serving
from tests.plugins.recorded import choosing, record, spoken_in

BASE = "http://phone.test"
DEMO = ROOT / "cities" / "demo.toml"


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The line with the demo city."""
    return demo_app(demo_settings(tmp_path_factory.mktemp("demo"), BASE))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of a served demo, which is spoken by the browser."""
    folder = tmp_path_factory.mktemp("site")
    with serving(folder, hotline_city=choosing("synthetic", folder, DEMO)) as base:
        yield base


@pytest.fixture(scope="session")
def playing_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of a served demo that plays recordings; they are tones."""
    folder = tmp_path_factory.mktemp("playing")
    city = choosing("recorded", folder, DEMO)
    tones = record(folder / "recordings", spoken_in(city, folder / "book"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Recordings, "load", lambda: tones)
        with serving(folder, hotline_city=city) as base:
            yield base


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium; tests that want one are skipped, loudly, where there is none."""
    try:
        with chromium() as opened:
            yield opened
    except ChromiumMissingError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(str(error))
        pytest.skip(f"THE PAGE IS NOT TESTED: {error}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One served demo and one browser are enough: tests with them stay on one worker."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here) and "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))
