"""A desk for the tests of every room.

def test_the_board_says_who_waits(desk: House) -> None:
    page = desk.sign_in({Role.SUPERVISOR}).get("/desk/wall")
    assert "Nobody waits" in page.text
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from argon2.profiles import CHEAPEST

from db import passwords
from tests.desk.house import House
from tests.plugins.line import Line
from tests.plugins.ways import PLAIN


@pytest.fixture
def desk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A line with its desk, on SQLite unless the test is marked `postgres`; the demo is off."""
    monkeypatch.setattr(passwords, "COST", CHEAPEST)
    # Asked for here and not by name: a test that asks for `line` is a call, carried three ways.
    line: Line = request.getfixturevalue("line")
    with line.open(PLAIN):
        house = House(line)
        yield house
        house.app.extensions["hotline"].database.dispose()
