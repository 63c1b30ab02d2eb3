"""Flows in columns: those a caller comes to sooner further left, and a sheet well filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

from ivr.map.layers import Point, Size

BETWEEN = 24.0
"""Room between flows of a column, and between columns of one depth."""
DEEPER = 76.0
"""Room between one depth and the next, where the lines are."""


def columns(
    sizes: Mapping[str, Size], depths: Sequence[Sequence[str]], sheet: Size
) -> dict[str, Point]:
    """The upper left corner of each flow, the least 0.

    ``depths`` are names by how far from the start they are, each in its order. A depth that is too
    tall for the sheet gets several columns. Of all heights the one is taken that leaves the picture
    largest on ``sheet``, upright or on its side.
    """
    heights = {
        sum(sizes[name][1] for name in names[first:last]) + BETWEEN * (last - first - 1)
        for names in depths
        for first in range(len(names))
        for last in range(first + 1, len(names) + 1)
    }
    tallest = max(height for _, height in sizes.values())
    tried = [_places(sizes, depths, most) for most in sorted(heights) if most >= tallest]
    return max(tried, key=lambda places: scale(_size(sizes, places), sheet))


def scale(size: Size, sheet: Size) -> float:
    """How much of the sheet's unit one of the picture's is, when it is turned as it fits best."""
    (width, height), (short, long) = size, sorted(sheet)
    return max(min(short / width, long / height), min(long / width, short / height))


def _places(
    sizes: Mapping[str, Size], depths: Sequence[Sequence[str]], most: float
) -> dict[str, Point]:
    places: dict[str, Point] = {}
    left = 0.0
    for names in depths:
        for column in _split(sizes, names, most):
            tops = accumulate((sizes[name][1] + BETWEEN for name in column), initial=0.0)
            places |= {name: (left, top) for name, top in zip(column, tops, strict=False)}
            left += max(sizes[name][0] for name in column) + BETWEEN
        left += DEEPER - BETWEEN
    return places


def _split(sizes: Mapping[str, Size], names: Sequence[str], most: float) -> list[list[str]]:
    """As few columns as hold ``names`` in their order, none taller than ``most``."""
    found: list[list[str]] = []
    room = 0.0
    for name in names:
        height = sizes[name][1] + BETWEEN
        if not found or height > room:
            found.append([])
            room = most + BETWEEN
        found[-1].append(name)
        room -= height
    return found


def _size(sizes: Mapping[str, Size], places: Mapping[str, Point]) -> Size:
    return (
        max(x + sizes[name][0] for name, (x, _) in places.items()),
        max(y + sizes[name][1] for name, (_, y) in places.items()),
    )
