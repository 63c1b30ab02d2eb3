"""Places for boxes in layers, by the method of Sugiyama (grandalf's), and without overlaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from grandalf.graphs import Edge, Graph, Vertex
from grandalf.layouts import SugiyamaLayout, VertexViewer

Size = tuple[float, float]
Point = tuple[float, float]
ROUNDS = 3
"""Of putting the layers in order; there are a dozen boxes, and a second one changes little."""
LANE = 12.0
"""Room for a line that passes a layer."""


_counting = Lock()
"""Finding the ways back, grandalf counts on a class; two threads must not do it at once."""


@dataclass
class Layers:
    """``corners`` are the upper left ones by name, the least 0; ``bends`` are the points between
    both ends of a line that passes a layer, from its first end to its second."""

    corners: dict[str, Point] = field(default_factory=dict)
    bends: dict[tuple[str, str], list[Point]] = field(default_factory=dict)


class _Line(Edge):  # type: ignore[misc]
    """An edge of grandalf's, which keeps them in sets: by number their order is no accident."""

    number = 0

    def __hash__(self) -> int:
        return self.number


def layered(
    sizes: Mapping[str, Size], edges: Iterable[tuple[str, str]], *, across: float, down: float
) -> Layers:
    """Boxes in layers from top to bottom.

    ``sizes`` are width and height by name, in the order in which equals are placed; ``across`` is
    the room between boxes of a layer, ``down`` that between layers. Nothing is left to chance: the
    same boxes are always in the same places. What is not connected stands side by side.
    """
    vertices = {name: Vertex(name) for name in sizes}
    for name, (width, height) in sizes.items():
        vertices[name].view = VertexViewer(width, height)
    known = dict.fromkeys((a, b) for a, b in edges if a != b)
    lines = [_Line(vertices[a], vertices[b]) for a, b in known]
    for number, line in enumerate(lines):
        line.number = number
    graph = Graph(list(vertices.values()), lines)
    placed = Layers()
    beside = 0.0
    for component in graph.C:
        layout = SugiyamaLayout(component)
        layout.xspace, layout.yspace = across, down
        layout.dw, layout.dh = LANE, 0.0
        first = next(vertex for vertex in vertices.values() if vertex in component.sV)
        with _counting:
            component.get_scs_with_feedback([first])
        layout.init_all(roots=[], inverted_edges=[edge for edge in component.sE if edge.feedback])
        layout.draw(ROUNDS)
        beside = _keep(placed, layout, across, beside) + across
    return placed


def _keep(placed: Layers, layout: Any, across: float, beside: float) -> float:
    """Put one component at ``beside``; gives its right end.

    The published method can lay one box over another. Then the right one, and all that follow in
    its layer, make room.
    """
    left_of: dict[Any, float] = {}
    for layer in layout.layers:
        free = float("-inf")
        for vertex in sorted(layer, key=lambda vertex: float(vertex.view.xy[0])):
            left_of[vertex] = max(float(vertex.view.xy[0]) - vertex.view.w / 2, free)
            free = left_of[vertex] + vertex.view.w + across
    shift = beside - min(left_of.values())
    centre = {
        vertex: (left + shift + vertex.view.w / 2, float(vertex.view.xy[1]))
        for vertex, left in left_of.items()
    }
    for layer in layout.layers:
        top = min(centre[vertex][1] - vertex.view.h / 2 for vertex in layer)
        for vertex in layer:
            if not layout.grx[vertex].dummy:
                placed.corners[vertex.data] = (left_of[vertex] + shift, top)
    for edge, by_rank in layout.ctrls.items():
        between = [
            centre[by_rank[rank]] for rank in sorted(by_rank) if layout.grx[by_rank[rank]].dummy
        ]
        start, end = (vertex.data for vertex in edge.v)
        downward = placed.corners[start][1] < placed.corners[end][1]
        placed.bends[start, end] = between if downward else between[::-1]
    return float(max(left + shift + vertex.view.w for vertex, left in left_of.items()))
