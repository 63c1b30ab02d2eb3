"""How the engine goes from step to step: logins on the way, memory, undoing, and refusals."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from flows.call import Call
from flows.dialogue import Choice, Flow, Go, Moment, Recording, Utterance, go, say
from flows.engine import MOST_MOMENTS
from flows.map import CallMap
from flows.turns import (
    Back,
    Dialled,
    ForMoment,
    Input,
    Keys,
    Recorded,
    Silence,
    input_as_json,
    input_from,
)
from flows.walk import EngineError
from tests.flows.broken.sound import line, to
from tests.flows.conversation import Conversation
from tests.flows.shop import Doors, shop

RECORDS = SimpleNamespace()


def start(doors: Doors | None = None, **options: int) -> Conversation:
    talk = Conversation(shop(doors or Doors()), records=RECORDS, **options)  # type: ignore[arg-type]
    talk.begin()
    return talk


# --- logins --------------------------------------------------------------------------------------


def test_a_flow_that_needs_a_login_is_come_to_through_it() -> None:
    talk = start()
    assert talk.press("1") == ["code"]
    assert talk.press("1234")[:2] == ["proven", "gold"]
    assert (talk.person_id, talk.state.returns) == (7, [])


def test_who_is_known_is_not_asked_again() -> None:
    talk = start()
    talk.press("1"), talk.press("1234"), talk.press("*")
    assert talk.press("1")[0] == "gold"


def test_star_on_the_way_gives_the_errand_up() -> None:
    """Whoever went back from the code does not find themselves in the vault later."""
    talk = start()
    talk.press("1"), talk.press("0")
    assert talk.state.returns == ["vault.gold"]
    talk.dialled(False), talk.press("*")
    assert talk.state.at == "welcome.menu"
    assert talk.state.returns == []


def test_records_cannot_be_read_before_the_caller_is_known() -> None:
    flow = Flow("shop")

    @flow.menu(to("welcome.menu"))
    def peeks(call: Call) -> Utterance:
        return say("welcome.hello", told=bool(call.records))

    talk = Conversation(line(flow))
    talk.begin()
    with pytest.raises(PermissionError):
        talk.press("2")


# --- memory --------------------------------------------------------------------------------------


def test_a_flow_remembers_from_step_to_step_and_forgets_when_entered_anew() -> None:
    talk = start()
    talk.press("1"), talk.press("1234")
    talk.press("1")
    assert talk.turn.said[0] == say("gold", bars=2)
    talk.press("*")
    assert dict(talk.turn.said[0].slots)["bars"] == 3, "within the flow it is remembered"
    talk.press("*"), talk.press("1")
    assert dict(talk.turn.said[0].slots)["bars"] == 1, "entered anew it is not"


def test_a_login_leaves_nothing_behind() -> None:
    talk = start()
    talk.press("1"), talk.press("1234")
    assert set(talk.state.memos) <= {"vault", "welcome"}


# --- disclosures ---------------------------------------------------------------------------------


def test_what_is_said_after_reading_records_is_a_disclosure() -> None:
    talk = start()
    assert talk.press("1") and talk.writes.disclosures == []
    talk.press("1234")
    assert talk.writes.disclosures == ["vault.gold"]
    talk.press("9")
    assert talk.writes.disclosures == []
    talk.press("1")
    assert talk.writes.disclosures == [], "deeper told what was remembered, not what was read"


# --- a moment ------------------------------------------------------------------------------------


def test_a_step_that_needs_a_moment_is_undone_and_tried_again_with_the_same_input() -> None:
    doors = Doors(moments=1)
    talk = start(doors)
    talk.press("1")
    before = talk.state.dump()
    assert talk.press("1234") == ["engine.moment"]
    assert isinstance(talk.turn.wait, ForMoment)
    assert (talk.person_id, talk.language) == (None, "zh-CN"), "half a step is none"
    assert not talk.writes.verified
    assert talk.state.pending == {"keys": "1234", "tries": 1}
    talk.state.pending, after = None, talk.state.pending
    assert talk.state.dump() == before
    talk.state.pending = after

    assert talk.wait()[0] == "proven"
    assert doors.typed == ["1234", "1234"]
    assert (talk.person_id, talk.state.pending) == (7, None)


def test_whatever_is_typed_meanwhile_does_not_take_the_place_of_the_input() -> None:
    doors = Doors(moments=1)
    talk = start(doors)
    talk.press("1"), talk.press("1234"), talk.press("9")
    assert doors.typed == ["1234", "1234"]


def test_moments_without_end_lead_to_a_person() -> None:
    talk = start(Doors(moments=10**6))
    talk.press("1"), talk.press("1234")
    for _ in range(MOST_MOMENTS - 1):
        assert talk.wait() == ["engine.moment"]
    assert talk.wait() == ["engine.to_person", "ringing"]
    assert "no_moment" in talk.notes
    assert talk.state.pending is None


def test_a_moment_at_the_very_beginning_leads_to_a_person() -> None:
    flow = Flow("welcome")

    @flow.step(to="menu")
    def busy(call: Call) -> None:
        raise Moment

    @flow.menu(to("menu"))
    def menu(call: Call) -> None:
        """Not come to."""

    talk = Conversation(CallMap([flow, *line().all_flows[1:]]))
    assert talk.begin() == ["engine.to_person", "agent.ringing"]


@pytest.mark.parametrize(
    "given",
    [
        Keys("12*#"),
        Silence(),
        Dialled(True),
        Dialled(False),
        Dialled(False, canceled=True),
        Recorded(Recording("https://c.test/R1", 7), "#"),
    ],
)
def test_an_input_is_the_same_after_it_was_kept(given: Input) -> None:
    assert input_from({**input_as_json(given), "tries": 3}) == given


def test_who_came_back_is_asked_again_and_has_not_answered() -> None:
    assert input_from(input_as_json(Back())) == Silence()


# --- refusals ------------------------------------------------------------------------------------


def _broken(*, to_: tuple[str, ...] = ("agent", "welcome.menu"), goes: object = None) -> CallMap:
    flow = Flow("shop")

    @flow.step(to=to_)
    def wanders(call: Call) -> object:
        return goes

    return line(flow)


def test_an_edge_that_was_not_declared_is_refused() -> None:
    talk = Conversation(_broken(goes=go("welcome.hello")))
    talk.begin()
    with pytest.raises(EngineError, match=r"went to 'welcome.hello', which it had not declared"):
        talk.press("2")


def test_a_step_with_several_edges_must_choose() -> None:
    talk = Conversation(_broken(goes=say("welcome.hello")))
    talk.begin()
    with pytest.raises(EngineError, match=r"shop\.wanders: has several edges"):
        talk.press("2")


def test_a_step_may_name_its_edge_alone() -> None:
    talk = Conversation(_broken(goes="agent"))
    talk.begin()
    assert talk.press("2") == ["agent.ringing"]


def test_a_round_without_end_is_refused() -> None:
    flow = Flow("shop")

    @flow.step(to="wanders")
    def wanders(call: Call) -> Go:
        return go("wanders")

    talk = Conversation(line(flow))
    talk.begin()
    with pytest.raises(EngineError, match="go round without waiting"):
        talk.press("2")


def test_a_failed_turn_leaves_the_call_where_it_was() -> None:
    talk = Conversation(_broken(goes=go("welcome.hello")))
    talk.begin()
    before = talk.state.dump()
    with pytest.raises(EngineError):
        talk.press("2")
    assert talk.number == 1
    talk.state = type(talk.state).load(before)
    assert talk.press("9") == ["welcome.hello", "welcome.again", "welcome.again"]


def test_a_call_whose_place_is_gone_comes_to_the_top() -> None:
    """The line was changed and started again while the caller was in a step it no longer has."""
    talk = start()
    talk.state.at, talk.state.trail = "gone.step", ["gone.menu"]
    assert talk.press("1") == ["for_vault", "for_note", "for_shelf"]
    assert talk.state.trail == []


def test_a_choice_is_offered_once_its_condition_holds() -> None:
    flow = Flow("shop")
    asked: list[bool] = []

    def later(call: Call) -> bool:
        asked.append(call.state.patient)
        return call.state.patient

    @flow.menu(Choice("first", to="welcome.menu", when=later), Choice("second", to="agent"))
    def offers(call: Call) -> None:
        """Two choices, of which the first comes and goes."""

    talk = Conversation(line(flow))
    talk.begin()
    assert talk.press("2")[0] == "second"
    assert talk.state.offered == {"1": "agent.ring"}
    talk.press("*")
    talk.state.patient = True
    assert talk.press("2")[:2] == ["first", "second"]
    assert asked == [False, True]
