"""The accounts of the demo: easy to try, and nothing anywhere else."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from app import create_app
from db.staff import Role
from ivr.cli.serve import where
from ivr.desk.door import desk as desk_of_app
from ivr.desk.door.demo import PASSWORD, add_accounts
from ivr.settings import Settings
from tests.desk.house import House
from tests.desk.visitor import Visitor

HIDDEN = re.compile(r'<input type="hidden" name="(name|password|code)" value="([^"]*)">')


@pytest.fixture
def demo(desk: House) -> House:
    """A desk in the demo, with its agents and accounts."""
    desk.line.settings = desk.line.settings.model_copy(update={"hotline_demo": True})
    desk.employ("1023")
    desk.employ("1024")
    add_accounts(desk.parts.line, desk.parts.accounts, desk.now())
    return desk


def buttons(visitor: Visitor) -> list[dict[str, Any]]:
    """What each button of the page of the demo sends."""
    pairs = HIDDEN.findall(visitor.get("/desk/sign-in").html)
    return [dict(pairs[n : n + 3]) for n in range(0, len(pairs), 3)]


def test_one_press_signs_in_as_each(demo: House) -> None:
    names = [each["name"] for each in buttons(demo.visitor())]
    assert names == ["agent", "operator", "second", "supervisor"]
    for name in names:
        visitor = demo.visitor()
        [fields] = [each for each in buttons(visitor) if each["name"] == name]
        assert visitor.post("/desk/sign-in", **fields).goes_to == "/desk"
        assert visitor.get("/desk/account").status == 200


def test_one_may_come_again_within_the_same_half_minute(demo: House) -> None:
    for again in range(2):
        visitor = demo.visitor()
        assert visitor.post("/desk/sign-in", **buttons(visitor)[0]).status == 303, again
    visitor = demo.visitor()
    assert buttons(visitor)[0]["code"] == "", "then wait for the next"
    assert "disabled" in visitor.get("/desk/sign-in").html
    demo.line.passes(seconds=30)
    assert visitor.post("/desk/sign-in", **buttons(visitor)[0]).status == 303


def test_outside_the_demo_they_open_nothing_and_are_not_told(demo: House) -> None:
    [fields, *_] = buttons(demo.visitor())
    open_settings = demo.line.settings.model_copy(update={"hotline_demo": False})
    app = create_app(open_settings, clock=demo.now)
    visitor = Visitor(app.test_client(), demo.visitor().base)
    page = visitor.get("/desk/sign-in")
    assert PASSWORD not in page.html
    assert "演示" not in page.text
    assert visitor.post("/desk/sign-in", **fields).status == 401
    with app.app_context():
        assert desk_of_app().door.demo_code("agent", demo.now()) is None
    assert demo.visitor().get("/desk/sign-in").html.count(PASSWORD)


def test_a_real_account_is_never_shown_in_the_demo(demo: House) -> None:
    demo.account(Role.SUPERVISOR, name="real")
    assert "real" not in [each["name"] for each in buttons(demo.visitor())]
    assert demo.parts.door.demo_code("real", demo.now()) is None


def test_their_secrets_stay_as_they_are(demo: House) -> None:
    visitor = demo.visitor()
    visitor.post("/desk/sign-in", **buttons(visitor)[0])
    visitor.token = ""
    for path in ("/desk/account/password", "/desk/account/second-factor"):
        assert visitor.get(path).goes_to == "/desk/account"
        assert visitor.post(path, old=PASSWORD, new="x", again="x").goes_to == "/desk/account"
    visitor.post("/desk/account/second-factor/new")
    member = demo.parts.accounts.find("agent")
    assert member is not None
    assert demo.parts.accounts.proposed_totp(member) is None


def test_a_second_start_adds_nothing_and_takes_nothing(demo: House) -> None:
    before = demo.parts.accounts.all()
    add_accounts(demo.parts.line, demo.parts.accounts, datetime.now(UTC))
    assert demo.parts.accounts.all() == before


def test_a_name_that_somebody_has_stays_theirs(desk: House) -> None:
    desk.account(Role.SUPERVISOR, name="supervisor")
    add_accounts(desk.parts.line, desk.parts.accounts, desk.now())
    member = desk.parts.accounts.find("supervisor")
    assert member is not None and not member.demo


def test_the_start_tells_of_the_desk_and_of_the_demos_accounts_only_there() -> None:
    for demo, shown, told in ((True, None, True), (False, True, False), (True, False, False)):
        settings = Settings.read(_env_file=None, hotline_demo=demo, hotline_desk=shown)
        text = "\n".join(where(settings))
        assert ("/desk\n" in text) == (shown is not False)
        assert (PASSWORD in text) == told
