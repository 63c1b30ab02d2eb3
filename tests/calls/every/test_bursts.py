"""Keys typed faster than anybody can listen: whatever they are, nothing is done that cannot be
undone. A card is frozen or freed, and a PIN replaced, by a key pressed after it was asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ivr.carrier.telephone import TelephoneCall
from tests.calls.every.world import CITY, DESK, World, proves
from tests.plugins.line import Line
from tests.plugins.people import Person

EXAMPLES = 25
NEW = "739146"
IRREVERSIBLE = ("frozen", "freeze_lifted", "pin_replaced", "pin_reset")
keys = st.text("1111122340*#9", min_size=1, max_size=30)

Errand = Callable[[World, Person], tuple[TelephoneCall, str]]
"""A call, and the keys that lead it to its last question."""


def freezes(world: World, somebody: Person) -> tuple[TelephoneCall, str]:
    return world.dial(somebody.mobile), f"21{somebody.keys}1"


def lifts(world: World, somebody: Person) -> tuple[TelephoneCall, str]:
    call = world.dial(somebody.mobile)
    call.type(f"21{somebody.keys}1")
    call.hears("现在冻结，请按一。")
    call.press("1")
    call.hears("您的社保卡已冻结")
    call.press("12")
    proves(call, somebody)
    call.hears("请输入短信里的六位验证码。")
    return call, world.code


def changes_pin(world: World, somebody: Person) -> tuple[TelephoneCall, str]:
    return world.dial(), f"24{somebody.keys}1{somebody.pin}#{somebody.pin}#{NEW}#{NEW}#"


def replaces_forgotten_pin(world: World, somebody: Person) -> tuple[TelephoneCall, str]:
    call = world.dial()
    call.type(f"25{somebody.keys}1")
    call.hears("请输入短信里的六位验证码。")
    return call, f"{world.code}{NEW}#{NEW}#"


@pytest.mark.parametrize("errand", [freezes, lifts, changes_pin, replaces_forgotten_pin])
@pytest.mark.parametrize("line", [{"city": CITY, "typed_ahead": "carry"}], indirect=True)
def test_a_burst_of_keys_does_nothing_that_cannot_be_undone(plain: Line, errand: Errand) -> None:
    """All at once, or the last keys while it is still said that the number before was right."""
    plain.employs(DESK)
    world = World(plain, plain.new_telephone())

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(keys)
    def one_call(more: str) -> None:
        somebody = world.someone(mobile=True, cards=["active"])
        call, leading = errand(world, somebody)
        done = irreversible(plain)
        call.types_ahead(leading + more)
        assert irreversible(plain) == done
        call.listens_out()
        assert irreversible(plain) == done, str(call.transcript)

    one_call()


@pytest.mark.parametrize("line", [{"city": CITY, "typed_ahead": "carry"}], indirect=True)
def test_a_key_after_the_question_does_it(plain: Line) -> None:
    """Else the test above would prove nothing."""
    plain.employs(DESK)
    world = World(plain, plain.new_telephone())
    for errand in (freezes, lifts, changes_pin, replaces_forgotten_pin):
        somebody = world.someone(mobile=True, cards=["active"])
        call, leading = errand(world, somebody)
        done = irreversible(plain)
        call.types_ahead(leading)
        call.listens_out()
        call.press("1")
        call.listens_out()
        assert irreversible(plain) != done, errand.__name__
        call.hangs_up()


def irreversible(line: Line) -> list[int]:
    """How often each was done."""
    return [len(line.events(kind)) for kind in IRREVERSIBLE]
