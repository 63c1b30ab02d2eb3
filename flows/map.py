"""The call map: every step of every flow with the edges between them.

It is made from the flows' own declarations, so that what is checked, what is drawn and what runs
are one table. ``flows.check`` finds what is wrong with it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from flows.dialogue import PERSON, RETURN, Flow, Menu, Queue, Step
from flows.proof import Proof


@dataclass(frozen=True)
class Edge:
    """A way from one step to another, both by full name. ``key`` is set when a choice leads it."""

    source: str
    target: str
    key: str | None = None


class CallMap:
    """The flows put together. ``start`` is the flow a new call begins with, ``top`` its menu.

    ``whole`` is the map that a city took errands out of, or the map itself.
    """

    def __init__(
        self,
        flows: Iterable[Flow],
        *,
        start: str = "welcome",
        top: str = "menu",
        whole: CallMap | None = None,
    ) -> None:
        self.whole = whole or self
        self.all_flows = tuple(flows)
        self.flows: Mapping[str, Flow] = {flow.name: flow for flow in self.all_flows}
        self.steps: Mapping[str, Step] = {
            step.full_name: step for flow in self.all_flows for step in flow.steps
        }
        self.start_flow = start
        self.top = f"{start}.{top}"
        self._edges = {
            (step.full_name, edge): self.find(step.flow, edge)
            for step in self.steps.values()
            for edge in step.edges
        }
        able = [flow for flow in self.all_flows if flow.steps]
        self._provers = {
            needed: min(
                (flow for flow in able if flow.proves >= needed),
                key=lambda flow: flow.proves,
                default=None,
            )
            for needed in Proof
        }

    @property
    def start(self) -> str:
        """The step a new call begins with."""
        return self.first(self.start_flow)

    @property
    def person(self) -> str:
        """The step behind key 0."""
        return self.first(PERSON)

    def has(self, flow: str) -> bool:
        """Whether there is such a flow, with a first step."""
        return flow in self.flows and bool(self.flows[flow].steps)

    def first(self, flow: str) -> str:
        """The full name of a flow's first step."""
        return self.flows[flow].steps[0].full_name

    def find(self, flow: str, edge: str) -> str | None:
        """Where ``edge``, as written in ``flow``, leads: a full name, ``RETURN``, or None."""
        if edge == RETURN:
            return RETURN
        local = f"{flow}.{edge}"
        if local in self.steps:
            return local
        if edge in self.flows and self.flows[edge].steps:
            return self.first(edge)
        return edge if edge in self.steps else None

    def target(self, step: Step, edge: str) -> str | None:
        """Where a declared edge of ``step`` leads; None when it was not declared."""
        return self._edges.get((step.full_name, edge))

    def needs(self, name: str) -> Proof:
        """How surely it must be known who calls before the step ``name`` may run."""
        return self.flows[self.steps[name].flow].needs

    def prover(self, needed: Proof) -> Flow | None:
        """The flow that proves who calls as surely as ``needed``, and no surer than it must."""
        return self._provers[needed]

    def edges(self) -> Iterator[Edge]:
        """Every declared edge that leads to a step, and those the engine adds: from a flow that
        needs another into it and back, to a person with key 0, and when patience ends."""
        for step in self.steps.values():
            flow = self.flows[step.flow]
            prover = self.prover(flow.needs) if flow.needs else None
            if prover is not None:
                yield Edge(step.full_name, self.first(prover.name))
            keys = {}
            if isinstance(step, Menu | Queue):
                keys = {choice.to: key for key, choice in step.by_key()}
            for written in step.edges:
                target = self._edges[step.full_name, written]
                if target == RETURN:
                    for name in self.waiting_for(step.flow):
                        yield Edge(step.full_name, name)
                elif target is not None:
                    yield Edge(step.full_name, target, keys.get(written))
            if step.waits and step.edges:
                if self.has(PERSON):
                    yield Edge(step.full_name, self.person, "0")
                for edge in dict.fromkeys((flow.patience, flow.nobody)):
                    target = self.find(step.flow, edge)
                    if target is not None and target != RETURN:
                        yield Edge(step.full_name, target)

    def waiting_for(self, flow: str) -> list[str]:
        """The steps that may be returned to when ``flow`` has done what it is needed for."""
        return [
            step.full_name
            for needing in self.all_flows
            if needing.needs and self.prover(needing.needs) is self.flows[flow]
            for step in needing.steps
        ]

    def reachable(self) -> set[str]:
        """The steps a new call can come to."""
        ways: dict[str, list[str]] = {}
        for edge in self.edges():
            ways.setdefault(edge.source, []).append(edge.target)
        seen, queue = {self.start, self.top}, deque([self.start, self.top])
        while queue:
            for target in ways.get(queue.popleft(), ()):
                if target not in seen:
                    seen.add(target)
                    queue.append(target)
        return seen

    def levels(self) -> dict[str, int]:
        """How deep each menu lies: choices taken from menu to menu on the shortest way, the top
        menu being level 1."""
        depth = {self.top: 1}
        queue = deque([self.top])
        choices: dict[str, list[tuple[str, bool]]] = {}
        for step in self.steps.values():
            for written in step.edges:
                target = self._edges[step.full_name, written]
                if target not in (None, RETURN):
                    down = isinstance(step, Menu) and step.level
                    choices.setdefault(step.full_name, []).append((str(target), down))
        while queue:
            name = queue.popleft()
            for target, down in choices.get(name, ()):
                level = depth[name] + (1 if down else 0)
                if level < depth.get(target, 99):
                    depth[target] = level
                    (queue.append if down else queue.appendleft)(target)
        return {
            name: level
            for name, level in depth.items()
            if isinstance(self.steps[name], Menu) and self.steps[name].level  # type: ignore[attr-defined]
        }
