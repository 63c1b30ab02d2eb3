"""Names that exist, keys that are free, waits that lead on."""

from __future__ import annotations

from collections.abc import Iterator

from flows.check.source import goes_in
from flows.dialogue import PERSON, RETURN, Ask, End, Flow, Menu, Queue, Step
from flows.map import CallMap

MOST_CHOICES = 5
MOST_DIGITS = 32
"""Keys the carrier's door takes at once."""
FREE_KEYS = tuple("1234568")
"""Keys that have no meaning on the whole line: 0, 7, 9, * and # have."""


def shape(call_map: CallMap) -> Iterator[str]:
    """What is wrong with the flows as they are written down."""
    names = [flow.name for flow in call_map.all_flows]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{name}: two flows have this name; give one of them another."
    for needed in (call_map.start_flow, PERSON):
        if needed not in call_map.flows:
            yield f"{needed}: there is no such flow, and the line cannot do without it."
    if call_map.start_flow in call_map.flows and call_map.top not in call_map.steps:
        yield f"{call_map.top}: there is no such menu, and * leads there from the top."
    for flow in call_map.all_flows:
        yield from _flow(call_map, flow)


def _flow(call_map: CallMap, flow: Flow) -> Iterator[str]:
    if not flow.steps:
        yield f"{flow.name}: the flow has no step; write its first one."
    names = [step.name for step in flow.steps]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{flow.name}.{name}: two steps have this name; give one of them another."
    if flow.needs:
        yield from _needs(call_map, flow)
    if call_map.find(flow.name, flow.patience) in (None, RETURN):
        yield f"{flow.name}: patience leads to {flow.patience!r}, which does not exist."
    if flow.nobody != flow.patience and call_map.find(flow.name, flow.nobody) in (None, RETURN):
        yield f"{flow.name}: nobody there leads to {flow.nobody!r}, which does not exist."
    for step in flow.steps:
        yield from _step(call_map, step)


def _needs(call_map: CallMap, flow: Flow) -> Iterator[str]:
    proof = flow.needs.word
    prover = call_map.prover(flow.needs)
    if prover is None:
        yield f"{flow.name}: needs the proof {proof!r}, which no flow gives."
        return
    if not any(RETURN in step.edges for step in prover.steps):
        yield f"{flow.name}: needs the flow {prover.name!r}, which never returns."
    if prover.needs >= flow.needs:
        yield f"{flow.name}: needs the flow {prover.name!r}, which itself needs as much."
    if flow.name in (call_map.start_flow, PERSON):
        yield f"{flow.name}: needs to know who calls, and must be open to everybody."


def _step(call_map: CallMap, step: Step) -> Iterator[str]:
    name = step.full_name
    for edge in dict.fromkeys(step.edges):
        if call_map.find(step.flow, edge) is None:
            yield f"{name}: leads to {edge!r}, which does not exist."
        if edge in call_map.flows and f"{step.flow}.{edge}" in call_map.steps:
            yield f"{name}: {edge!r} is a step here and also a flow; rename the step."
    if not step.edges and not isinstance(step, End):
        yield f"{name}: leads nowhere; declare where it goes, or make it an end."
    if isinstance(step, Menu):
        yield from _menu(step)
    else:
        yield from _going(step)
    if isinstance(step, Ask):
        yield from _ask(step)


def _menu(step: Menu) -> Iterator[str]:
    name = step.full_name
    offers = sum(choice.most for choice in step.choices)
    if offers > MOST_CHOICES:
        yield f"{name}: offers {offers} choices; a caller can hold {MOST_CHOICES}."
    for key in step.quiet:
        if key not in FREE_KEYS:
            yield f"{name}: key {key} is not free on this line; take one of 1 to 6, or 8."
        elif int(key) <= offers:
            yield f"{name}: key {key} is already the key of a choice; take another."


def _ask(step: Ask) -> Iterator[str]:
    name, digits = step.full_name, step.digits
    if not 1 <= digits.least <= digits.most <= MOST_DIGITS or digits.wait < 1:
        yield f"{name}: asks for a number that nobody can type."
    for key in step.alone:
        if key not in FREE_KEYS[1:]:
            yield f"{name}: key {key} alone already has a meaning there; take another."
        elif digits.least == 1:
            yield f"{name}: key {key} alone is a whole number there; take a longer number."


def _going(step: Step) -> Iterator[str]:
    """What the function says of its edges, against what was declared."""
    goes = goes_in(step.run)
    for edge in sorted(goes.own - set(step.edges)):
        yield f"{step.full_name}: goes to {edge!r}, which it has not declared."
    if goes.chosen or len(step.edges) == 1:
        return
    elsewhere = set(getattr(step, "alone", {}).values()) | {getattr(step, "nothing", "")}
    elsewhere |= {choice.to for choice in step.choices} if isinstance(step, Queue) else set()
    for edge in dict.fromkeys(step.edges):
        if edge not in goes.all | elsewhere:
            yield f"{step.full_name}: declares {edge!r} and never goes there."
