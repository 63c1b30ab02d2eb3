"""Calls to a line that plays."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plugins.line import Line
from tests.plugins.ways import PLAIN, TWICE


@pytest.fixture
def line(line: Line, recorded_city: Path) -> Line:
    """A line that plays everything."""
    line.city = recorded_city
    line.ways = (PLAIN, TWICE)  # that workers share nothing is a test of its own
    return line
