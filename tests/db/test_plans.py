"""Hot queries find their rows by an index, however many people there are."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, text

from db import audit
from db.codes import Codes, Wanted
from db.engine import Database
from db.identity import Identity
from db.records import Records
from db.secrets import Keyring
from tests.clock import Clock
from tests.db.people import CHEAP, id_number

SMALL = {"horizons", "audit_head"}
"""Tables of a few rows, which are read whole."""

DERIVED = {"CONSTANT", "account", "totals", "last_credit", "uses"}
"""What SQLite calls a scan and is none of a table: a row of constants, or of a subquery."""

Question = Callable[[Database, Keyring, Clock], object]


def check(number_index: bytes | None) -> Question:
    def ask(database: Database, keyring: Keyring, clock: Clock) -> object:
        return Identity(database, keyring, CHEAP).check(
            id_number=id_number(1),
            pin="739146",
            number_index=number_index,
            call_id=1,
            turn=1,
            now=clock.now,
        )

    return ask


def disclose(database: Database, keyring: Keyring, clock: Clock) -> None:
    with database.write() as connection:
        audit.disclose(
            connection,
            keyring,
            at=clock.now,
            person_id=1,
            call_id=1,
            actor="caller",
            what="medical.balance",
            proof="pin",
        )


WANTED = Wanted(call_id=1, id_number=id_number(1), number_index=b"phone", person_id=1)


def id_number_of(database: Database, keyring: Keyring, _clock: Clock) -> None:
    with suppress(LookupError):
        Identity(database, keyring, CHEAP).id_number(1)


QUESTIONS: dict[str, Question] = {
    "pin": check(b"phone"),
    "pin of a hidden number": check(None),
    "account": lambda d, _k, _c: Records(d, 1).medical_account(),
    "spending": lambda d, _k, _c: Records(d, 1).spending(),
    "contributions": lambda d, _k, _c: Records(d, 1).contribution_months(),
    "missing": lambda d, _k, _c: Records(d, 1).missing_contribution(date(2026, 3, 16)),
    "enrolments": lambda d, _k, _c: Records(d, 1).enrolments(),
    "benefits": lambda d, _k, _c: Records(d, 1).benefit_payments(),
    "claims": lambda d, _k, _c: Records(d, 1).claimed_bills(),
    "rejected": lambda d, _k, _c: Records(d, 1).rejected_bill(date(2026, 3, 16)),
    "cards": lambda d, _k, c: Records(d, 1).cards(c.now),
    "may send a code": lambda d, k, c: Codes(d, k).may_send(WANTED, c.now),
    "a typed code": lambda d, k, c: Codes(d, k).check(1, id_number(1), "480516", c.now),
    "ID number": id_number_of,
    "reset": lambda d, k, _c: Identity(d, k, CHEAP).reset_at(1),
    "audit": disclose,
}


def asked(database: Database, question: Callable[[], object]) -> list[tuple[str, Any]]:
    """The statements of a question that find rows, with their parameters."""
    found: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.startswith(("SELECT", "UPDATE", "WITH")) and "advisory" not in statement:
            found.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", note)
    question()
    event.remove(database.engine, "before_cursor_execute", note)
    return found


def scanned(database: Database, statement: str, parameters: Any) -> set[str]:
    """Tables a plan reads from beginning to end."""
    with database.write() as connection:
        if database.dialect == "sqlite":
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            pattern = r"SCAN (\w+)"
        else:
            # Tables are empty here, and a scan of nothing is the cheapest plan there is.
            connection.execute(text("SET LOCAL enable_seqscan = off"))
            plan = connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)
            pattern = r"Seq Scan on (\w+)"
        lines = " ".join(str(row) for row in plan)
    return set(re.findall(pattern, lines)) - DERIVED


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_table_is_read_whole(
    database: Database, keyring: Keyring, clock: Clock, name: str
) -> None:
    statements = asked(database, lambda: QUESTIONS[name](database, keyring, clock))
    assert statements
    for statement, parameters in statements:
        assert scanned(database, statement, parameters) <= SMALL, statement


def test_a_table_that_is_read_whole_would_be_seen(database: Database) -> None:
    assert scanned(database, "SELECT * FROM claims", ()) == {"claims"}
