"""Signing in, told to the auditor: who came, who was refused, who changed whose account."""

from __future__ import annotations

import re
from typing import Any

from db.door import WHAT as AT_THE_DOOR
from db.doorlog import NOBODY
from db.staff import Role
from ivr.desk.audit.door import PAGE as A_PAGE
from ivr.desk.audit.door import WHAT
from tests.desk.house import House
from tests.desk.visitor import Page, Visitor

PAGE = "/desk/audit/door"
DAYS = {"first": "2026-03-16", "last": "2026-03-16"}


def rows(page: Page) -> list[str]:
    """What each row says, the newest first."""
    body = page.html.partition("<tbody>")[2].partition("</tbody>")[0]
    cells = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", body, re.S)
    plain = [" ".join(re.sub("<[^>]+>", "", cell).split()) for cell in cells]
    return [" · ".join(plain[at + 1 : at + 4]) for at in range(0, len(plain), 4)]


def search(visitor: Visitor, **fields: Any) -> Page:
    return visitor.post(PAGE, **{**DAYS, "account": "", "what": "", **fields})


def test_everything_that_happens_has_a_word() -> None:
    assert set(WHAT) == set(AT_THE_DOOR)


def test_who_came_and_who_did_not(desk: House, auditor: Visitor) -> None:
    desk.account(Role.OPERATOR, name="li.si")
    desk.parts.door.sign_in("li.si", "a wrong password", "000000", desk.now())
    desk.parts.door.sign_in("stranger", "a wrong password", "000000", desk.now())
    desk.parts.accounts.disable("li.si", desk.now(), by="operator")
    assert rows(auditor.get(PAGE))[:4] == [
        "li.si · account disabled · operator",
        "a name that nobody has · was not let in · —",
        "li.si · was not let in · themselves",
        "li.si · account made · command at the machine",
    ]
    member = desk.parts.accounts.find("li.si")
    assert member is not None
    assert len(rows(search(auditor, account=str(member.id)))) == 3
    assert rows(search(auditor, account=str(NOBODY))) == [
        "a name that nobody has · was not let in · —"
    ]
    assert rows(search(auditor, what="disabled")) == ["li.si · account disabled · operator"]
    assert "stranger" not in search(auditor).text


def test_nothing_of_the_kind(auditor: Visitor) -> None:
    page = search(auditor, first="2026-03-01", last="2026-03-02")
    assert "Nothing of the kind happened." in page.text
    assert search(auditor, first="", last="").status == 422
    assert search(auditor, what="gossip").status == 422


def test_page_by_page(desk: House, auditor: Visitor) -> None:
    before = len(rows(search(auditor)))
    for _ in range(A_PAGE):
        desk.parts.door.signed_out(1, "auditor", desk.now())
    page = search(auditor)
    assert len(rows(page)) == A_PAGE
    older = re.search(r'name="before" value="(\d+)"', page.html)
    assert older is not None
    assert len(rows(search(auditor, before=older[1]))) == before
