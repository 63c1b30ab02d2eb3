"""Nothing in the picture lies over anything else, and it is the same every time."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from audio.phrases import PhraseBook
from flows.map import CallMap
from ivr.line import Line
from ivr.map.columns import columns, scale
from ivr.map.draw import picture
from ivr.map.layers import layered
from ivr.map.plan import A3, Plan, Rect, plan
from ivr.map.tree import Tree
from ivr.map.ways import all_ways, ways_from
from ivr.settings import ROOT

NAMES = "abcdefgh"
SIZE = st.tuples(st.integers(1, 400), st.integers(1, 400))
SIZES = st.dictionaries(st.sampled_from(NAMES), SIZE, min_size=1)
EDGES = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=20)


def over(one: Rect, other: Rect) -> bool:
    beside = one.right <= other.x + 0.01 or other.right <= one.x + 0.01
    below = one.bottom <= other.y + 0.01 or other.bottom <= one.y + 0.01
    return not (beside or below)


def nothing_over_anything(rects: Iterable[Rect]) -> bool:
    return not any(over(one, other) for one, other in combinations(list(rects), 2))


@settings(max_examples=40)
@given(sizes=SIZES, edges=EDGES)
def test_layers_keep_boxes_apart(
    sizes: dict[str, tuple[float, float]], edges: list[tuple[str, str]]
) -> None:
    known = [(a, b) for a, b in edges if a in sizes and b in sizes]
    placed = layered(sizes, known, across=10, down=20)
    assert placed.corners.keys() == sizes.keys()
    rects = [Rect(*placed.corners[name], *sizes[name]) for name in sizes]
    assert nothing_over_anything(rects)
    assert min(rect.x for rect in rects) >= -0.01
    assert min(rect.y for rect in rects) >= -0.01
    assert layered(sizes, known, across=10, down=20) == placed
    assert placed.bends.keys() <= set(known)


@settings(max_examples=25)
@given(sizes=SIZES, data=st.data())
def test_columns_keep_flows_apart_and_in_order(
    sizes: dict[str, tuple[float, float]], data: st.DataObject
) -> None:
    names = list(sizes)
    cut = data.draw(st.integers(1, len(names)))
    depths: Sequence[Sequence[str]] = [part for part in (names[:cut], names[cut:]) if part]
    places = columns(sizes, depths, A3)
    assert nothing_over_anything(Rect(*places[name], *sizes[name]) for name in names)
    deeper = [places[name][0] for name in names[cut:]]
    assert all(places[name][0] < left for name in names[:cut] for left in deeper)


def test_a_sheet_is_turned_as_the_picture_fits_best() -> None:
    assert scale((840, 594), A3) == scale((594, 840), A3) == 0.5
    assert scale((297, 100), A3) == 420 / 297


def whole(call_map: CallMap, drawn: Plan) -> None:
    """Every step and every way is in the picture once, and in its place."""
    assert [group.flow for group in drawn.groups] == list(call_map.all_flows)
    assert nothing_over_anything(group.at for group in drawn.groups)
    for group in drawn.groups:
        assert [box.step for box in group.boxes] == group.flow.steps
        assert nothing_over_anything(box.at for box in group.boxes)
        for box in group.boxes:
            assert group.at.x < box.at.x and box.at.right < group.at.right
            assert group.at.y < box.at.y and box.at.bottom < group.at.bottom
            assert all(box.at.y < box.row_y(way) < box.at.bottom for way in box.rows)
        assert group.at.right < drawn.width and group.at.bottom < drawn.height
    told = {
        (way.source, way.target) for group in drawn.groups for b in group.boxes for way in b.rows
    }
    told |= {(line.way.source, line.way.target) for line in drawn.lines}
    assert told == {(way.source, way.target) for way in all_ways(call_map)}


def test_the_shop_is_drawn_whole(shop_map: CallMap) -> None:
    whole(shop_map, plan(shop_map, PhraseBook.load()))


def test_the_line_is_drawn_whole(demo_line: Line) -> None:
    whole(demo_line.call_map, plan(demo_line.call_map, demo_line.book))


def test_every_flow_but_the_first_is_led_to(demo_line: Line) -> None:
    tree = Tree.of(demo_line.call_map)
    assert sorted(name for names in tree.depths for name in names) == sorted(
        demo_line.call_map.flows
    )
    assert tree.depths[0][0] == demo_line.call_map.start_flow
    for name, way in tree.into.items():
        assert demo_line.call_map.steps[way.target or ""].flow == name
    provers = {flow.name for flow in demo_line.call_map.all_flows if flow.proves}
    assert set(tree.depths[0]) == {demo_line.call_map.start_flow, *provers}


def test_the_keys_of_ways_are_those_of_the_line(shop_map: CallMap) -> None:
    ways = list(ways_from(shop_map, shop_map.steps[shop_map.top]))
    assert [(way.key, way.varies, way.quiet) for way in ways] == [
        ("1", False, False),
        ("2", False, False),
        ("3", True, False),
        ("4", True, False),
        ("8", False, True),
    ]


PICTURE = """
from audio.phrases import PhraseBook
from hashlib import sha256
from ivr.map.draw import picture
from tests.flows.shop import Doors, shop
print(sha256(picture(shop(Doors()), PhraseBook.load(), "zh-CN").encode()).hexdigest())
"""


def test_the_picture_is_the_same_in_every_process(shop_map: CallMap) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "12333"}
    elsewhere = subprocess.run(
        [sys.executable, "-c", PICTURE],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout
    here = picture(shop_map, PhraseBook.load(), "zh-CN")
    assert elsewhere.strip() == sha256(here.encode()).hexdigest()
