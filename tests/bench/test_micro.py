"""The benchmark runs against the line as it is: calls wait where they should, and move."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import line, micro
from bench.calls import TURNS
from bench.line import Line


@pytest.fixture
def measured(sqlite_url: str, tmp_path: Path) -> Iterator[Line]:
    """A line with a few people on record."""
    with line.ready("sqlite", sqlite_url, tmp_path, population=5) as ready:
        yield ready


def test_a_round_of_the_ingredients(measured: Line) -> None:
    results = micro.measure(measured, rounds=1, repeats=1)
    assert {name.removeprefix("micro.") for name in results} >= {"signature", "save_turn"}
    assert all(result["median"] > 0 for result in results.values())


def test_calls_wait_for_each_turn_and_have_not_moved(measured: Line) -> None:
    for turn in TURNS:
        requests = measured.waiting.make(turn, 7)
        assert len({one.request for one in requests}) == 7
        assert not measured.waiting.all_moved(requests, turn)
