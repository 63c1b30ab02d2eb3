"""The map's fixtures: the demo's line, a served demo, and a browser to visit it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from flows.map import CallMap
from ivr.line import Line
from tests.flows.shop import Doors, shop
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
