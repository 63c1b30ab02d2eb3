"""What a caller can come to, how deep it lies, and that a person is never out of reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from flows.dialogue import PERSON, RETURN, End, Pass, Queue, Step
from flows.map import CallMap

MOST_LEVELS = 3


def ways(call_map: CallMap) -> Iterator[str]:
    """What is wrong with where the flows lead. Their shape must be whole."""
    reachable = call_map.reachable()
    for name in call_map.steps:
        if name not in reachable:
            yield f"{name}: no caller can come here; lead to it, or remove it."
    for name, level in call_map.levels().items():
        if level > MOST_LEVELS:
            yield f"{name}: lies {level} menus deep; a caller is led at most {MOST_LEVELS} deep."
    yield from _rounds(call_map)
    yield from _person(call_map)
    yield from _mistakes(call_map)


def _rounds(call_map: CallMap) -> Iterator[str]:
    """Steps that can follow each other for ever without the caller being asked anything."""
    on = _without_asking(call_map, (Pass,))
    for name, step in call_map.steps.items():
        if isinstance(step, Pass) and name in _from(on, on[name]):
            yield f"{name}: can come round to itself without waiting for the caller."


def _person(call_map: CallMap) -> Iterator[str]:
    """Key 0 is the engine's, in every wait; what it leads to must hold what it promises."""
    on = _without_asking(call_map, (Pass, Queue))
    asked_for = _from(on, [call_map.person])
    if not any(isinstance(call_map.steps[name], Queue) for name in asked_for):
        yield f"{PERSON}: key 0 leads here, and no step on the way waits for a person."
    for name in sorted(asked_for):
        if isinstance(call_map.steps[name], End):
            yield f"{name}: hangs up on a caller who asked for a person."


def _mistakes(call_map: CallMap) -> Iterator[str]:
    """Three keys that lead nowhere must not end a call."""
    on = _without_asking(call_map, (Pass,))
    for flow in call_map.all_flows:
        target = call_map.find(flow.name, flow.patience)
        led_to = _from(on, [target]) if target is not None and target in on else set()
        if any(isinstance(call_map.steps[name], End) for name in led_to):
            yield f"{flow.name}: patience hangs up; a mistake is never answered by that."


def _without_asking(
    call_map: CallMap, kinds: tuple[type[Step], ...]
) -> Mapping[str, tuple[str, ...]]:
    """Where steps of these kinds lead by themselves; every other step leads nowhere."""
    return {
        name: tuple(
            target
            for edge in (step.edges if isinstance(step, kinds) else ())
            if (target := call_map.target(step, edge)) is not None and target != RETURN
        )
        for name, step in call_map.steps.items()
    }


def _from(on: Mapping[str, tuple[str, ...]], starts: Iterable[str]) -> set[str]:
    """The steps that can be come to from ``starts``, these included."""
    seen, queue = set(starts), list(starts)
    while queue:
        fresh = set(on[queue.pop()]) - seen
        seen |= fresh
        queue += fresh
    return seen
