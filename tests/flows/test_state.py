"""Where a call stands is written and read again between every two turns, and loses nothing."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.dialogue import Utterance
from flows.state import State

NAMES = st.sampled_from(["welcome.menu", "account.menu", "identify.pin", "agent.ring", "a.b"])
PLAIN = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(max_size=8)
UTTERANCES = st.lists(
    st.builds(
        Utterance,
        NAMES,
        st.dictionaries(st.text(min_size=1, max_size=5), PLAIN, max_size=3).map(
            lambda slots: tuple(slots.items())
        ),
        st.sampled_from([None, "zh-CN", "en-US"]),
    ),
    max_size=4,
).map(tuple)
JSON = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3), max_leaves=5)
MEMO = st.dictionaries(st.text(max_size=6), JSON, max_size=3)
STATES = st.builds(
    State,
    at=NAMES,
    trail=st.lists(NAMES, max_size=3),
    returns=st.lists(NAMES, max_size=2),
    memos=st.dictionaries(NAMES, MEMO, max_size=3),
    offered=st.dictionaries(st.sampled_from("12345678"), NAMES, max_size=5),
    picks=st.dictionaries(st.sampled_from("12345"), MEMO, max_size=3),
    said=UTTERANCES,
    asked=UTTERANCES,
    silent=st.integers(0, 3),
    wrong=st.integers(0, 3),
    more_time=st.booleans(),
    held=st.text("0123456789", max_size=17),
    swallow=st.booleans(),
    patient=st.booleans(),
    slow=st.booleans(),
    holder=st.none() | st.integers(1, 9**12),
    mobile=st.sampled_from(["", "0001", "1234"]),
    told=st.none() | st.tuples(st.integers(0, 5), st.integers(5, 9)),
    texting=st.booleans(),
    texting_offered=st.booleans(),
    refusals=st.integers(0, 9),
    queues=st.booleans(),
    enqueued=st.integers(0, 9),
    priority=st.integers(0, 30),
    group=st.sampled_from(["", "supervisor"]),
    keys_told=st.booleans(),
    pending=st.none() | MEMO,
)


@settings(max_examples=40)
@given(STATES)
def test_a_state_is_the_same_after_it_was_kept(state: State) -> None:
    assert State.load(state.dump()) == state


@settings(max_examples=40)
@given(STATES)
def test_keeping_it_twice_writes_the_same(state: State) -> None:
    assert State.load(state.dump()).dump() == state.dump()


def test_every_field_is_tried_above() -> None:
    assert set(vars(State())) == set(STATES.wrapped_strategy.kwargs)  # type: ignore[attr-defined]


def test_what_is_as_at_the_start_takes_no_room() -> None:
    assert State().dump() == b"{}"
    assert json.loads(State(at="welcome.menu", wrong=1).dump()) == {
        "at": "welcome.menu",
        "wrong": 1,
    }


def test_two_states_share_nothing() -> None:
    """A default that was one object would carry one caller's memory into another's call."""
    one, other = State(), State.load(b"{}")
    one.memos["identify"] = {"id_number": "x"}
    one.trail.append("welcome.menu")
    one.offered["1"] = "account.menu"
    assert (other, State()) == (State(), State.load(b"{}"))
    assert State().memos == {} == State.load(b"{}").memos
