"""What many scenarios share."""

from __future__ import annotations

import pytest

from tests.plugins.line import Line
from tests.plugins.ways import PLAIN


@pytest.fixture
def plain(line: Line) -> Line:
    """A line that is carried one way: for storms, and where another scenario goes every way."""
    line.ways = (PLAIN,)
    return line
