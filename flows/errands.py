"""What a city makes of the conversation: errands it does not offer, and menus in its own order.

Both are done once, when the flows are put together. So what is checked, drawn, printed and spoken
is the city's own map, and keys are numbered without gaps.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from copy import copy
from dataclasses import replace

from flows.check.source import goes_in
from flows.city import City, CityError
from flows.dialogue import PERSON, RETURN, Choice, Flow, Menu, Step
from flows.map import CallMap

RESUMES = "welcome.go_on"
"""Leads back into any errand; an errand that only it leads to is offered nowhere."""


def as_city_wants(whole: CallMap, city: City) -> CallMap:
    """The map with the city's errands in the city's order.

    Raises ``CityError`` with a sentence for each wish that cannot be fulfilled.
    """
    possible = errands(whole)
    wrong = [
        f'off: "{name}" is no errand that a menu offers; those are {_listed(possible)}'
        for name in city.off
        if name not in possible
    ]
    gone = set(city.off).intersection(possible)
    # What only an errand that is gone led to is gone, too.
    left = CallMap(_without(whole, gone, city.menus))
    gone |= left.flows.keys() - _come_to(left)
    wrong += [*_missed(whole, city.off, gone), *_menus(whole, city), *_groups(whole, city)]
    if wrong:
        raise CityError("; ".join(wrong))
    if not gone and not city.menus:
        return whole
    left = CallMap(_without(whole, gone, city.menus))
    return CallMap(_reached(left, whole.reachable() - left.reachable()), whole=whole)


def errands(whole: CallMap) -> list[str]:
    """The flows that menus offer: what can be switched off."""
    offered = [
        target.partition(".")[0]
        for step in whole.steps.values()
        if isinstance(step, Menu) and step.level
        for choice in step.choices
        if (target := whole.target(step, choice.to)) not in (None, RETURN)
        and not target.startswith(f"{step.flow}.")
    ]
    return [name for name in dict.fromkeys(offered) if name not in (whole.start_flow, PERSON)]


# --- what cannot be done -------------------------------------------------------------------------


def _missed(whole: CallMap, off: Collection[str], gone: Collection[str]) -> Iterator[str]:
    """What of the flows that are left cannot do without those that are gone."""
    left = [flow for flow in whole.all_flows if flow.name not in gone]
    for name in off:
        if holder := next(_held_by(whole, name, left), None):
            yield f'off: "{name}" cannot be switched off, because {holder} leads to it'
    for step in (step for flow in left for step in flow.steps):
        if isinstance(step, Menu) and step.choices and not _choices(whole, step, gone, {}):
            yield f'off: nothing is left of the menu {step.full_name}; add "{step.flow}"'


def _held_by(whole: CallMap, name: str, left: Collection[Flow]) -> Iterator[str]:
    """Which of ``left`` lead to a flow otherwise than by offering it."""
    for flow in left:
        for edge in (flow.patience, flow.nobody):
            if _leads_to(whole, flow.name, edge, {name}):
                yield flow.name
        for step in flow.steps:
            if isinstance(step, Menu):
                continue
            written = goes_in(step.run).all
            leading = [edge for edge in step.edges if _leads_to(whole, flow.name, edge, {name})]
            if set(leading) & written or len(leading) == len(step.edges) > 0:
                yield step.full_name


def _menus(whole: CallMap, city: City) -> Iterator[str]:
    for name, order in city.menus.items():
        step = whole.steps.get(name)
        if not isinstance(step, Menu) or not step.level:
            possible = [s.full_name for s in whole.steps.values() if _is_menu(s)]
            yield f'menus: there is no menu "{name}"; those are {_listed(possible)}'
            continue
        offered = [choice.to for choice in step.choices]
        for to in order:
            if to not in offered:
                yield f'menus."{name}": does not offer "{to}"; it offers {_listed(offered)}'


def _groups(whole: CallMap, city: City) -> Iterator[str]:
    for group, names in city.agents.groups.items():
        for name in names:
            if name not in whole.flows and name not in city.languages:
                yield f'agents.groups.{group}: there is no errand and no language "{name}"'


def _is_menu(step: Step) -> bool:
    return isinstance(step, Menu) and step.level and len(step.choices) > 1


def _listed(names: Collection[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


# --- doing it ------------------------------------------------------------------------------------


def _without(
    whole: CallMap, gone: Collection[str], menus: Mapping[str, tuple[str, ...]]
) -> Iterator[Flow]:
    for flow in whole.all_flows:
        if flow.name not in gone:
            left = copy(flow)
            left.steps = [_step(whole, step, gone, menus) for step in flow.steps]
            yield left


def _reached(left: CallMap, unreached: Collection[str]) -> Iterator[Flow]:
    """The flows without the steps that only an errand that is gone led to."""
    for flow in left.all_flows:
        reached = copy(flow)
        reached.steps = [step for step in flow.steps if step.full_name not in unreached]
        yield reached


def _come_to(left: CallMap) -> set[str]:
    """The flows a caller can come to; a flow that proves who calls leads back to what needed it."""
    found = [left.start_flow, PERSON]
    for name in found:
        flow = left.flows[name]
        prover = left.prover(flow.needs) if flow.needs else None
        ways = [left.find(name, edge) for edge in (flow.patience, flow.nobody)]
        ways += [left.first(prover.name)] if prover else []
        ways += [
            left.target(step, edge)
            for step in flow.steps
            for edge in step.edges
            if step.full_name != RESUMES
        ]
        for way in ways:
            other = RETURN if way is None else way.partition(".")[0]
            if other != RETURN and other not in found:
                found.append(other)
    return set(found)


def _step(
    whole: CallMap, step: Step, gone: Collection[str], menus: Mapping[str, tuple[str, ...]]
) -> Step:
    if not isinstance(step, Menu):
        left = (edge for edge in step.edges if not _leads_to(whole, step.flow, edge, gone))
        return replace(step, edges=tuple(left))
    choices = _choices(whole, step, gone, menus)
    quiet = {k: to for k, to in step.quiet.items() if not _leads_to(whole, step.flow, to, gone)}
    edges = (*(choice.to for choice in choices), *quiet.values())
    return replace(step, choices=choices, quiet=quiet, edges=tuple(edges))


def _choices(
    whole: CallMap, step: Menu, gone: Collection[str], menus: Mapping[str, tuple[str, ...]]
) -> tuple[Choice, ...]:
    """What is left of a menu: first what the city names, in its order, then the rest."""
    left = [c for c in step.choices if not _leads_to(whole, step.flow, c.to, gone)]
    order = menus.get(step.full_name, ())
    return tuple(sorted(left, key=lambda c: order.index(c.to) if c.to in order else len(order)))


def _leads_to(whole: CallMap, flow: str, edge: str, names: Collection[str]) -> bool:
    target = whole.find(flow, edge)
    return target not in (None, RETURN) and str(target).partition(".")[0] in names
