"""How callers come to each flow: the one way that is drawn, and how far it is from the start."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush

from flows.map import CallMap
from ivr.map.ways import Way, all_ways

BY_KEY, BY_ITSELF, FAR = 1, 9, 99
"""What a way costs: a key that is offered is nearer than what the line decides by itself, and the
start is nearer than a flow that stands apart."""


@dataclass(frozen=True)
class Tree:
    """``into`` is the drawn way into each flow but the first, and those that prove who calls: they
    come before many, and stand with the first. ``depths`` are the flows by the number of drawn ways
    from the start, children in the order of their parents."""

    into: dict[str, Way]
    depths: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, call_map: CallMap) -> Tree:
        """The tree of a map."""
        into = _into(call_map)
        first = [name for name in call_map.flows if name not in into]
        first.sort(key=lambda name: name != call_map.start_flow)
        depths = [tuple(first)]
        while depths[-1]:
            depths.append(
                tuple(
                    name
                    for parent in depths[-1]
                    for name, way in into.items()
                    if way.source.partition(".")[0] == parent
                )
            )
        return cls(into, tuple(depths[:-1]))


def _into(call_map: CallMap) -> dict[str, Way]:
    """The cheapest way into each flow: from the start, or from a flow that proves who calls."""
    ways: dict[str, list[tuple[str, Way]]] = {}
    for way in all_ways(call_map):
        source, target = way.source.partition(".")[0], (way.target or "").partition(".")[0]
        if target and target != source and not call_map.flows[target].proves:
            ways.setdefault(source, []).append((target, way))
    found: dict[str, Way] = {}
    # The second is the order of finding: two ways that cost the same are never compared.
    queue: list[tuple[int, int, str, Way | None]] = [(0, 0, call_map.start_flow, None)]
    entered = {target for leaving in ways.values() for target, _ in leaving}
    queue += [(FAR, 0, flow, None) for flow in call_map.flows if flow not in entered]
    done, found_so_far = set[str](), 0
    while queue:
        cost, _, flow, by = heappop(queue)
        if flow in done:
            continue
        done.add(flow)
        if by is not None:
            found[flow] = by
        for target, way in ways.get(flow, ()):
            found_so_far += 1
            price = BY_KEY if way.phrase else BY_ITSELF
            heappush(queue, (cost + price, found_so_far, target, way))
    return found
