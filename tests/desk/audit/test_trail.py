"""The trail: searched by day, by whom, what, person and call; taken out; and the search in it."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, insert

from db import deeds
from db.models import Base, Disclosure
from db.staff import Role
from db.trail import CLOCKS_DIFFER, Search, Trail, _first_at
from ivr.desk.audit.trail import PAGE as A_PAGE
from tests.db.people import id_number
from tests.desk.audit.conftest import Disclose
from tests.desk.house import House
from tests.desk.visitor import Page, Visitor
from tests.plugins.people import Medical

PAGE = "/desk/audit"
DAYS: dict[str, Any] = {"first": "2026-03-16", "last": "2026-03-16"}


def links(page: Page) -> list[str]:
    """What the rows of a page tell of, the newest first."""
    return re.findall(r"<code>([^<]+)</code>", page.html)


def search(visitor: Visitor, **fields: Any) -> Page:
    return visitor.post(PAGE, **{**DAYS, **fields})


def test_the_page_begins_with_the_last_week(
    desk: House, auditor: Visitor, disclose: Disclose
) -> None:
    assert "There is no such link." in auditor.get(PAGE).text
    somebody = desk.people.someone()
    disclose(somebody.id, "medical.balance", call=7)
    page = auditor.get(PAGE)
    assert links(page) == ["medical.balance"]
    assert f"••••{somebody.id_number[-4:]}" in page.text
    assert somebody.id_number not in page.html
    assert "the caller" in page.text
    desk.line.passes(days=8)
    assert links(desk.sign_in({Role.AUDITOR}).get(PAGE)) == []


def test_a_call_leaves_what_can_be_found(desk: House, auditor: Visitor) -> None:
    somebody = desk.people.someone(medical=Medical(1234.05))
    call = desk.telephone().dial()
    call.type(f"1{somebody.keys}1{somebody.pin}#")
    call.press("1")
    page = search(auditor, id_number=somebody.id_number)
    assert "medical.balance" in links(page)
    assert "1234" not in page.text.replace(somebody.id_number[-4:], "")


def test_by_whom(desk: House, auditor: Visitor, disclose: Disclose) -> None:
    somebody = desk.people.someone()
    desk.account(Role.AGENT, Role.OPERATOR, agent="1001", name="li.si")
    member = desk.parts.accounts.find("li.si")
    assert member is not None
    disclose(somebody.id, "medical.balance")
    disclose(somebody.id, "desk.name: asked", actor="agent 1001")
    disclose(somebody.id, "pin.letter", actor=deeds.actor(member.id))
    assert links(search(auditor, actor="caller")) == ["medical.balance"]
    assert links(search(auditor, actor="1001")) == ["desk.name: asked"]
    assert links(search(auditor, actor=" Li.Si ")) == ["pin.letter", "desk.name: asked"]
    assert links(search(auditor, actor="nobody")) == []
    page = search(auditor)
    assert "li.si" in page.text and "agent 1001" in page.text


def test_by_what_and_by_call(desk: House, auditor: Visitor, disclose: Disclose) -> None:
    somebody = desk.people.someone()
    disclose(somebody.id, "medical.balance", call=7)
    disclose(somebody.id, "contributions.latest", call=8)
    assert links(search(auditor, what="medical")) == ["medical.balance"]
    assert links(search(auditor, what="balance")) == []
    assert links(search(auditor, what="%")) == []
    assert links(search(auditor, call="8")) == ["contributions.latest"]
    assert links(auditor.get(f"{PAGE}?call=7")) == ["medical.balance"]
    assert search(auditor, call="x").status == 422


def test_by_person_and_that_is_in_the_trail(
    desk: House, auditor: Visitor, disclose: Disclose
) -> None:
    one, other = desk.people.someone(), desk.people.someone()
    disclose(one.id, "medical.balance")
    disclose(other.id, "contributions.latest")
    page = search(auditor, id_number=one.id_number.lower())
    assert links(page) == ["trail.search", "medical.balance"]
    assert one.id_number not in page.html, "not even in the form"
    assert f"Only the person whose ID number ends in {one.id_number[-4:]}" in page.text
    assert desk.line.disclosed[-1] == "trail.search"
    page = search(auditor, person=str(one.id), what="medical")
    assert links(page) == ["medical.balance"]
    assert desk.line.disclosed.count("trail.search") == 1, "looking on is no other search"


def test_an_id_number_that_is_none_or_nobodys(desk: House, auditor: Visitor) -> None:
    stranger = id_number(901)
    page = search(auditor, id_number=stranger)
    assert page.status == 422
    assert "Nobody on record has this ID number." in page.text
    assert stranger not in page.html
    wrong = stranger[:-1] + ("0" if stranger[-1] != "0" else "1")
    page = search(auditor, id_number=wrong)
    assert "This is no ID number" in page.text
    assert wrong not in page.html
    assert desk.line.disclosed == []


def test_days_that_are_none(auditor: Visitor) -> None:
    page = search(auditor, first="2026-03-17")
    assert page.status == 422
    assert "It lies before the first day" in page.text
    assert search(auditor, last="").status == 422
    assert search(auditor, first="soon").status == 422


def test_days_are_those_of_the_city(desk: House, auditor: Visitor, disclose: Disclose) -> None:
    somebody = desk.people.someone()
    desk.line.it_is("2026-03-16 23:59")
    disclose(somebody.id, "late")
    desk.line.it_is("2026-03-17 00:01")
    disclose(somebody.id, "early")
    auditor = desk.sign_in({Role.AUDITOR})
    assert links(search(auditor)) == ["late"]
    assert links(search(auditor, first="2026-03-17", last="2026-03-17")) == ["early"]


def test_page_by_page(desk: House, auditor: Visitor, disclose: Disclose) -> None:
    somebody = desk.people.someone()
    for nth in range(A_PAGE * 2 + 1):
        disclose(somebody.id, f"thing.{nth}")
    seen: list[str] = []
    page = search(auditor)
    while True:
        seen += links(page)
        older = re.search(r'name="before" value="(\d+)"', page.html)
        if older is None:
            break
        page = search(auditor, before=older[1])
    assert seen == [f"thing.{nth}" for nth in reversed(range(A_PAGE * 2 + 1))]


def test_it_is_taken_out_and_that_is_in_the_trail(
    desk: House, auditor: Visitor, disclose: Disclose
) -> None:
    somebody = desk.people.someone()
    for nth in range(3):
        disclose(somebody.id, f"thing.{nth}", call=nth + 1)
    page = auditor.post(f"{PAGE}/trail.csv", **DAYS, what="thing")
    assert page.headers["Content-Disposition"] == (
        "attachment; filename=trail-2026-03-16-2026-03-16.csv"
    )
    rows = list(csv.DictReader(io.StringIO(page.html.removeprefix("\ufeff"))))
    assert [row["what"] for row in rows] == ["thing.0", "thing.1", "thing.2"]
    assert {row["id_number_ends_in"] for row in rows} == {somebody.id_number[-4:]}
    assert {row["actor"] for row in rows} == {"the caller"}
    assert [row["call"] for row in rows] == ["1", "2", "3"]
    assert somebody.id_number not in page.html
    assert desk.line.disclosed[-1] == "trail.export"
    page = search(auditor)
    assert "auditor" in page.text
    assert auditor.post(f"{PAGE}/trail.csv", first="soon", last="").status == 422


@pytest.mark.postgres
def test_on_postgresql(desk: House, auditor: Visitor, disclose: Disclose) -> None:
    somebody = desk.people.someone()
    disclose(somebody.id, "medical.balance", call=3)
    page = search(auditor, id_number=somebody.id_number)
    assert links(page) == ["trail.search", "medical.balance"]
    assert "medical.balance" in auditor.post(f"{PAGE}/trail.csv", **DAYS).html


START = datetime(2026, 1, 1, tzinfo=UTC)
SECONDS = CLOCKS_DIFFER.total_seconds()


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.integers(0, 5000), st.integers(0, int(SECONDS))), max_size=30),
    st.integers(-100, 90_000),
    st.integers(0, 50_000),
)
def test_halving_misses_nothing(links: list[tuple[int, int]], first: int, long: int) -> None:
    """Clocks differ: a link may be some seconds older than the one before it."""
    engine = create_engine("sqlite://")
    table = Base.metadata.tables["disclosures"]
    table.create(engine)
    moment, moments = START, []
    for ahead, late in links:
        moment += timedelta(seconds=ahead)
        moments.append(moment - timedelta(seconds=late))
    rows = [
        {"id": nth, "at": at, "person_id": 1, "actor": "caller", "what": "x", "proof": "pin",
         "key_id": "k", "hash": b""}
        for nth, at in enumerate(moments, 1)
    ]  # fmt: skip
    since = START + timedelta(seconds=first)
    until = since + timedelta(seconds=long)
    with engine.begin() as connection:
        if rows:
            connection.execute(insert(Disclosure), rows)
        begin = _first_at(connection, since - CLOCKS_DIFFER, len(rows))
        end = _first_at(connection, until + CLOCKS_DIFFER, len(rows))
    wanted = [row["id"] for row in rows if since <= row["at"] < until]  # type: ignore[operator]
    assert all(begin <= number < end for number in wanted)  # type: ignore[operator]


def test_a_person_who_has_gone(desk: House, auditor: Visitor, disclose: Disclose) -> None:
    disclose(999, "medical.balance")
    assert "no more on record" in auditor.get(PAGE).text
    trail = Trail(desk.database, desk.keyring)
    span = Search(desk.now() - timedelta(days=1), desk.now() + timedelta(days=1))
    assert [each.ending for each in trail.all(span)] == [None]
