"""Signing in: what opens the door, what does not, and that nothing tells the difference."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from db.door import FAILURES
from db.models import DoorEvent, Sitting
from db.passwords import WAITING
from db.staff import Role
from ivr.desk.door.routes import PER_ADDRESS
from tests.desk.door.keys import HALF_MINUTE, Keys, keys_to, let_in
from tests.desk.house import House
from tests.desk.visitor import Page

COOKIE = "__Host-desk"


def what_happened(desk: House) -> list[str]:
    with desk.database.read() as connection:
        return list(connection.execute(select(DoorEvent.what).order_by(DoorEvent.id)).scalars())


def test_name_password_and_code_open_the_desk(desk: House) -> None:
    visitor = desk.visitor()
    keys = keys_to(desk, Role.AGENT, agent="1007")
    page = keys.enter(visitor)
    assert (page.status, page.goes_to) == (303, "/desk")
    assert (
        "Staff number that callers hear 1007"
        in visitor.get("/desk/account", headers={"Accept-Language": "en"}).text
    )
    assert what_happened(desk) == ["created", "password", "signed-in"]


def test_a_name_is_read_as_people_type_it(desk: House) -> None:
    keys = keys_to(desk)
    assert keys.but(name=f" {keys.name.upper()} ").enter().status == 303


def test_the_browser_has_a_token_and_the_database_its_hash(desk: House) -> None:
    page = keys_to(desk).enter()
    [given] = [c for c in page.headers.getlist("Set-Cookie") if c.startswith(f"{COOKIE}=")]
    assert {part.strip() for part in given.split(";")[1:]} == {
        "Secure",
        "HttpOnly",
        "Path=/",
        "SameSite=Strict",
    }
    token = given.partition("=")[2].partition(";")[0]
    assert len(token) == 43
    with desk.database.read() as connection:
        kept = connection.execute(select(Sitting.token_index)).scalars().all()
    assert kept == [hashlib.sha256(token.encode()).digest()]


def wrong_name(desk: House, keys: Keys) -> Keys:
    return keys.but(name="nobody")


def wrong_password(desk: House, keys: Keys) -> Keys:
    return keys.but(password="correct horse battery")


def wrong_code(desk: House, keys: Keys) -> Keys:
    return keys.but(secret="B" * 32)


def disabled(desk: House, keys: Keys) -> Keys:
    assert desk.parts.accounts.disable(keys.name, desk.now())
    return keys


def locked(desk: House, keys: Keys) -> Keys:
    for _ in range(FAILURES):
        wrong_password(desk, keys).enter()
    return keys


def of_the_demo(desk: House, keys: Keys) -> Keys:
    made = desk.parts.accounts.create(
        "visitor", [Role.OPERATOR], desk.now(), demo_password="this-is-a-demonstration"
    )
    return keys.but(name=made.name, password=made.password, secret=made.secret)


NOT_LET_IN = (wrong_name, wrong_password, wrong_code, disabled, locked, of_the_demo)


def as_told(page: Page) -> str:
    """The page without what is different each time: tokens, and the name that was typed."""
    told = re.sub(r'value="[^"]*"|X-CSRFToken": "[^"]*"', "", page.html)
    assert page.status == 401
    return told


@pytest.mark.parametrize("reason", NOT_LET_IN)
def test_nobody_learns_why_they_are_not_let_in(
    desk: House, reason: Callable[[House, Keys], Keys], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = as_told(wrong_name(desk, keys_to(desk)).enter())
    keys = reason(desk, keys_to(desk))
    hashed: list[str] = []
    verify = PasswordHasher.verify

    def counted(hasher: PasswordHasher, encoded: Any, password: Any) -> bool:
        hashed.append(str(encoded))
        return bool(verify(hasher, encoded, password))

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    page = keys.enter()
    assert as_told(page) == other
    assert COOKIE not in page.headers.get("Set-Cookie", "")
    assert len(hashed) == 1, "as much work as for anybody"


@pytest.mark.parametrize("known", [True, False])
def test_five_failures_lock_a_name_for_a_quarter_of_an_hour(desk: House, known: bool) -> None:
    keys = keys_to(desk)
    tried = keys if known else keys.but(name="nobody")
    for _ in range(FAILURES):
        assert wrong_password(desk, tried).enter().status == 401
    assert tried.enter().status == 401
    assert what_happened(desk)[-FAILURES - 1 :] == ["refused"] * FAILURES + ["locked"]
    desk.line.passes(minutes=15, seconds=1)
    assert let_in([tried.enter()]) == [known]


def test_four_failures_are_forgiven_by_success(desk: House) -> None:
    keys = keys_to(desk)
    for _ in range(2):
        for _ in range(FAILURES - 1):
            wrong_password(desk, keys).enter()
        assert keys.enter().status == 303
        desk.line.passes(seconds=HALF_MINUTE)


def test_tries_at_a_locked_name_do_not_keep_it_locked(desk: House) -> None:
    keys = locked(desk, keys_to(desk))
    for _ in range(3):
        desk.line.passes(minutes=4)
        keys.enter()
    desk.line.passes(minutes=4)
    assert keys.enter().status == 303


def test_a_name_that_failed_does_not_lock_another(desk: House) -> None:
    locked(desk, keys_to(desk))
    assert keys_to(desk).enter().status == 303


def test_a_reset_lifts_the_lock(desk: House) -> None:
    keys = locked(desk, keys_to(desk))
    made = desk.parts.accounts.reset(keys.name, desk.now())
    assert made is not None
    assert keys.enter().status == 401
    assert keys.but(password=made.password, secret=made.secret).enter().status == 303


def _guesses_in_parallel(desk: House) -> None:
    keys = wrong_password(desk, keys_to(desk))
    code = keys.code()

    def guess(_nth: int) -> int | None:
        return desk.parts.door.sign_in(keys.name, keys.password, code, desk.now())

    with ThreadPoolExecutor(1 + WAITING) as several:
        assert set(several.map(guess, range(16))) == {None}
    happened = what_happened(desk)
    assert happened.count("refused") == FAILURES
    assert happened.count("locked") == 16 - FAILURES


def test_guesses_in_parallel_are_no_more_than_in_a_row(desk: House) -> None:
    _guesses_in_parallel(desk)


@pytest.mark.postgres
def test_guesses_in_parallel_are_no_more_on_postgresql(desk: House) -> None:
    _guesses_in_parallel(desk)


def test_when_too_many_sign_in_nothing_is_checked_and_nobody_failed(
    desk: House,
) -> None:
    keys = keys_to(desk)
    places = desk.parts.accounts._passwords._places
    with ExitStack() as taken:
        for _ in range(1 + WAITING):
            taken.enter_context(places)
        for _ in range(FAILURES):
            page = keys.enter()
            assert page.status == 503
            assert "请返回，过几秒钟再试" in page.text
    assert keys.enter().status == 303
    assert what_happened(desk)[-FAILURES - 1 :] == ["busy"] * FAILURES + ["signed-in"]


@pytest.mark.postgres
def test_the_door_is_the_same_on_postgresql(desk: House) -> None:
    keys = keys_to(desk, Role.AGENT, Role.AUDITOR, agent="1007")
    visitor = desk.visitor()
    assert let_in([keys.enter(visitor), keys.enter()]) == [True, False]
    desk.line.passes(minutes=29)
    assert visitor.post("/desk/account/second-factor/new").status == 303
    member = desk.parts.accounts.find(keys.name)
    assert member is not None
    assert (member.staff_number, member.roles) == ("1007", frozenset({Role.AGENT, Role.AUDITOR}))
    changed = keys.but(secret=desk.parts.accounts.proposed_totp(member))
    page = visitor.post("/desk/account/second-factor", code=changed.code())
    assert (page.status, visitor.get("/desk/account").status) == (303, 200)
    desk.line.passes(minutes=31)
    assert visitor.get("/desk/account").status == 303
    assert let_in([keys.enter(), changed.enter(visitor)]) == [False, True]
    assert visitor.post("/desk/sign-out").status == 303
    assert what_happened(desk)[-4:] == ["totp", "refused", "signed-in", "signed-out"]


def test_a_code_is_good_once(desk: House) -> None:
    keys = keys_to(desk)
    assert let_in([keys.enter(), keys.enter()]) == [True, False]
    desk.line.passes(seconds=HALF_MINUTE)
    assert keys.enter().status == 303


def test_a_code_before_one_that_was_used_is_good_no_more(desk: House) -> None:
    keys = keys_to(desk)
    assert let_in([keys.enter(steps=1), keys.enter(steps=0)]) == [True, False]


@pytest.mark.parametrize(("steps", "good"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_wrong(desk: House, steps: int, good: bool) -> None:
    assert let_in([keys_to(desk).enter(steps=steps)]) == [good]


def test_a_strangers_password_uses_no_code_up(desk: House) -> None:
    keys = keys_to(desk)
    assert wrong_password(desk, keys).enter().status == 401
    assert keys.enter().status == 303


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "１２３４５６", "123456" * 3])
def test_what_is_no_code_is_refused_and_breaks_nothing(desk: House, code: str) -> None:
    keys = keys_to(desk)
    visitor = desk.visitor()
    visitor.get("/desk/sign-in")
    page = visitor.post("/desk/sign-in", name=keys.name, password=keys.password, code=code)
    assert page.status == 401


def test_too_many_tries_from_one_address_are_not_looked_at(
    desk: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = int(PER_ADDRESS.split()[0])
    visitor = desk.visitor()
    visitor.get("/desk/sign-in")
    for nth in range(most):
        assert visitor.post("/desk/sign-in", name=f"n{nth}", password="x", code="1").status == 401
    keys = keys_to(desk)
    page = keys.enter(visitor)
    assert page.status == 429
    assert "尝试登录的次数太多" in page.text


@pytest.mark.parametrize(
    ("wanted", "goes_to"),
    [
        ("/desk/account", "/desk/account"),
        ("/desk/wall?page=2", "/desk/wall?page=2"),
        ("https://elsewhere.test/desk", "/desk"),
        ("//elsewhere.test/desk", "/desk"),
        ("/desk\\elsewhere", "/desk"),
        ("/phone", "/desk"),
    ],
)
def test_the_way_on_is_a_page_of_the_desk(desk: House, wanted: str, goes_to: str) -> None:
    keys = keys_to(desk)
    visitor = desk.visitor()
    visitor.get("/desk/sign-in")
    page = visitor.post(
        "/desk/sign-in",
        name=keys.name,
        password=keys.password,
        code=keys.code(),
        next=wanted,
    )
    assert (page.status, page.goes_to) == (303, goes_to)


def test_who_wants_a_page_is_sent_there_after_signing_in(desk: House) -> None:
    visitor = desk.visitor()
    page = visitor.get("/desk/account?x=1")
    assert (page.status, page.goes_to) == (303, "/desk/sign-in?next=%2Fdesk%2Faccount%3Fx%3D1")
    assert 'action="/desk/sign-in?next=/desk/account?x%3D1"' in visitor.get(page.goes_to).html
