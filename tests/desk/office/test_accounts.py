"""Accounts in the office: made, given roles, reset, disabled; never one's own."""

from __future__ import annotations

import re
from typing import Any

import pyotp

from db.staff import Role
from tests.desk.house import House
from tests.desk.visitor import Page, Visitor

PAGE = "/desk/office/accounts"


def shown(page: Page) -> tuple[str, str]:
    """The start password and the second factor on a page that is shown once."""
    _, password, secret = re.findall(r'<code class="secret">([^<]+)</code>', page.html)
    return password, secret


def test_an_account_is_made_and_opens_the_desk(desk: House, operator: Visitor) -> None:
    desk.employ("1001")
    page = operator.post(f"{PAGE}/new", name="Li.Si", roles=["agent", "supervisor"], agent="1001")
    assert page.status == 200
    assert "This is shown once and kept nowhere." in page.text
    assert 'src="data:image/svg+xml' in page.html, "the QR code has no address"
    password, secret = shown(page)
    code = pyotp.TOTP(secret).at(desk.now())
    account_id = desk.parts.door.sign_in("li.si", password, code, desk.now())
    member = desk.parts.accounts.find("li.si")
    assert member is not None and member.id == account_id
    assert member.roles == {Role.AGENT, Role.SUPERVISOR}
    assert member.staff_number == "1001"
    assert member.must_change
    assert password not in operator.get(PAGE).html


def test_what_is_wrong_is_said_beside_its_field(desk: House, operator: Visitor) -> None:
    desk.employ("1001")

    def said(**fields: Any) -> str:
        page = operator.post(f"{PAGE}/new", **fields)
        assert page.status == 422
        return page.text

    assert "Somebody has this name" in said(name="operator", roles=["auditor"], agent="")
    assert "2 to 32 of a-z" in said(name="李四", roles=["auditor"], agent="")
    assert "Tick at least one role" in said(name="li.si", agent="")
    assert "go together" in said(name="li.si", roles=["agent"], agent="")
    assert "go together" in said(name="li.si", roles=["auditor"], agent="1001")
    assert [each.name for each in desk.parts.accounts.all()] == ["operator"]


def test_roles_are_changed_for_open_sessions_too(desk: House, operator: Visitor) -> None:
    other = desk.sign_in({Role.SUPERVISOR}, name="other")
    member = desk.parts.accounts.find("other")
    assert member is not None
    assert other.get("/desk/audit").status == 403
    page = operator.post(f"{PAGE}/{member.id}", roles=["auditor"], follow=True)
    assert "The roles are changed" in page.text
    assert other.get("/desk/audit").status == 200
    assert "Tick at least one role" in operator.post(f"{PAGE}/{member.id}").text
    assert "go together" in operator.post(f"{PAGE}/{member.id}", roles=["agent"]).text


def test_who_is_disabled_is_out_at_once_and_can_be_let_in_again(
    desk: House, operator: Visitor
) -> None:
    other = desk.sign_in({Role.AUDITOR}, name="other")
    member = desk.parts.accounts.find("other")
    assert member is not None
    page = operator.post(f"{PAGE}/{member.id}/disable", follow=True)
    assert "other cannot sign in any more." in page.text
    assert other.get("/desk/audit").goes_to.startswith("/desk/sign-in")
    page = operator.post(f"{PAGE}/{member.id}/enable", follow=True)
    assert "other can sign in as before." in page.text


def test_a_reset_is_shown_once(desk: House, operator: Visitor) -> None:
    other = desk.sign_in({Role.AUDITOR}, name="other")
    member = desk.parts.accounts.find("other")
    assert member is not None
    password, secret = shown(operator.post(f"{PAGE}/{member.id}/reset"))
    assert other.get("/desk/audit").goes_to.startswith("/desk/sign-in")
    code = pyotp.TOTP(secret).at(desk.now())
    assert desk.parts.door.sign_in("other", password, code, desk.now()) == member.id


def test_nobody_raises_or_locks_out_themselves(desk: House, operator: Visitor) -> None:
    member = desk.parts.accounts.find("operator")
    assert member is not None
    assert "This is your own account" in operator.get(f"{PAGE}/{member.id}").text
    assert operator.post(f"{PAGE}/{member.id}", roles=["auditor", "operator"]).status == 403
    for what in ("disable", "enable", "reset"):
        assert operator.post(f"{PAGE}/{member.id}/{what}").status == 403
    assert desk.parts.accounts.find("operator") == member


def test_an_account_that_is_not_there(operator: Visitor) -> None:
    assert operator.get(f"{PAGE}/999").status == 404
    assert operator.post(f"{PAGE}/999/reset").status == 404
