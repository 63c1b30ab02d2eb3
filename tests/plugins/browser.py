"""One headless Chromium a worker for every test that visits a page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from zlib import crc32

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
    """Two browsers at the most, one a worker: the files are dealt out between them."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            half = crc32(item.path.name.encode()) % 2
            item.add_marker(pytest.mark.xdist_group(f"browser-{half}"))
