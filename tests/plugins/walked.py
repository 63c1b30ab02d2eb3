"""Which steps calls came to and which declared edges they took; what was not is not proven."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from flows.call import Call
from flows.dialogue import RETURN, Go, Menu, Queue, Step, Utterance
from flows.engine import Engine
from flows.map import CallMap
from flows.turns import Turn
from flows.walk import Walk

Edge = tuple[str, str]
"""Two steps by full name; the second is ``RETURN`` for a way back to whoever needed the flow."""


@dataclass
class Walked:
    """What was walked since it began to watch."""

    steps: set[str] = field(default_factory=set)
    edges: set[Edge] = field(default_factory=set)
    is_paused: bool = False

    @contextmanager
    def paused(self) -> Iterator[None]:
        """What is walked meanwhile does not count."""
        kept = set(self.steps), set(self.edges)
        self.is_paused = True
        try:
            yield
        finally:
            self.is_paused = False
            self.steps, self.edges = kept

    def take(self) -> Walked:
        """What was walked so far; from here on it is counted anew."""
        taken = Walked(set(self.steps), set(self.edges))
        self.steps.clear()
        self.edges.clear()
        return taken

    @classmethod
    def together(cls, several: Iterable[Walked]) -> Walked:
        """What was walked by any of several."""
        parts = list(several)
        return cls(
            {step for one in parts for step in one.steps},
            {edge for one in parts for edge in one.edges},
        )

    def missing(self, call_map: CallMap) -> list[str]:
        """The steps and declared edges of a map that nobody has walked, each as a line."""
        steps = [f"step {name}" for name in call_map.steps if name not in self.steps]
        edges = [f"edge {a} -> {b}" for a, b in declared(call_map) if (a, b) not in self.edges]
        return [*steps, *edges]


def declared(call_map: CallMap) -> Iterator[Edge]:
    """Every edge a step of the map declares, once."""
    seen = dict.fromkeys(
        (step.full_name, call_map.target(step, edge) or edge)
        for step in call_map.steps.values()
        for edge in step.edges
    )
    yield from seen


@pytest.fixture
def walked(monkeypatch: pytest.MonkeyPatch) -> Walked:
    """Watches every call of a test."""
    found = Walked()
    chosen: list[Edge] = []
    next_, arrive, wait, run = Walk._next, Walk._arrive, Walk._wait, Walk._run
    menu_key, queue_key = Engine._menu_key, Engine._queue_key

    def watch_next(self: Walk, call: Call, step: Step, reply: Any) -> Any:
        target, said = next_(self, call, step, reply)
        to = reply.to if isinstance(reply, Go) else step.edges[0]
        found.edges.add((step.full_name, RETURN if to == RETURN else target))
        return target, said

    def watch_key(self: Engine, call: Call, step: Menu, key: str) -> Turn:
        chosen[:] = [(step.full_name, call.state.offered[key])] if key in call.state.offered else []
        return menu_key(self, call, step, key)

    def watch_queue(self: Engine, call: Call, step: Queue, key: str) -> Turn:
        chosen[:] = [(step.full_name, call.state.offered[key])] if key in call.state.offered else []
        return queue_key(self, call, step, key)

    def watch_arrive(self: Walk, call: Call, target: str, *before: Utterance) -> Turn:
        if chosen and chosen[0][1] == target:
            found.edges.add(chosen.pop())
        return arrive(self, call, target, *before)

    def watch_wait(self: Walk, call: Call, step: Step, said: list[Utterance]) -> Turn:
        found.steps.add(step.full_name)
        return wait(self, call, step, said)

    def watch_run(self: Walk, call: Call, step: Step, *value: Any) -> Any:
        found.steps.add(step.full_name)
        return run(self, call, step, *value)

    for owner, name, watching in (
        (Walk, "_next", watch_next),
        (Walk, "_arrive", watch_arrive),
        (Walk, "_wait", watch_wait),
        (Walk, "_run", watch_run),
        (Engine, "_menu_key", watch_key),
        (Engine, "_queue_key", watch_queue),
    ):
        monkeypatch.setattr(owner, name, watching)
    return found
