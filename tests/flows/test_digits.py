"""Numbers on a keypad: whatever is typed, and however the carrier cuts it, means one thing."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from flows.digits import Cleared, Complete, Digits, Partial

ID = Digits(15, 18, wait=10, star_is_x=True)
PIN = Digits(6, 8, wait=7)
ASKED = st.sampled_from(
    [ID, PIN, Digits(1, 1, 5), Digits(4, 4, 5), Digits(2, 3, 5, star_is_x=True)]
)
TYPED = st.text("0123456789*", max_size=45)


def meant(asked: Digits, typed: str) -> str:
    """CALLER.md, read key by key: a star is the X in the last place and elsewhere starts again;
    the number is submitted by its full length, or as it stands when the caller ends it."""
    number = ""
    for key in typed:
        last_place = len(number) == asked.most - 1
        number = f"{number}X" if key == "*" and asked.star_is_x and last_place else number + key
        if number.endswith("*"):
            number = ""
        if len(number) == asked.most:
            break
    return number


def heard(asked: Digits, typed: str) -> str:
    """The same through a carrier, which counts the star and every key before it, hands over at the
    count that was asked for, and says nothing of a ``#`` or a pause that has no key before it."""
    held, keys = "", typed
    while True:
        count = asked.most - len(held)
        piece, keys = keys[:count], keys[count:]
        match asked.read(piece, held):
            case Complete(number):
                return number
            case Partial(number):
                held = number
            case Cleared():
                held = ""
                if not keys:
                    return ""


@given(ASKED, TYPED)
@example(PIN, "12*345678")
@example(PIN, "1*234567")
@example(ID, "12*99000019800229001*")
@example(ID, "*" * 40)
def test_the_carriers_count_does_not_change_what_is_meant(asked: Digits, typed: str) -> None:
    assert heard(asked, typed) == meant(asked, typed)


@given(ASKED, TYPED, st.text("0123456789", max_size=17))
def test_what_comes_out_is_a_number_that_fits(asked: Digits, keys: str, before: str) -> None:
    held = before[: asked.most - 1]
    match asked.read(keys[: asked.most - len(held)], held):
        case Complete(number):
            assert len(number) <= asked.most
            assert number.rstrip("X").isdigit() or not number
            assert "X" not in number[: asked.most - 1]
        case Partial(number):
            assert len(number) < asked.most
            assert number.isdigit() or not number
        case Cleared():
            assert "*" in keys


@given(ASKED, st.text("0123456789", min_size=1, max_size=18))
def test_digits_alone_are_the_number(asked: Digits, typed: str) -> None:
    assert asked.read(typed[: asked.most]) == Complete(typed[: asked.most])


@given(ASKED, TYPED, TYPED)
def test_nothing_after_a_pound_counts(asked: Digits, before: str, after: str) -> None:
    """Carriers hand over no ``#``; one that does changes nothing but the end of counting."""
    with_pound = asked.read(f"{before}#{after}")
    assert with_pound == asked.read(f"{before}#")
    assert not isinstance(with_pound, Partial)


def test_a_star_in_the_last_place_of_an_id_number_is_its_x() -> None:
    assert ID.read("99000019800229001*") == Complete("99000019800229001X")


def test_a_star_anywhere_else_starts_again() -> None:
    assert ID.read("9900001*") == Cleared()
    assert ID.read("99*990000198002290") == Partial("990000198002290")
    assert PIN.read("123456*") == Cleared()


def test_a_number_that_was_whole_when_counting_stopped_is_ended_by_waiting() -> None:
    assert PIN.read("1*234567") == Partial("234567")
    assert PIN.read("", "234567") == Complete("234567")


def test_a_number_that_ended_by_its_count_may_be_followed_by_a_pound() -> None:
    assert PIN.by_length("12345678")
    assert not PIN.by_length("123456")
    assert PIN.by_length("78", held="123456")
