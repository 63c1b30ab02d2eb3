"""The benchmark's arithmetic, without a clock."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.figures import percentile, ratios, spread

_figures = st.lists(st.floats(0.001, 1e6), min_size=1, max_size=50)


@given(_figures)
def test_a_spread_holds_its_median(rounds: list[float]) -> None:
    found = spread(rounds)
    assert found.low <= found.median <= found.high
    assert {found.low, found.high} <= set(rounds)


@given(_figures, st.floats(0.01, 1))
def test_a_percentile_is_one_of_the_values_and_enough_are_below(
    values: list[float], share: float
) -> None:
    found = percentile(values, share)
    below = sum(value <= found for value in values)
    assert found in values
    assert below >= share * len(values) or below == len(values)


def test_percentiles_by_hand() -> None:
    values = [float(value) for value in range(1, 101)]
    assert percentile(values, 0.99) == 99
    assert percentile(values, 1) == 100
    assert percentile([5.0], 0.5) == 5


def test_a_ratio_is_taken_round_by_round() -> None:
    found = ratios([2.0, 20.0, 3.0], [1.0, 10.0, 1.0])
    assert (found.median, found.low, found.high) == (2, 2, 3)


def test_what_was_not_measured_together_is_refused() -> None:
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        ratios([1.0, 2.0], [1.0])
    with pytest.raises(ValueError, match="nothing was measured"):
        spread([])
    with pytest.raises(ValueError, match="needs values"):
        percentile([], 0.5)
