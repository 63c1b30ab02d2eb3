"""Where everything in the picture is: flows as groups, steps as boxes in them, ways as lines.

Boxes of a flow are layered from top to bottom; flows stand in columns, those a caller comes to
sooner further left. Every key, and every way that leaves a flow, is a row of its box. Drawn are the
ways inside a flow, and one way into each flow: the others are named in their rows, since lines from
everywhere to everywhere are no map. All lengths are in points of the picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from audio.phrases import PhraseBook
from flows.dialogue import Flow, Step
from flows.map import CallMap
from ivr.map.columns import DEEPER, columns
from ivr.map.layers import Layers, Point, layered
from ivr.map.tree import Tree
from ivr.map.ways import Way, prover, ways_from
from ivr.map.wording import opening

STEP_WIDTH = 190.0
NAME_HEIGHT = 23.0
SAYS_HEIGHT = 15.0
ROW = 16.0
FOOT = 6.0
TITLE = 31.0
PADDING = 14.0
MARGIN = 20.0
BETWEEN_STEPS = (14.0, 26.0)
A3 = (297.0, 420.0)
"""Millimetres."""


@dataclass(frozen=True)
class Rect:
    """A rectangle by its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass(frozen=True)
class Box:
    """A step. ``says`` is the phrase that stands for what it says, ``rows`` are the ways that are
    written in it."""

    step: Step
    at: Rect
    says: str | None
    rows: tuple[Way, ...]

    def row_y(self, way: Way) -> float:
        """The middle of a row."""
        return self.at.y + _head(self.says) + (self.rows.index(way) + 0.5) * ROW


@dataclass(frozen=True)
class Group:
    """A flow. ``proof`` is the flow that must have proven who calls, if any."""

    flow: Flow
    at: Rect
    boxes: tuple[Box, ...]
    proof: str | None


@dataclass(frozen=True)
class Line:
    """A way that is drawn, from its first point to its last."""

    way: Way
    points: tuple[Point, ...]
    course: Literal["down", "back", "out", "between"]
    """Down or back inside a flow, out of it, or on to another flow."""


@dataclass(frozen=True)
class Plan:
    """The whole picture."""

    width: float
    height: float
    groups: tuple[Group, ...]
    lines: tuple[Line, ...]


def plan(call_map: CallMap, book: PhraseBook) -> Plan:
    """Find the places. The same map always gives the same plan."""
    tree = Tree.of(call_map)
    inside = {name: _Inside(call_map, book, flow) for name, flow in call_map.flows.items()}
    places = columns({name: flow.size for name, flow in inside.items()}, tree.depths, A3)
    groups = {
        name: flow.group(call_map, places[name][0] + MARGIN, places[name][1] + MARGIN)
        for name, flow in inside.items()
    }
    lines = [line for name, flow in inside.items() for line in flow.lines(groups[name])]
    ends = [max(groups[name].at.right for name in names) for names in tree.depths]
    depth_of = {name: depth for depth, names in enumerate(tree.depths) for name in names}
    for name, way in tree.into.items():
        source = way.source.partition(".")[0]
        lines += _between(way, groups[source], groups[name], ends[depth_of[source]])
    return Plan(
        max(group.at.right for group in groups.values()) + MARGIN,
        max(group.at.bottom for group in groups.values()) + MARGIN,
        tuple(groups.values()),
        tuple(lines),
    )


class _Inside:
    """The boxes of one flow, before it is known where the flow is."""

    def __init__(self, call_map: CallMap, book: PhraseBook, flow: Flow) -> None:
        self.flow = flow
        self.steps = {step.full_name: step for step in flow.steps}
        self.ways = [way for step in flow.steps for way in ways_from(call_map, step)]
        self.rows = {
            name: tuple(way for way in self.ways if way.source == name and self._is_row(way))
            for name in self.steps
        }
        self.says = {name: opening(step, book) for name, step in self.steps.items()}
        heights = {
            name: _head(self.says[name]) + len(rows) * ROW + FOOT
            for name, rows in self.rows.items()
        }
        edges = [(way.source, way.target) for way in self.ways if way.target in self.steps]
        self.layers: Layers = layered(
            {name: (STEP_WIDTH, height) for name, height in heights.items()},
            [(a, b) for a, b in edges if b is not None],
            across=BETWEEN_STEPS[0],
            down=BETWEEN_STEPS[1],
        )
        self.at = {
            name: Rect(x + PADDING, y + TITLE, STEP_WIDTH, heights[name])
            for name, (x, y) in self.layers.corners.items()
        }
        self.size = (
            max(rect.right for rect in self.at.values()) + PADDING,
            max(rect.bottom for rect in self.at.values()) + PADDING,
        )

    def _is_row(self, way: Way) -> bool:
        return way.key is not None or way.target not in self.steps

    def group(self, call_map: CallMap, x: float, y: float) -> Group:
        boxes = tuple(
            Box(
                step,
                Rect(x + self.at[name].x, y + self.at[name].y, STEP_WIDTH, self.at[name].height),
                self.says[name],
                self.rows[name],
            )
            for name, step in self.steps.items()
        )
        return Group(self.flow, Rect(x, y, *self.size), boxes, prover(call_map, self.flow))

    def lines(self, group: Group) -> Iterator[Line]:
        """The ways between these boxes. They leave below, side by side; those that go back up go
        round on the left, and a step's way to itself is a loop on its right."""
        boxes = {box.step.full_name: box.at for box in group.boxes}
        drawn: Mapping[tuple[str, str], Way] = {
            (way.source, way.target): way for way in reversed(self.ways) if way.target in boxes
        }
        offset = (group.at.x + PADDING, group.at.y + TITLE)
        for name, box in boxes.items():
            ways = [way for (source, _), way in sorted(drawn.items()) if source == name]
            down = [way for way in ways if boxes[way.target or ""].y > box.bottom]
            down.sort(key=lambda way: boxes[way.target or ""].x)
            for nth, way in enumerate(down, 1):
                target = boxes[way.target or ""]
                start = (box.x + box.width * nth / (len(down) + 1), box.bottom)
                bends = self.layers.bends.get((name, way.target or ""), [])
                moved = [(x + offset[0], y + offset[1]) for x, y in bends]
                end = (target.x + target.width / 2, target.y)
                yield Line(way, (start, *moved, end), "down")
            for way in ways:
                target = boxes[way.target or ""]
                if target == box:
                    yield Line(way, _loop(box), "back")
                elif target.y <= box.bottom:
                    yield Line(way, _round(box, target), "back")


def _head(says: str | None) -> float:
    return NAME_HEIGHT + (SAYS_HEIGHT if says else 0)


def _loop(box: Rect) -> tuple[Point, ...]:
    """Out on the right and in again above."""
    y = box.y + NAME_HEIGHT / 2
    return (
        (box.right, y + 8),
        (box.right + 10, y + 8),
        (box.right + 10, y - 8),
        (box.right, y - 8),
    )


def _round(box: Rect, target: Rect) -> tuple[Point, ...]:
    """Out on the left, and up to the left of the target; beside each other, straight across."""
    y, end = box.y + NAME_HEIGHT / 2, target.y + NAME_HEIGHT / 2
    if abs(box.y - target.y) < 1 and target.x > box.x:
        return ((box.right, y), (target.x, end))
    lane = min(box.x, target.x) - 12
    start_x = box.x
    return ((start_x, y), (lane, y), (lane, end), (target.x, end))


def _between(way: Way, source: Group, target: Group, gap: float) -> Iterator[Line]:
    """From the row of a way to the edge of its flow, and on to the title of another. Where the way
    goes up or down is the gap between two depths, which begins at ``gap``."""
    box = next(box for box in source.boxes if box.step.full_name == way.source)
    y, end_y = box.row_y(way), target.at.y + TITLE / 2
    yield Line(way, ((box.at.right, y), (source.at.right, y)), "out")
    points = ((source.at.right, y), (gap, y), (gap + DEEPER - 12, end_y), (target.at.x, end_y))
    yield Line(way, points, "between")
