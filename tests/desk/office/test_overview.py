"""The office's first page tells what needs a hand, and leads there."""

from __future__ import annotations

from db.staff import Role
from tests.desk.house import House
from tests.desk.visitor import Visitor

PAGE = "/desk/office"


def test_an_operator_lands_here(operator: Visitor) -> None:
    assert operator.get("/desk").goes_to == PAGE


def test_what_needs_a_hand(grouped: House, operator: Visitor) -> None:
    page = operator.get(PAGE)
    assert "There are no agents: callers who ask for a person" in page.text
    assert f'href="{PAGE}/agents"' in page.html
    grouped.employ("1001")
    grouped.account(Role.AUDITOR)
    page = operator.get(PAGE)
    assert "The group medical has nobody on duty." in page.text
    assert "1 account waits for its first sign-in." in page.text
    assert "10 topics leave something to the city." in page.text
    operator.post(f"{PAGE}/agents/1001/off")
    assert "Every agent is off duty." in operator.get(PAGE).text


def test_a_year_that_is_not_sure(desk: House, operator: Visitor) -> None:
    assert "are not sure" not in operator.get(PAGE).text
    desk.line.it_is("2027-11-15 10:00")
    page = desk.sign_in({Role.OPERATOR}).get(PAGE)
    assert "The holidays of 2028 are not sure." in page.text
    assert f'href="{PAGE}/calendar"' in page.html
