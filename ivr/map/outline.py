"""The call map as plain text, for a terminal and for comparing two of them line by line."""

from __future__ import annotations

from collections.abc import Iterator

from flows.map import CallMap
from ivr.map.picture import kind
from ivr.map.ways import Way, prover, ways_from


def outline(call_map: CallMap) -> Iterator[str]:
    """A line for each flow, step and way."""
    for flow in call_map.flows.values():
        proof = prover(call_map, flow)
        yield flow.name + (f"  (after {proof})" if proof else "")
        for step in flow.steps:
            yield f"  {step.name}  {kind(step)}"
            for way in ways_from(call_map, step):
                yield f"    {_key(way):<3} {way.target or 'back to the errand'}"


def _key(way: Way) -> str:
    if way.key is None:
        return "→"
    return f"({way.key})" if way.varies or way.quiet else way.key
