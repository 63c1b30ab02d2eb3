"""Several things offered by one choice: numbered, picked, kept over turns, and checked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flows.call import Call
from flows.check.shape import shape
from flows.dialogue import Choice, Each, Flow, Utterance, say
from flows.map import CallMap
from tests.flows.conversation import Conversation

DAYS = [date(2026, 3, day) for day in (17, 18, 19)]


def days(call: Call) -> Iterator[dict[str, object]]:
    return ({"on": day} for day in DAYS[call.memo.get("from", 0) :])


def market(most: int = 3) -> CallMap:
    """A stall that is open on some days, and a person."""
    flow = Flow("welcome")

    @flow.menu(
        Choice("for_day", to="day", each=Each(days, ("on",), most)),
        Choice("for_later", to="later"),
        quiet={"8": "menu"},
    )
    def menu(call: Call) -> Utterance:
        return say("stall")

    @flow.menu(Choice("for_back", to="menu"), level=False)
    def day(call: Call) -> Utterance:
        return say("day", on=call.picked["on"])

    @flow.step(to="menu")
    def later(call: Call) -> None:
        call.memo["from"] = 2

    agent = Flow("agent")

    @agent.menu(Choice("for_back", to="welcome.menu"))
    def person(call: Call) -> None:
        """Nobody is there."""

    return CallMap([flow, agent])


def test_each_has_a_key_of_its_own_and_the_others_follow() -> None:
    talk = Conversation(market())
    talk.begin()
    assert [dict(u.slots) for u in talk.turn.said] == [
        {},
        {"on": "2026-03-17", "key": 1},
        {"on": "2026-03-18", "key": 2},
        {"on": "2026-03-19", "key": 3},
        {"key": 4},
    ]


def test_the_one_that_was_chosen_is_picked() -> None:
    talk = Conversation(market())
    talk.begin()
    talk.press("2")
    assert talk.turn.said[0] == say("day", on=DAYS[1])


def test_fewer_things_leave_no_gap() -> None:
    talk = Conversation(market())
    talk.begin()
    talk.press("4")
    assert [dict(u.slots) for u in talk.turn.said] == [
        {},
        {"on": "2026-03-19", "key": 1},
        {"key": 2},
    ]
    talk.press("1")
    assert talk.turn.said[0] == say("day", on=DAYS[2])


def test_no_more_are_offered_than_were_declared() -> None:
    talk = Conversation(market(most=2))
    assert talk.begin() == ["stall", "for_day", "for_day", "for_later"]


def test_the_map_knows_the_keys_it_takes() -> None:
    keys = {edge.key for edge in market().edges() if edge.source == "welcome.menu" and edge.key}
    assert {"1-3", "4"} <= keys


def test_too_many_are_a_fault() -> None:
    assert "welcome.menu: offers 6 choices; a caller can hold 5." in list(shape(market(most=5)))
