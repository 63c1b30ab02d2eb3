"""What a city takes away and puts in order: the map stays whole, or it is said what cannot be."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.phrases import PhraseBook
from flows import check
from flows.check.shape import shape
from flows.check.ways import ways
from flows.city import City, CityError
from flows.dialogue import Menu
from flows.engine import Engine
from flows.errands import RESUMES, errands
from flows.map import CallMap
from flows.tree import call_map
from ivr.settings import ROOT
from tests.flows.conversation import Conversation

OFFICE = City.load(ROOT / "tests" / "cities" / "weekdays.toml")
WHOLE = call_map()
ERRANDS = errands(WHOLE)


def wanting(**wishes: object) -> CallMap:
    return call_map(OFFICE.model_copy(update=wishes))


def offered(call_map: CallMap, menu: str = "welcome.menu") -> list[str]:
    step = call_map.steps[menu]
    assert isinstance(step, Menu)
    return [choice.to for choice in step.choices]


def test_a_city_without_wishes_has_everything() -> None:
    assert wanting().flows.keys() == WHOLE.flows.keys()
    assert offered(wanting()) == offered(WHOLE)


def test_what_only_an_errand_led_to_goes_with_it() -> None:
    left = wanting(off=("account",))
    assert "account" not in offered(left)
    assert not {"account", "medical", "contributions"} & left.flows.keys()
    assert "identify" in left.flows, "the card needs it still"
    assert not {"account", "medical"} & set(left.steps[RESUMES].edges)
    assert "identify" not in wanting(off=("account", "card", "policy", "contact")).flows


def test_a_step_that_only_such_an_errand_led_to_goes_too() -> None:
    assert "policy.account" in WHOLE.steps
    left = wanting(off=("account",))
    assert "policy.account" not in left.steps
    assert "policy.topic" in left.steps


def test_the_flows_themselves_stay_as_they_are() -> None:
    before = offered(WHOLE)
    wanting(off=("account",), menus={"welcome.menu": ("senior",)})
    assert offered(WHOLE) == before == offered(call_map())


def test_menus_are_in_the_citys_order_and_the_rest_follows() -> None:
    rest = [to for to in offered(WHOLE) if to not in ("senior", "card")]
    ordered = wanting(menus={"welcome.menu": ("senior", "card")})
    assert offered(ordered) == ["senior", "card", *rest]
    less = wanting(menus={"welcome.menu": ("senior", "card")}, off=("card",))
    assert offered(less) == ["senior", *rest]


@pytest.mark.parametrize(
    ("wishes", "sentence"),
    [
        ({"off": ("goodbye",)}, r'^off: "goodbye" is no errand that a menu offers; those are "acc'),
        ({"off": ("identify",)}, '^off: "identify" is no errand that a menu offers'),
        ({"off": ("agent",)}, '^off: "agent" is no errand that a menu offers'),
        ({"off": ("welcome",)}, '^off: "welcome" is no errand that a menu offers'),
        ({"off": ("acount",)}, '^off: "acount" is no errand that a menu offers'),
        ({"off": ("message",)}, '^off: "message" cannot be switched off, because agent'),
        (
            {"off": tuple(to for to in offered(WHOLE, "account.menu") if to in ERRANDS)},
            '^off: nothing is left of the menu account.menu; add "account"$',
        ),
        (
            {"menus": {"welcome.main": ("card",)}},
            '^menus: there is no menu "welcome.main"; those are "welcome.menu", ',
        ),
        (
            {"menus": {"welcome.cut_off": ("go_on",)}},
            '^menus: there is no menu "welcome.cut_off"',
        ),
        (
            {"menus": {"welcome.menu": ("medical",)}},
            '^menus."welcome.menu": does not offer "medical"; it offers "account", "card"',
        ),
    ],
)
def test_a_wish_that_cannot_be_is_told_with_what_can(
    wishes: dict[str, object], sentence: str
) -> None:
    with pytest.raises(CityError, match=sentence):
        wanting(**wishes)


def test_a_call_under_way_goes_to_the_top_when_its_errand_is_taken_away() -> None:
    talk = Conversation(WHOLE)
    talk.begin()
    card = next(key for key, to in talk.state.offered.items() if to.startswith("card."))
    talk.engine = Engine(wanting(off=("card",)))
    heard = talk.press(card)
    assert talk.state.at == "welcome.menu"
    assert "welcome.for_account" in heard and "welcome.for_card" not in heard


def test_a_group_takes_errands_that_exist() -> None:
    agents = OFFICE.agents.model_copy(update={"groups": {"pension": ("insurance", "pensions")}})
    with pytest.raises(CityError) as refused:
        wanting(agents=agents)
    told = 'agents.groups.pension: there is no errand and no language "pensions"'
    assert str(refused.value) == told


def test_every_wrong_wish_is_told_at_once() -> None:
    with pytest.raises(CityError, match=r'"x" is no errand .*; off: "y" is no .*; menus: there is'):
        wanting(off=("x", "y"), menus={"z": ()})


def test_phrases_of_an_errand_that_is_off_are_not_left_over() -> None:
    less = wanting(off=("account", "card"))
    assert check.faults(less, PhraseBook.load(), OFFICE.languages) == []


@settings(max_examples=60)
@given(off=st.sets(st.sampled_from(ERRANDS)))
def test_whatever_is_off_the_map_is_whole_or_it_is_said(off: set[str]) -> None:
    try:
        left = wanting(off=tuple(off))
    except CityError as refused:
        assert str(refused).startswith("off: ")
    else:
        assert not off & left.flows.keys()
        assert [*shape(left), *ways(left)] == []
