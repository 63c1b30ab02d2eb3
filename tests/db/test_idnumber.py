"""ID numbers: those that can be, those that cannot."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from db.idnumber import parse

DIGITS = "0123456789X"


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """Well-formed ones, the check digit from a second implementation."""
    place = draw(st.sampled_from(["110101", "310115", "440106", "990000"]))
    birth = draw(st.dates(date(1900, 1, 1), date(2025, 12, 31)))
    body = f"{place}{birth:%Y%m%d}{draw(st.integers(0, 999)):03}"
    return body + ric.calc_check_digit(body + "0")


@given(number=numbers())
def test_a_well_formed_number_is_read(number: str) -> None:
    found = parse(number)
    assert found is not None
    assert found.number == number
    assert f"{found.birth:%Y%m%d}" == number[6:14]
    assert found.last_four == number[-4:]


@given(number=numbers(), place=st.integers(0, 17), other=st.sampled_from(DIGITS))
def test_any_single_wrong_key_is_noticed(number: str, place: int, other: str) -> None:
    typed = number[:place] + other + number[place + 1 :]
    assert (parse(typed) is not None) == (typed == number)


@given(number=numbers(), place=st.integers(0, 16))
def test_two_neighbours_swapped_are_noticed(number: str, place: int) -> None:
    typed = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert (parse(typed) is not None) == (typed == number)


@given(number=numbers().filter(lambda n: n[6:8] == "19"))
def test_a_legacy_number_is_its_holders_of_today(number: str) -> None:
    found = parse(number[:6] + number[8:17])
    assert found is not None
    assert found.number == number


@given(text=st.text(max_size=20))
def test_no_text_breaks_the_reader(text: str) -> None:
    found = parse(text)
    assert found is None or len(found.number) == 18


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002X",
        "11010519491231002x",
        " 110105 19491231 002X ",
        "１１０１０５１９４９１２３１００２Ｘ",
    ],
)
def test_ways_of_writing_it_are_forgiven(typed: str) -> None:
    """The number is the standard's own example (GB 11643-1999, annex A)."""
    found = parse(typed)
    assert found is not None
    assert (found.number, found.birth) == ("11010519491231002X", date(1949, 12, 31))


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "nothing"),
        ("11010519491231002", "17 characters"),
        ("11010519491231002XX", "19 characters"),
        ("110105194912310021", "check digit"),
        ("110105194902300026", "30 February"),
        ("110105174912310028", "born in 1749"),
        ("010105194912310025", "no division begins with 0"),
        ("X10105194912310025", "X in front"),
        ("110105490230002", "legacy, 30 February"),
        ("11010519491231002*", "star"),
    ],
)
def test_what_cannot_be_is_refused(typed: str, why: str) -> None:
    assert parse(typed) is None, why


def test_a_number_does_not_show_itself() -> None:
    found = parse("11010519491231002X")
    assert "0105" not in repr(found)
    assert "1949" not in repr(found)
