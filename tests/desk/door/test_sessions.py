"""How long somebody stays signed in, and what ends it."""

from __future__ import annotations

import secrets

from sqlalchemy import select

from db.models import DoorEvent, Sitting
from db.sittings import Sittings
from db.staff import Role
from tests.desk.door.keys import keys_to
from tests.desk.house import House
from tests.desk.visitor import Visitor

HERE = "/desk/account"


def is_in(visitor: Visitor) -> bool:
    """Whether they are signed in, asked without doing anything."""
    return visitor.get("/desk/session").status == 200


def test_half_an_hour_of_nothing_ends_it(desk: House) -> None:
    visitor = desk.sign_in()
    desk.line.passes(minutes=29, seconds=59)
    assert is_in(visitor)
    desk.line.passes(seconds=1)
    assert not is_in(visitor)
    page = visitor.get(HERE)
    assert (page.status, page.goes_to) == (303, "/desk/sign-in?next=%2Fdesk%2Faccount")


def test_whatever_is_done_by_hand_keeps_it_open(desk: House) -> None:
    visitor = desk.sign_in()
    for _ in range(5):
        desk.line.passes(minutes=25)
        assert visitor.get(HERE).status == 200


def test_what_a_page_asks_by_itself_keeps_nothing_open(desk: House) -> None:
    visitor = desk.sign_in()
    for _ in range(29):
        desk.line.passes(minutes=1)
        assert is_in(visitor), "a view that is polled"
        assert visitor.get(HERE, headers={"X-Desk-Poll": "1"}).status == 200, "a page that says so"
    desk.line.passes(minutes=1)
    assert not is_in(visitor)


def test_after_twelve_hours_it_ends_in_any_case(desk: House) -> None:
    visitor = desk.sign_in()
    for _ in range(12 * 60 // 20 - 1):
        desk.line.passes(minutes=20)
        assert visitor.get(HERE).status == 200
    desk.line.passes(minutes=20)
    assert visitor.get(HERE).status == 303


def test_a_page_is_told_how_long_its_session_lasts(desk: House) -> None:
    visitor = desk.sign_in()
    assert visitor.get("/desk/session").answer.json == {"seconds": 1800}
    desk.line.passes(minutes=10)
    assert visitor.get("/desk/session").answer.json == {"seconds": 1200}
    assert visitor.post("/desk/session").answer.json == {"seconds": 1800}


def test_signing_out_ends_it_on_the_server(desk: House) -> None:
    visitor = desk.sign_in()
    stolen = visitor.client.get_cookie("__Host-desk", domain="hotline.test")
    assert stolen is not None
    page = visitor.post("/desk/sign-out")
    assert (page.status, page.goes_to) == (303, "/desk/sign-in")
    visitor.client.set_cookie("__Host-desk", stolen.value, domain="hotline.test", secure=True)
    assert not is_in(visitor)
    with desk.database.read() as connection:
        assert connection.execute(select(Sitting)).all() == []
        last = connection.execute(select(DoorEvent.what).order_by(DoorEvent.id.desc()).limit(1))
        assert last.scalar_one() == "signed-out"


def test_disabling_an_account_ends_it_at_once(desk: House) -> None:
    visitor = desk.sign_in(name="somebody")
    desk.parts.accounts.disable("somebody", desk.now())
    assert not is_in(visitor)
    desk.parts.accounts.enable("somebody", desk.now())
    assert not is_in(visitor)


def test_a_reset_ends_it(desk: House) -> None:
    visitor = desk.sign_in(name="somebody")
    desk.parts.accounts.reset("somebody", desk.now())
    assert not is_in(visitor)


def test_a_role_that_is_taken_away_is_gone_at_once(desk: House) -> None:
    visitor = desk.sign_in({Role.SUPERVISOR, Role.AUDITOR}, name="somebody")
    desk.parts.accounts.set_roles("somebody", [Role.AUDITOR], desk.now())
    assert "auditor" in visitor.get(HERE).text
    assert "supervisor" not in visitor.get(HERE).text


def test_another_password_ends_every_other_session(desk: House) -> None:
    keys = keys_to(desk)
    here, elsewhere = desk.visitor(), desk.visitor()
    assert keys.enter(here).status == 303
    desk.line.passes(seconds=30)
    assert keys.enter(elsewhere).status == 303
    before = here.client.get_cookie("__Host-desk", domain="hotline.test")
    page = here.post(
        "/desk/account/password",
        old=keys.password,
        new="winter-lamp-orchard-fence",
        again="winter-lamp-orchard-fence",
    )
    assert page.status == 303, page.text
    after = here.client.get_cookie("__Host-desk", domain="hotline.test")
    assert before is not None and after is not None and before.value != after.value
    assert is_in(here)
    assert not is_in(elsewhere)


def test_a_token_planted_before_opens_nothing_after(desk: House) -> None:
    visitor = desk.visitor()
    planted = secrets.token_urlsafe(32)
    visitor.client.set_cookie("__Host-desk", planted, domain="hotline.test", secure=True)
    visitor.get("/desk/sign-in")
    forms = visitor.token
    assert keys_to(desk).enter(visitor).status == 303
    given = visitor.client.get_cookie("__Host-desk", domain="hotline.test")
    assert given is not None and given.value != planted
    other = desk.visitor()
    other.client.set_cookie("__Host-desk", planted, domain="hotline.test", secure=True)
    assert not is_in(other)
    # The token for forms is of before, too: whoever planted it may know it.
    visitor.token = forms
    assert visitor.post("/desk/session").status == 400


def test_signing_in_again_ends_what_was_open_in_this_browser(desk: House) -> None:
    visitor = desk.sign_in({Role.OPERATOR})
    first = visitor.client.get_cookie("__Host-desk", domain="hotline.test")
    assert first is not None
    assert keys_to(desk).enter(visitor).status == 303
    other = desk.visitor()
    other.client.set_cookie("__Host-desk", first.value, domain="hotline.test", secure=True)
    assert not is_in(other)


def test_who_reads_the_database_cannot_sign_in_with_what_is_there(desk: House) -> None:
    desk.sign_in()
    with desk.database.read() as connection:
        kept = connection.execute(select(Sitting.token_index)).scalar_one()
    sittings = Sittings(desk.database)
    for tried in (kept.hex(), kept.decode("latin-1")):
        assert sittings.find(tried, desk.now(), by_hand=True) is None


def test_lapsed_sessions_are_cleared_away(desk: House) -> None:
    desk.sign_in()
    desk.line.passes(minutes=31)
    desk.sign_in()
    with desk.database.read() as connection:
        assert len(connection.execute(select(Sitting)).all()) == 1


def test_a_piece_of_a_page_that_has_ended_leads_to_the_door(desk: House) -> None:
    visitor = desk.visitor()
    current = {"HX-Request": "true", "HX-Current-URL": "https://hotline.test/desk/account?a=1"}
    page = visitor.get("/desk/session", headers=current)
    assert (page.status, page.goes_to) == (401, "/desk/sign-in?next=%2Fdesk%2Faccount%3Fa%3D1")


def test_a_form_sent_too_late_is_not_done_and_says_so(desk: House) -> None:
    visitor = desk.sign_in()
    visitor.get(HERE)
    desk.line.passes(minutes=31)
    page = visitor.post("/desk/account/second-factor/new", follow=True)
    assert "登录已经过期" in page.text
