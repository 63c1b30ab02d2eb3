"""Statements compiled once do what SQLAlchemy's own do, and fail as they do."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import bindparam, event, insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from db.engine import Database
from db.models import Call, Event, Ticket
from db.prepared import Prepared, compile_all, each, fixed, named, run

_NOW = datetime(2026, 3, 16, 1, 30, tzinfo=UTC)
_TICKET: dict[str, Any] = {
    "number": "T1",
    "call_id": 7,
    "kind": "message",
    "language": "zh-CN",
    "person_id": None,
    "caller_number": b"\x00\xff",
    "recording_url": None,
    "recording_seconds": None,
    "opened_at": _NOW,
    "promised_on": date(2026, 3, 18),
    "status": "open",
}
_OPEN = Prepared(insert(Ticket).values({name: bindparam(name) for name in _TICKET}).inline())
_COLUMNS = [getattr(Ticket, name) for name in _TICKET]
_FIND = select(*_COLUMNS).where(Ticket.number == bindparam("wanted"))


def test_every_type_comes_back_as_it_went_in(database: Database) -> None:
    with database.write() as connection:
        assert _OPEN.execute(connection, _TICKET) == 1
        ours = Prepared(_FIND).first(connection, {"wanted": "T1"})
        theirs = connection.execute(_FIND, {"wanted": "T1"}).one()
    assert ours == tuple(theirs) == tuple(_TICKET.values())


def test_json_comes_back_as_it_went_in(database: Database) -> None:
    row = {"call_id": 1, "turn": 2, "at": _NOW, "kind": "turn", "data": {"to": "欢迎", "n": [1]}}
    put = Prepared(insert(Event).values({name: bindparam(name) for name in row}).inline())
    find = Prepared(select(Event.data, Event.at).where(Event.call_id == 1))
    with database.write() as connection:
        put.execute(connection, row)
        assert find.all(connection, {}) == [(row["data"], _NOW)]


def test_compiled_before_there_is_a_connection_it_works_the_same(
    database: Database, database_url: str
) -> None:
    put = Prepared(insert(Ticket).values({name: bindparam(name) for name in _TICKET}).inline())
    find = Prepared(_FIND)
    unconnected = Database(database_url)
    compile_all(unconnected.engine.dialect)
    assert unconnected.engine.pool.checkedin() == 0  # type: ignore[attr-defined]
    with database.write() as connection:
        put.execute(connection, _TICKET)
        assert find.first(connection, {"wanted": "T1"}) == tuple(_TICKET.values())


def test_one_of_several_values(database: Database) -> None:
    given = each("number", 2, Ticket.number.type)
    find = Prepared(select(Ticket.number).where(Ticket.number.in_(given)).order_by(Ticket.number))
    known = Prepared(select(Ticket.number).where(Ticket.number.in_(fixed(("T1", "T3")))))
    with database.write() as connection:
        for number in ("T1", "T2"):
            _OPEN.execute(connection, {**_TICKET, "number": number})
        assert find.all(connection, named("number", ("T2", "T1"))) == [("T1",), ("T2",)]
        assert find.all(connection, named("number", ("T3", "T1"))) == [("T1",)]
        assert known.all(connection, {}) == [("T1",)]


def test_what_was_written_comes_back(database: Database) -> None:
    names: dict[str, Any] = {name: bindparam(name) for name in _TICKET}
    put = Prepared(insert(Ticket).values(names).returning(Ticket.opened_at, Ticket.number))
    with database.write() as connection:
        assert put.first(connection, _TICKET) == (_NOW, "T1")


def test_rows_that_are_not_there(database: Database) -> None:
    close = Prepared(update(Ticket).where(Ticket.number == bindparam("wanted")).values(status="x"))
    with database.read() as connection:
        assert Prepared(_FIND).first(connection, {"wanted": "T9"}) is None
        assert Prepared(_FIND).all(connection, {"wanted": "T9"}) == []
        assert close.execute(connection, {"wanted": "T9"}) == 0


def test_an_error_is_sqlalchemys_and_quotes_no_value(database: Database) -> None:
    with pytest.raises(IntegrityError) as caught, database.write() as connection:
        _OPEN.execute(connection, _TICKET)
        _OPEN.execute(connection, {**_TICKET, "language": "secret-1"})
    assert "secret-1" not in str(caught.value)
    with database.read() as connection:
        assert Prepared(_FIND).first(connection, {"wanted": "T1"}) is None, "it was rolled back"


def test_ordinary_statements_quote_no_value_in_an_error_either(database: Database) -> None:
    row = {"sid": "CA-secret-2", "ref": "r", "language": "zh-CN", "turn": 0, "step": ""}
    row |= {"state": b"", "answer": b"", "started_at": _NOW, "touched_at": _NOW, "finished": False}
    with pytest.raises(IntegrityError) as caught, database.write() as connection:
        connection.execute(insert(Call), row)
        connection.execute(insert(Call), {**row, "sid": "CA-secret-3"})
    assert "secret" not in str(caught.value).partition("DETAIL")[0]


def test_who_listens_to_statements_hears_these_too(database: Database) -> None:
    heard: list[str] = []
    event.listen(
        database.engine,
        "before_cursor_execute",
        lambda _c, _cursor, statement, *_rest: heard.append(statement),
    )
    with database.read() as connection:
        Prepared(_FIND).first(connection, {"wanted": "T1"})
    assert len(heard) == 1
    assert heard[0].startswith("SELECT")


@pytest.mark.postgres
def test_a_lost_connection_is_given_up_and_the_next_one_works(postgres_url: str) -> None:
    database = Database(postgres_url)
    with pytest.raises(OperationalError) as caught, database.read() as connection:
        run(connection, "SELECT pg_terminate_backend(pg_backend_pid())")
    assert caught.value.connection_invalidated
    with database.read() as connection:
        assert Prepared(_FIND).first(connection, {"wanted": "T1"}) is None
    database.dispose()


def test_wrong_sql_is_an_error_of_sqlalchemy(database: Database) -> None:
    with (
        pytest.raises((OperationalError, ProgrammingError)),
        database.read() as connection,
    ):
        run(connection, "SELECT nothing FROM nowhere")
