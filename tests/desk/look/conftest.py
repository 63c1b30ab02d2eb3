"""One demo with a desk for all tests of its looks: a day of calls takes a few seconds to play."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.desk.look.site import Site, demo_with_desk


@pytest.fixture(scope="session")
def demo_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo, after yesterday."""
    with demo_with_desk(tmp_path_factory.mktemp("demo")) as site:
        yield site
