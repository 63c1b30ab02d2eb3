"""Who is served first, and by whom: whole calls."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.carrier.telephone import Telephone, TelephoneCall
from tests.plugins.line import Line
from tests.queue.office import FIRST, SECOND, THIRD, Office

CITY = Path(__file__).parent / "city.toml"
pytestmark = pytest.mark.parametrize("line", [{"account": True, "city": CITY}], indirect=True)


def waits(telephone: Telephone, nth: int, keys: str = "0") -> TelephoneCall:
    """Another caller, who asks for a person."""
    call = telephone.dial(f"+86138000000{nth:02}")
    call.listens_out()
    call.press(keys)
    telephone.passes(1)
    return call


def busy(telephone: Telephone, office: Office, target: str) -> TelephoneCall:
    """A caller whom an agent talks to."""
    call = waits(telephone, 90 + len(office.phones))
    office.rings(target).takes_it()
    call.hears("为您服务")
    return call


def test_two_callers_and_one_agent(telephone: Telephone, plain: Line) -> None:
    office = Office.of(plain, telephone, FIRST)
    first, second = waits(telephone, 1), waits(telephone, 2)
    office.rings(FIRST).ends("no-answer")
    office.rings_nobody()
    assert office.state_of(FIRST) == "away"
    office.chooses(FIRST, "ready")
    phone = office.rings(FIRST)
    phone.takes_it()
    first.hears("工号幺零零幺为您服务。")
    office.has_joined(first, phone)
    phone.hangs_up()
    office.chooses(FIRST, "ready")
    phone = office.rings(FIRST)
    phone.takes_it()
    second.hears("工号幺零零幺为您服务。")
    office.consistent()
    first.hangs_up()
    second.hangs_up()


def test_the_seniors_key_goes_before_the_ordinary(telephone: Telephone, plain: Line) -> None:
    office = Office.of(plain, telephone, FIRST)
    taken = busy(telephone, office, FIRST)
    ordinary, senior = waits(telephone, 1), waits(telephone, 2, "5")
    senior.hears("您排在第一位。")
    taken.hangs_up()
    office.chooses(FIRST, "ready")
    office.rings(FIRST).takes_it()
    senior.hears("工号幺零零幺为您服务。")
    ordinary.hangs_up()
    senior.hangs_up()


def test_the_longest_idle_is_asked_first(telephone: Telephone, plain: Line) -> None:
    office = Office.of(plain, telephone, FIRST, SECOND, THIRD)
    call = busy(telephone, office, FIRST)
    call.hangs_up()
    telephone.passes(31)
    for nth, target in enumerate((SECOND, THIRD, FIRST), 1):
        call = waits(telephone, nth)
        office.rings(target)
        call.hangs_up()
        office.works()
        telephone.passes(1)
        office.chooses(target, "break")
    assert len(office.ended) == 3


def test_callers_wait_for_those_who_speak_their_language(telephone: Telephone, plain: Line) -> None:
    """Not for ever: after three quarters of a minute anybody will do."""
    office = Office.of(plain, telephone, FIRST, SECOND)
    plain.groups("1002", "english")
    english = waits(telephone, 1, "80")
    office.rings(SECOND).takes_it()
    english.hears("Agent number one zero zero two is with you now.")
    other = waits(telephone, 2, "80")
    other.hears("You are first in line.")
    office.rings_nobody()
    office.passes(40)
    assert len(office.phones) == 1
    office.passes(10)
    assert office.phones[-1].target == FIRST
    assert len(office.phones) == 2
    other.hangs_up()
    english.hangs_up()


def test_an_agent_of_several_groups(telephone: Telephone, plain: Line) -> None:
    office = Office.of(plain, telephone, FIRST, SECOND)
    plain.groups("1001", "english")
    plain.groups("1002", "english", "policy")
    call = waits(telephone, 1, "83")
    call.press("0")
    assert office.last.lane == "english,policy"
    office.rings(SECOND)
    call.hangs_up()


def test_whoever_fits_nobody_on_duty_is_served_by_anybody(
    telephone: Telephone, plain: Line
) -> None:
    office = Office.of(plain, telephone, FIRST)
    call = waits(telephone, 1, "80")
    office.rings(FIRST)
    call.hangs_up()
