"""The arithmetic of the benchmark: rounds, ratios, spreads, percentiles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure measured in several rounds: its median, and the lowest and highest of them."""

    median: float
    low: float
    high: float

    def as_dict(self) -> dict[str, float]:
        """For JSON, to four digits that mean something."""
        return {name: float(f"{getattr(self, name):.4g}") for name in ("median", "low", "high")}


def spread(rounds: Sequence[float]) -> Spread:
    """The spread of one figure over its rounds; ``ValueError`` without a round."""
    if not rounds:
        raise ValueError("nothing was measured")
    return Spread(median(rounds), min(rounds), max(rounds))


def ratios(rounds: Sequence[float], yardstick: Sequence[float]) -> Spread:
    """A figure as a multiple of a yardstick, round by round: what slowed a round down slowed both.

    ``ValueError`` when the two were not measured in the same rounds.
    """
    return spread([a / b for a, b in zip(rounds, yardstick, strict=True)])


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least ``share`` (0 to 1) of the values do not exceed."""
    if not values or not 0 < share <= 1:
        raise ValueError("a percentile needs values, and a share above 0 and up to 1")
    return sorted(values)[math.ceil(share * len(values)) - 1]
