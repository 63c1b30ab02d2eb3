"""Every step of the map and every edge between them is taken by a call that somebody could make.

The calls are in the modules beside this one, by errand. All of them are made one after another on
one line; then nothing of the map may be left that none of them came to. An edge that no call takes
is one that nobody has heard, or that cannot be taken: then it has no place on the map.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pytest

from flows.dialogue import End, Queue, Step
from flows.map import CallMap
from flows.tree import call_map
from ivr.carrier.telephone import Telephone
from tests.calls.every import (
    account,
    callbacks,
    card,
    contact,
    cut_off,
    identity,
    overflow,
    person,
    pin,
    rules,
    served,
)
from tests.calls.every.probes import Probes
from tests.calls.every.world import CITY, DESK, World
from tests.plugins.line import Line
from tests.plugins.walked import Walked, declared

ERRANDS = (
    account,
    identity,
    card,
    pin,
    contact,
    callbacks,
    person,
    served,
    overflow,
    cut_off,
    rules,
)
SCENES = tuple(scene for errand in ERRANDS for scene in errand.SCENES)


@pytest.mark.long
@pytest.mark.parametrize("line", [{"city": CITY}], indirect=True)
@pytest.mark.parametrize("where", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_every_step_and_every_edge(
    plain: Line, telephone: Telephone, walked: Walked, probes: Probes, where: str
) -> None:
    plain.employs(DESK)
    world = World(plain, telephone)
    took: dict[str, Walked] = {}
    for scene in SCENES:
        world.it_is_a_workday_morning()
        scene(world)
        took[scene.__name__] = walked.take()
    assert plain.database.dialect.startswith(where)
    the_map = call_map(world.city)
    assert Walked.together(took.values()).missing(the_map) == []
    assert probes.faults == []
    assert probes.places == {s.full_name for s in the_map.steps.values() if may_be_answered(s)}
    assert spare(took, the_map) == [], "calls that could be left out, and nothing would be missed"


def may_be_answered(step: Step) -> bool:
    """Whether the caller can press a key there."""
    return step.waits and not isinstance(step, End | Queue)


def spare(took: Mapping[str, Walked], the_map: CallMap) -> list[str]:
    """The calls without which every edge would be taken all the same."""
    edges = set(declared(the_map))
    by = Counter(edge for one in took.values() for edge in one.edges & edges)
    return [name for name, one in took.items() if all(by[e] > 1 for e in one.edges & edges)]
