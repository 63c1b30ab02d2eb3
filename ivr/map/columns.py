"""Flows in columns: those a caller comes to sooner further left, and a sheet well filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil

from rectpack import SORT_NONE, PackingMode, SkylineBlWm, newPacker

from ivr.map.layers import Point, Size

BETWEEN = 18
"""Room between flows of one depth."""
DEEPER = 64.0
"""Room between one depth and the next, where the lines are."""
TRIES = 60


def columns(
    sizes: Mapping[str, Size], depths: Sequence[Sequence[str]], sheet: Size
) -> dict[str, Point]:
    """The upper left corner of each flow, the least 0.

    ``depths`` are names by how far from the start they are, each in its order. Each depth has a
    part of the picture to itself, packed from its upper left corner down and to the right. Of many
    heights the one is taken that leaves the picture largest on ``sheet``, upright or on its side.
    """
    tallest = max(height for _, height in sizes.values())
    most = max(sum(sizes[name][1] + BETWEEN for name in names) for names in depths)
    heights = {round(tallest + (most - tallest) * nth / TRIES) + 1 for nth in range(TRIES + 1)}
    tried = [_places(sizes, depths, height) for height in sorted(heights)]
    return max(tried, key=lambda places: scale(_size(sizes, places), sheet))


def scale(size: Size, sheet: Size) -> float:
    """How much of the sheet's unit one of the picture's is, when it is turned as it fits best."""
    (width, height), (short, long) = size, sorted(sheet)
    return max(min(short / width, long / height), min(long / width, short / height))


def _places(
    sizes: Mapping[str, Size], depths: Sequence[Sequence[str]], height: int
) -> dict[str, Point]:
    places: dict[str, Point] = {}
    left = 0.0
    for names in depths:
        packed = _packed({name: sizes[name] for name in names}, height)
        places |= {name: (left + x, y) for name, (x, y) in packed.items()}
        left = max(places[name][0] + sizes[name][0] for name in names) + DEEPER
    return places


def _packed(sizes: Mapping[str, Size], height: int) -> dict[str, Point]:
    """Rectangles side by side in a part of the picture of this height, in their order."""
    # On its side: the packer fills a bin from its bottom, this from its left.
    packer = newPacker(
        mode=PackingMode.Offline, pack_algo=SkylineBlWm, sort_algo=SORT_NONE, rotation=False
    )
    packer.add_bin(height + BETWEEN, sum(ceil(width) + BETWEEN for width, _ in sizes.values()))
    for name, (width, tall) in sizes.items():
        packer.add_rect(ceil(tall) + BETWEEN, ceil(width) + BETWEEN, rid=name)
    packer.pack()
    return {name: (float(x), float(y)) for _, y, x, _, _, name in packer.rect_list()}


def _size(sizes: Mapping[str, Size], places: Mapping[str, Point]) -> Size:
    return (
        max(x + sizes[name][0] for name, (x, _) in places.items()),
        max(y + sizes[name][1] for name, (_, y) in places.items()),
    )
