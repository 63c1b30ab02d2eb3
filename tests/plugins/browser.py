"""One headless Chromium a worker for every test that visits a page."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.phone.chromium import ChromiumMissingError, chromium


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium; tests that want one are skipped, loudly, where there is none."""
    try:
        with chromium() as opened:
            yield opened
    except ChromiumMissingError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(str(error))
        pytest.skip(f"THE PAGES ARE NOT TESTED: {error}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that want a browser."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
