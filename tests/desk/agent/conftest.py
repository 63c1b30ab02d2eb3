"""Somebody who takes calls at the desk, and callers."""

from __future__ import annotations

import pytest

from tests.desk.agent.seat import Seat
from tests.desk.house import House


@pytest.fixture
def agent(desk: House) -> Seat:
    """An agent who has just signed in."""
    return Seat(desk, "1001")
