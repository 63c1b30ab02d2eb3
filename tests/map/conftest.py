"""The map's fixtures: the demo's line, a served demo, and a browser to visit it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser

from flows.map import CallMap
from ivr.line import Line
from tests.flows.shop import Doors, shop
from tests.phone.chromium import ChromiumMissingError, chromium
from tests.phone.site import demo_app, demo_settings, serving

BASE = "http://map.test"


@pytest.fixture
def shop_map() -> CallMap:
    """A small map with every kind of step."""
    return shop(Doors())


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The line with the demo city."""
    return demo_app(demo_settings(tmp_path_factory.mktemp("demo"), BASE))


@pytest.fixture(scope="session")
def demo_line(demo: Flask) -> Line:
    """Its parts."""
    line: Line = demo.extensions["hotline"]
    return line


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of a served demo."""
    with serving(tmp_path_factory.mktemp("site")) as base:
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
        pytest.skip(f"THE MAP'S PAGE IS NOT TESTED: {error}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One served demo and one browser are enough: tests with them stay on one worker."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here) and "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("map-browser"))
