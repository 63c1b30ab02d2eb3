"""What everybody may change of their own account."""

from __future__ import annotations

import pyotp
import pytest

from db.passwords import weakness
from db.staff import Role
from tests.desk.door.keys import HALF_MINUTE, keys_to, let_in
from tests.desk.house import House
from tests.desk.visitor import Page, Visitor

GOOD = "winter-lamp-orchard-fence"


def change(visitor: Visitor, old: str, new: str, again: str | None = None) -> Page:
    again = new if again is None else again
    return visitor.post("/desk/account/password", old=old, new=new, again=again)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short", "short"),
        ("x" * 129, "long"),
        ("password123456", "easy"),
        ("qwertyuiop123", "easy"),
        ("aaaaaaaaaaaaaaaa", "easy"),
        ("hotline12333", "easy"),
        ("my-name-is-Ada.L-today", "name"),
        (GOOD, None),
        ("八月的窗台晒着一排红辣椒", None),
    ],
)
def test_a_weak_password_has_a_reason(password: str, reason: str | None) -> None:
    assert weakness(password, "ada.l") == reason


def test_a_start_password_must_be_changed_before_anything_else(desk: House) -> None:
    keys = keys_to(desk, Role.AUDITOR, fresh=True)
    visitor = desk.visitor()
    assert keys.enter(visitor).status == 303
    for path in ("/desk", "/desk/account", "/desk/account/second-factor", "/desk/nowhere"):
        page = visitor.get(path)
        assert (page.status, page.goes_to) == (303, "/desk/account/password"), path
    english = {"Accept-Language": "en"}
    asked = visitor.get("/desk/account/password", headers=english)
    assert "known to somebody else" in asked.text
    assert "Change the password" in asked.title
    assert change(visitor, keys.password, GOOD).goes_to == "/desk"
    assert visitor.get("/desk/account").status == 200
    desk.line.passes(seconds=HALF_MINUTE)
    assert let_in([keys.enter(), keys.but(password=GOOD).enter()]) == [False, True]


@pytest.mark.parametrize(
    ("new", "again", "told"),
    [
        ("tiny", None, "at least 12 characters"),
        ("password123456", None, "Too easy to guess"),
        ("the-one-of-somebody-here", None, "contains your user name"),
        (GOOD, "winter-lamp-orchard-fense", "not the same"),
    ],
)
def test_a_password_is_refused_beside_its_field(
    desk: House, new: str, again: str | None, told: str
) -> None:
    visitor = desk.sign_in({Role.OPERATOR}, name="somebody")
    page = change(visitor, "whatever it was", new, again)
    assert page.status == 422
    assert told in page.text
    assert 'aria-invalid="true"' in page.html


def test_only_who_knows_the_old_password_changes_it(desk: House) -> None:
    keys = keys_to(desk)
    visitor = desk.visitor()
    keys.enter(visitor)
    page = change(visitor, "not my password", GOOD)
    assert page.status == 422
    assert "密码不对" in page.text
    desk.line.passes(seconds=HALF_MINUTE)
    assert keys.enter().status == 303


def test_the_same_password_again_is_none(desk: House) -> None:
    keys = keys_to(desk)
    visitor = desk.visitor()
    keys.enter(visitor)
    assert change(visitor, keys.password, keys.password).status == 422


def test_a_new_authenticator_takes_over_when_it_has_shown_a_code(desk: House) -> None:
    keys = keys_to(desk)
    visitor, elsewhere = desk.visitor(), desk.visitor()
    keys.enter(visitor)
    desk.line.passes(seconds=HALF_MINUTE)
    keys.enter(elsewhere)
    assert visitor.get("/desk/account/second-factor.svg").status == 404
    assert visitor.post("/desk/account/second-factor/new").status == 303
    member = desk.parts.accounts.find(keys.name)
    assert member is not None
    secret = desk.parts.accounts.proposed_totp(member)
    assert secret is not None and secret != keys.secret
    assert secret in visitor.get("/desk/account/second-factor").html
    picture = visitor.get("/desk/account/second-factor.svg")
    assert picture.answer.mimetype == "image/svg+xml"
    assert picture.answer.data.startswith(b"<?xml")

    assert visitor.post("/desk/account/second-factor", code="000000").status == 422
    desk.line.passes(seconds=HALF_MINUTE)
    assert keys.enter().status == 303, "until then the old one stays in force"

    code = pyotp.TOTP(secret).at(desk.now())
    assert visitor.post("/desk/account/second-factor", code=code).status == 303
    assert visitor.get("/desk/account").status == 200
    assert elsewhere.get("/desk/account").status == 303
    desk.line.passes(seconds=HALF_MINUTE)
    assert let_in([keys.enter(), keys.but(secret=secret).enter()]) == [False, True]


def test_the_code_that_confirms_does_not_sign_in_as_well(desk: House) -> None:
    keys = keys_to(desk)
    visitor = desk.visitor()
    keys.enter(visitor)
    visitor.post("/desk/account/second-factor/new")
    member = desk.parts.accounts.find(keys.name)
    assert member is not None
    changed = keys.but(secret=desk.parts.accounts.proposed_totp(member) or "")
    visitor.post("/desk/account/second-factor", code=changed.code())
    assert changed.enter().status == 401


def test_a_secret_is_shown_to_nobody_else(desk: House) -> None:
    visitor, other = desk.sign_in(), desk.sign_in()
    visitor.post("/desk/account/second-factor/new")
    assert other.get("/desk/account/second-factor.svg").status == 404


def test_the_language_stays_with_the_account(desk: House) -> None:
    visitor = desk.sign_in({Role.AUDITOR}, language="en", name="somebody")
    page = visitor.get("/desk/account")
    assert '<html lang="en">' in page.html
    back = visitor.post("/desk/language/zh", next="/desk/account")
    assert back.goes_to == "/desk/account"
    page = visitor.get("/desk/account")
    assert '<html lang="zh-CN">' in page.html
    assert "我的账号" in page.text
    member = desk.parts.accounts.find("somebody")
    assert member is not None and member.language == "zh"


def test_before_signing_in_the_language_is_the_browsers_or_as_chosen(desk: House) -> None:
    visitor = desk.visitor()
    english = {"Accept-Language": "en-GB,en;q=0.9"}
    assert "Sign in to the desk" in visitor.get("/desk/sign-in", headers=english).text
    assert visitor.post("/desk/language/zh").status == 303
    assert "登录坐席工作台" in visitor.get("/desk/sign-in", headers=english).text
    assert visitor.post("/desk/language/fr").status == 404
