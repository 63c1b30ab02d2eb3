"""Which PINs may be chosen."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import pins
from db.identity import Identity
from db.pins import COMMON, issue, problem
from tests.db.people import id_number

HOLDER = id_number(117, birth="19880229")


@pytest.mark.parametrize(
    ("pin", "why"),
    [
        ("", "length"),
        ("73914", "length"),
        ("739146205", "length"),
        ("73914a", "length"),
        ("７３９１４６", "length"),
        (HOLDER[-7:-1], "in-id"),
        ("990000", "in-id"),
        ("198802", "in-id"),
        ("19880229", "in-id"),
        ("000088", "in-id"),
        ("290288", "birthday"),
        ("022988", "birthday"),
        ("29021988", "birthday"),
        ("02291988", "birthday"),
        ("021988", "birthday"),
        ("881103", "birthday"),
        ("20010911", "birthday"),
        ("123456", "run"),
        ("890123", "run"),
        ("87654321", "run"),
        ("975319", "run"),
        ("1357913", "run"),
        ("777777", "repeat"),
        ("121121", "repeat"),
        ("739739", "repeat"),
        ("47474747", "repeat"),
        ("38473847", "repeat"),
        ("147258", "common"),
        ("112233", "common"),
        ("5201314", "common"),
    ],
)
def test_a_poor_pin_is_refused_with_its_reason(pin: str, why: str) -> None:
    assert problem(HOLDER, pin) == why


@pytest.mark.parametrize("pin", ["739146", "204857", "8305917", "60281945", "951362"])
def test_a_good_pin_may_be_chosen(pin: str) -> None:
    assert problem(HOLDER, pin) is None


def test_the_legacy_form_of_the_number_is_known_too() -> None:
    """Without the century: division, then a year of two digits."""
    assert problem("110105194912310025", "105491") == "in-id"


def test_identity_asks_the_same_rules() -> None:
    assert Identity.new_pin_problem(None, HOLDER, "147258") == "common"  # type: ignore[arg-type]


@given(pin=st.text(max_size=10))
def test_only_six_to_eight_digits_are_ever_accepted(pin: str) -> None:
    if problem(HOLDER, pin) is None:
        assert re.fullmatch("[0-9]{6,8}", pin)


def test_most_pins_may_be_chosen() -> None:
    """The rules cost little of the space: what is left is far more than five guesses a day."""
    sample = range(0, 10**6, 37)
    refused = sum(problem(HOLDER, f"{pin:06}") is not None for pin in sample)
    assert refused / len(sample) < 0.06


def test_every_common_pin_is_one_that_no_other_rule_refuses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pins, "COMMON", frozenset())
    assert {pin for pin in COMMON if problem(HOLDER, pin) is not None} == set()


def test_issued_pins_could_have_been_chosen_and_differ() -> None:
    issued = {issue(HOLDER) for _ in range(200)}
    assert len(issued) > 190
    assert all(len(pin) == 6 and problem(HOLDER, pin) is None for pin in issued)
