"""Who gets whom, and how long it takes: what must hold of any callers and agents."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from flows.queue.assign import PATIENCE, Agent, Caller, Priority, assign, in_order
from flows.queue.estimate import (
    ENOUGH,
    LONGEST,
    USUAL_SECONDS,
    handling_seconds,
    minutes,
)
from tests.queue.oracle import may_take

NOW = datetime(2026, 3, 16, 10, tzinfo=UTC)
GROUPS = st.frozensets(st.sampled_from(["pension", "card", "english"]), max_size=2)
AGO = st.integers(0, 120).map(lambda seconds: NOW - timedelta(seconds=seconds))
CALLERS = st.lists(
    st.builds(
        Caller,
        id=st.integers(1, 99),
        priority=st.sampled_from(list(Priority)),
        entered_at=AGO,
        lane=GROUPS,
        wanted=st.none() | st.integers(1, 6),
    ),
    max_size=8,
    unique_by=lambda caller: caller.id,
)
AGENTS = st.lists(
    st.builds(Agent, id=st.integers(1, 6), idle_since=AGO, groups=GROUPS, free=st.booleans()),
    max_size=6,
    unique_by=lambda agent: agent.id,
)


@given(CALLERS, AGENTS)
def test_everybody_at_most_once_and_nobody_who_is_busy(
    callers: list[Caller], agents: list[Agent]
) -> None:
    offers = assign(callers, agents, NOW)
    free = {agent.id for agent in agents if agent.free}
    assert len({offer.caller for offer in offers}) == len(offers)
    assert len({offer.agent for offer in offers}) == len(offers)
    assert {offer.agent for offer in offers} <= free


@given(CALLERS, AGENTS)
def test_whoever_could_be_served_is_and_by_the_longest_idle(
    callers: list[Caller], agents: list[Agent]
) -> None:
    """In their order, each takes the longest idle of those who may serve them and are left."""
    offered = {offer.caller: offer.agent for offer in assign(callers, agents, NOW)}
    left = {agent.id: agent for agent in agents if agent.free}
    for caller in in_order(callers):
        able = [agent for agent in left.values() if may_take(caller, agent, agents, NOW)]
        if caller.id not in offered:
            assert able == [], "somebody was there for them"
            continue
        taken = left.pop(offered[caller.id])
        assert taken in able
        assert taken.idle_since == min(agent.idle_since for agent in able)


@given(CALLERS, AGENTS, st.randoms())
def test_the_order_in_which_they_are_told_does_not_matter(
    callers: list[Caller], agents: list[Agent], rng: object
) -> None:
    shuffled, others = list(callers), list(agents)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    rng.shuffle(others)  # type: ignore[attr-defined]
    assert assign(shuffled, others, NOW) == assign(callers, agents, NOW)


@given(CALLERS, AGENTS)
def test_nobody_waits_for_ever_while_somebody_is_free(
    callers: list[Caller], agents: list[Agent]
) -> None:
    """Long after, a free agent is only idle when callers want another one who is on duty."""
    later = NOW + PATIENCE
    served = {offer.caller for offer in assign(callers, agents, later)}
    idle = sum(agent.free for agent in agents) - len(served)
    wanted = {agent.id for agent in agents}
    for caller in callers:
        if caller.id not in served and idle:
            assert caller.wanted in wanted


def test_a_caller_waits_for_their_groups_for_a_while() -> None:
    caller = Caller(1, 0, NOW, frozenset({"english"}))
    busy = Agent(1, NOW, frozenset({"english"}), free=False)
    free = Agent(2, NOW)
    assert assign([caller], [busy, free], NOW + PATIENCE - timedelta(seconds=1)) == []
    assert len(assign([caller], [busy, free], NOW + PATIENCE)) == 1
    assert len(assign([caller], [free], NOW)) == 1, "nobody to wait for"


FIGURES = st.floats(min_value=1, max_value=3600)


@given(st.integers(0, 200), st.integers(1, 50), FIGURES)
def test_an_estimate_is_never_less_than_the_figures_say(
    ahead: int, on_duty: int, handling: float
) -> None:
    found = minutes(ahead, on_duty, handling)
    exact = (ahead + 1) * handling / on_duty / 60
    if found is None:
        assert exact > LONGEST - 1
    else:
        assert exact <= found <= LONGEST
        assert found == ceil(exact)


@given(st.integers(0, 100), st.integers(1, 20), FIGURES)
def test_an_estimate_grows_with_the_line_and_shrinks_with_the_agents(
    ahead: int, on_duty: int, handling: float
) -> None:
    here = minutes(ahead, on_duty, handling) or LONGEST + 1
    assert (minutes(ahead + 1, on_duty, handling) or LONGEST + 1) >= here
    assert (minutes(ahead, on_duty + 1, handling) or LONGEST + 1) <= here
    assert (minutes(ahead, on_duty, handling + 60) or LONGEST + 1) >= here


def test_nobody_on_duty_is_no_estimate_and_few_calls_are_not_believed() -> None:
    assert minutes(0, 0, USUAL_SECONDS) is None
    assert handling_seconds(ENOUGH - 1, 30.0) == USUAL_SECONDS
    assert handling_seconds(ENOUGH, 30.0) == 30.0
    assert handling_seconds(0, None) == USUAL_SECONDS
