"""Where a step leads, as it was declared: the ways that are drawn and listed.

The engine's own ways (0 to a person, identification where a flow needs it, patience) go from nearly
everywhere; drawn, they would hide everything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flows.dialogue import RETURN, Ask, Flow, Menu, Step
from flows.map import CallMap


@dataclass(frozen=True)
class Way:
    """A declared edge, both ends by full name.

    ``target`` is None when it goes back to whatever needed the flow. ``phrase`` offers the ``key``
    (``1–3`` for a choice that may be so many offers); a ``quiet`` key is announced elsewhere. A way
    that ``varies`` is offered only when it applies, or has another key when one before it is not.
    """

    source: str
    target: str | None
    key: str | None = None
    phrase: str | None = None
    varies: bool = False

    @property
    def quiet(self) -> bool:
        """Whether the key works without being offered here."""
        return self.key is not None and self.phrase is None


def ways_from(call_map: CallMap, step: Step) -> Iterator[Way]:
    """The ways out of a step: its choices by key, its quiet keys, then those it takes by itself."""

    def way(
        written: str, key: str | None = None, phrase: str | None = None, varies: bool = False
    ) -> Way:
        target = call_map.target(step, written)
        if target is None:
            raise LookupError(f"{step.full_name}: leads to {written!r}, which does not exist")
        return Way(step.full_name, None if target == RETURN else target, key, phrase, varies)

    keyed = list[str]()
    if isinstance(step, Menu):
        varying, number = False, 1
        for choice in step.choices:
            varying = varying or choice.when is not None or choice.most > 1
            keyed.append(choice.to)
            last = number + choice.most - 1
            yield way(choice.to, keys(number, last), choice.phrase, varying)
            number = last + 1
    alone = {Menu: "quiet", Ask: "alone"}.get(type(step))
    for key, to in (getattr(step, alone) if alone else {}).items():
        keyed.append(to)
        yield way(to, key)
    for written in dict.fromkeys(step.edges):
        if written not in keyed:
            yield way(written)


def prover(call_map: CallMap, flow: Flow) -> str | None:
    """The flow that must have proven who calls before this one may begin, if one must."""
    found = call_map.prover(flow.needs) if flow.needs else None
    return None if found is None else found.name


def keys(first: int, last: int) -> str:
    """The keys of a choice that may be several offers."""
    return str(first) if first == last else f"{first}–{last}"


def offered_at(call_map: CallMap) -> dict[str, int]:
    """The first key at which each phrase offers its choice."""
    found: dict[str, int] = {}
    for way in all_ways(call_map):
        if way.phrase and way.key:
            found.setdefault(way.phrase, int(way.key.partition("–")[0]))
    return found


def all_ways(call_map: CallMap) -> list[Way]:
    """Every declared way, in the order of the flows."""
    return [way for step in call_map.steps.values() for way in ways_from(call_map, step)]
