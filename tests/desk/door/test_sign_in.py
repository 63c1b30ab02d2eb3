"""Signing in."""

from __future__ import annotations

from db.staff import Role
from tests.desk.house import House


def test_the_account_page_tells_who_one_is(desk: House) -> None:
    page = desk.sign_in({Role.AGENT}, agent="1007").get("/desk/account")
    assert page.status == 200
    assert "Staff number that callers hear 1007" in page.text
