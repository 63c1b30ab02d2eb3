"""Whether the trail holds: every link looked at by a worker, the broken one named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Connection, delete, update

from db import audit
from db.chores import VERIFY, Chores
from db.models import Disclosure
from db.secrets import SecretsError
from db.staff import Role
from ivr.desk.audit.check import REASONS
from ivr.work.run import worker
from tests.desk.audit.conftest import Disclose
from tests.desk.house import House
from tests.desk.visitor import Visitor

PAGE = "/desk/audit/check"
Work = Callable[[], None]


@pytest.fixture
def work(desk: House) -> Work:
    """Lets a worker do what is due."""

    def do() -> None:
        somebody = worker(desk.parts.line, desk.now)
        while somebody.carry_out() is not None:
            pass

    return do


def test_a_trail_that_holds(desk: House, auditor: Visitor, disclose: Disclose, work: Work) -> None:
    page = auditor.get(PAGE)
    assert "Nobody has checked the trail here yet." in page.text
    somebody = desk.people.someone()
    for nth in range(5):
        disclose(somebody.id, f"thing.{nth}")
    page = auditor.post(PAGE, follow=True)
    assert "Waiting for a worker" in page.text
    assert "Check every link now" not in page.text, "one at a time"
    auditor.post(PAGE)
    assert len(Chores(desk.database, desk.keyring).latest(VERIFY, 9)) == 1
    progress = re.search(r'hx-get="([^"]+)"', page.html)
    assert progress is not None
    work()
    piece = auditor.piece(progress[1])
    assert "Every link holds: 5, checked" in piece.text
    assert "hx-get" not in piece.html
    page = auditor.get(PAGE)
    assert "every link holds" in page.text
    assert "Check every link now" in page.text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_link_that_was_changed_is_named(
    desk: House, disclose: Disclose, work: Work, language: str
) -> None:
    auditor = desk.sign_in({Role.AUDITOR}, language=language)
    somebody = desk.people.someone()
    for nth in range(5):
        disclose(somebody.id, f"thing.{nth}")
    with desk.database.write() as connection:
        connection.execute(update(Disclosure).where(Disclosure.id == 3).values(what="nothing"))
    auditor.post(PAGE)
    work()
    page = auditor.get(PAGE)
    if language == "en":
        assert "The trail does NOT hold at link 3: the link was changed" in page.text
        assert "broken at link 3" in page.text
    else:
        assert "3" in page.text
        assert "the link" not in page.text


@dataclass(frozen=True)
class Within:
    """The database as it is inside a transaction."""

    connection: Connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        yield self.connection


def test_every_reason_has_words(desk: House, disclose: Disclose) -> None:
    """What `db.audit` can say, said here by breaking trails in every way."""
    somebody = desk.people.someone()
    for nth in range(3):
        disclose(somebody.id, f"thing.{nth}")
    table: Any = Disclosure.__table__
    head: Any = audit.HEAD

    def found(*statements: Any) -> str:
        """What is said of the trail as it is after these; they are undone."""
        with desk.database.engine.connect() as connection, connection.begin() as changes:
            connection.exec_driver_sql("BEGIN")
            for statement in statements:
                connection.execute(statement)
            broken = audit.verify(Within(connection), desk.keyring)  # type: ignore[arg-type]
            connection.exec_driver_sql("ROLLBACK")
            changes.rollback()
        assert broken is not None
        return broken.reason

    last = table.c.id == 3
    more = table.insert().from_select(
        [c.name for c in table.c],
        table.select()
        .with_only_columns(*(table.c.id + 1 if c.name == "id" else c for c in table.c))
        .where(last),
    )
    told = {
        found(delete(head)),
        found(delete(Disclosure).where(Disclosure.id == 2)),
        found(update(Disclosure).where(Disclosure.id == 2).values(what="nothing")),
        found(more),
        found(delete(Disclosure).where(last), head.update().values(last=2)),
    }
    assert told == set(REASONS)


def test_a_key_that_is_missing(
    desk: House, auditor: Visitor, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> None:
        raise SecretsError("the audit trail has links of the key old")

    monkeypatch.setattr(audit, "verify", fails)
    auditor.post(PAGE)
    work()
    page = auditor.get(PAGE)
    assert "a key of the trail is missing" in page.text
    assert "could not be done" in page.text


def test_a_check_that_was_dropped_is_asked_for_again(
    desk: House, auditor: Visitor, work: Work
) -> None:
    auditor.post(PAGE)
    operator = desk.sign_in({Role.OPERATOR})
    [drop] = re.findall(r'action="([^"]+/drop)"', operator.get("/desk/office/outbox").html)
    operator.post(drop)
    page = auditor.get(PAGE)
    assert "The check has stopped (it was taken out of the outbox)." in page.text
    [again] = re.findall(r'action="([^"]+/again)"', page.html)
    auditor.post(again)
    work()
    assert "Every link holds: 1," in auditor.get(PAGE).text


def test_a_check_that_is_not_there(auditor: Visitor) -> None:
    assert auditor.get(f"{PAGE}/7/progress").status == 404
    assert auditor.post(f"{PAGE}/7/again").status == 404
