"""One headless Chromium for every test that visits a page: such tests stay on one worker."""

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
    """A second one beside the first would be a loop inside a loop, and twice the memory."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))
