"""The two ways into the database: what they promise under load, over threads and over a fork."""

from __future__ import annotations

import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError

from db.engine import Database, normal_url
from db.models import Contribution, Horizon
from db.prepared import run
from tests.db.forks import in_a_child


def put(database: Database, scheme: str, period: int = 202601) -> None:
    with database.write() as connection:
        connection.execute(insert(Horizon), {"scheme": scheme, "period": period})


def schemes(database: Database) -> list[str]:
    with database.read() as connection:
        return list(connection.execute(select(Horizon.scheme).order_by(Horizon.scheme)).scalars())


def test_a_write_is_kept(database: Database) -> None:
    put(database, "maternity")
    assert schemes(database) == ["maternity"]


def test_a_write_that_fails_is_not(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write() as connection:
        connection.execute(insert(Horizon), {"scheme": "maternity", "period": 202601})
        raise ZeroDivisionError
    assert schemes(database) == []


def test_a_refused_statement_undoes_the_whole_write(database: Database) -> None:
    with pytest.raises(IntegrityError), database.write() as connection:
        connection.execute(insert(Horizon), {"scheme": "maternity", "period": 202601})
        connection.execute(insert(Horizon), {"scheme": "maternity", "period": 202602})
    assert schemes(database) == []
    put(database, "unemployment")
    assert schemes(database) == ["unemployment"]


def test_a_read_sees_what_others_have_committed_since(database: Database) -> None:
    with database.read() as connection:
        assert connection.execute(select(Horizon.scheme)).all() == []
        put(database, "maternity")
        assert len(connection.execute(select(Horizon.scheme)).all()) == 1


def test_references_are_kept(database: Database) -> None:
    row = {
        "person_id": 999,
        "period": 202601,
        "scheme": "maternity",
        "base": 1,
        "employer_amount": 1,
        "personal_amount": 1,
        "status": "paid",
        "paid_on": None,
    }
    with pytest.raises(IntegrityError), database.write() as connection:
        connection.execute(insert(Contribution), row)


def test_writers_that_read_first_never_fail(database: Database) -> None:
    """The trap of SQLite's deferred transactions: read, then write, then "database is locked"."""
    put(database, "maternity", 0)

    def count(_: int) -> None:
        for _ in range(10):
            with database.write() as connection:
                row = select(Horizon.period)
                if database.dialect == "postgresql":
                    row = row.with_for_update()
                seen = connection.execute(row).scalar_one()
                connection.execute(update(Horizon).values(period=seen + 1))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(count, range(8)))
    with database.read() as connection:
        assert connection.execute(select(Horizon.period)).scalar_one() == 80


def test_a_writer_that_does_not_end_is_not_waited_for_for_ever(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also among the threads of one process, which stand in line before they ask SQLite."""
    monkeypatch.setattr("db.engine.BUSY_SECONDS", 0.05)
    database = Database(sqlite_url)
    with ThreadPoolExecutor(1) as threads, database.write():
        other = threads.submit(put, database, "maternity")
        with pytest.raises(OperationalError, match="locked"):
            other.result()
    put(database, "unemployment")
    assert schemes(database) == ["unemployment"]
    database.dispose()


def test_the_log_is_written_back_in_time(sqlite_url: str) -> None:
    database = Database(sqlite_url, checkpoint_every=3)
    file = database.url.database

    def written_back() -> list[tuple[str]]:
        with closing(sqlite3.connect(f"file:{file}?immutable=1", uri=True)) as without_log:
            return without_log.execute("SELECT scheme FROM horizons ORDER BY scheme").fetchall()

    for scheme in ("maternity", "unemployment"):
        put(database, scheme)
    assert written_back() == []
    with database.one_connection():
        put(database, "work-injury")
        assert len(written_back()) == 3
        assert schemes(database) == ["maternity", "unemployment", "work-injury"]
    database.dispose()


def test_a_log_that_cannot_be_written_back_fails_nobody(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def fails(connection: Connection, sql: str, values: Any = ()) -> Any:
        if "checkpoint" in sql:
            tried.append(sql)
            raise OperationalError(sql, None, sqlite3.OperationalError("disk I/O error"))
        return run(connection, sql, values)

    monkeypatch.setattr("db.engine.run", fails)
    database = Database(sqlite_url, checkpoint_every=1)
    put(database, "maternity")
    assert schemes(database) == ["maternity"]
    assert tried
    database.dispose()


def test_over_one_connection_what_is_written_is_seen_and_kept(database: Database) -> None:
    with database.one_connection():
        put(database, "maternity")
        assert schemes(database) == ["maternity"]
        with pytest.raises(ZeroDivisionError), database.write() as connection:
            connection.execute(insert(Horizon), {"scheme": "unemployment", "period": 202601})
            raise ZeroDivisionError
        assert schemes(database) == ["maternity"]
        put(database, "work-injury")
    assert schemes(database) == ["maternity", "work-injury"]


def test_each_thread_has_a_connection_of_its_own(database: Database) -> None:
    def mine() -> int:
        with database.one_connection(), database.read() as first, database.read() as second:
            assert first is second
            return id(first)

    with database.one_connection(), database.read() as ours, ThreadPoolExecutor(1) as threads:
        assert threads.submit(mine).result() != id(ours)


@pytest.mark.postgres
def test_a_connection_that_was_cut_in_a_turn_is_replaced_in_it(postgres_url: str) -> None:
    database = Database(postgres_url)
    with database.one_connection():
        with pytest.raises(OperationalError), database.read() as connection:
            connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        put(database, "unemployment")
        assert schemes(database) == ["unemployment"]
    database.dispose()


def test_sqlite_is_tuned(sqlite_url: str) -> None:
    with Database(sqlite_url).read() as connection:
        tuned = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert tuned == {
        "journal_mode": "wal",
        "synchronous": 1,
        "foreign_keys": 1,
        "busy_timeout": 5000,
    }


@pytest.mark.postgres
def test_postgres_gives_up_on_slow_statements(postgres_url: str) -> None:
    database = Database(postgres_url, statement_seconds=0.05)
    with database.read() as connection, pytest.raises(OperationalError, match="timeout"):
        connection.execute(text("SELECT pg_sleep(5)"))
    database.dispose()


@pytest.mark.postgres
def test_postgres_gives_up_on_locks_and_is_usable_after(postgres_url: str) -> None:
    database = Database(postgres_url, lock_seconds=0.05)
    put(database, "maternity")
    change = update(Horizon).values(period=1)
    with database.write() as first:
        first.execute(change)
        with pytest.raises(OperationalError, match="lock timeout"), database.write() as second:
            second.execute(change)
    put(database, "unemployment")
    assert schemes(database) == ["maternity", "unemployment"]
    database.dispose()


@pytest.mark.postgres
def test_limits_of_time_are_the_documented_ones(postgres_url: str) -> None:
    for open_, limits in (
        (lambda d: d, ("2s", "1s")),
        (Database.for_long_work, ("0", "0")),
    ):
        database = open_(Database(postgres_url))
        with database.read() as connection:
            found = tuple(
                connection.exec_driver_sql(f"SHOW {name}").scalar_one()
                for name in ("statement_timeout", "lock_timeout")
            )
        assert found == limits
        database.dispose()


@pytest.mark.postgres
def test_a_connection_that_was_cut_is_replaced(postgres_url: str) -> None:
    database, killer = Database(postgres_url), Database(postgres_url)
    with database.read() as connection:
        pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    with pytest.raises(OperationalError), database.write() as connection:
        with killer.read() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
        time.sleep(0.05)
        connection.execute(insert(Horizon), {"scheme": "maternity", "period": 1})
    put(database, "unemployment")
    assert schemes(database) == ["unemployment"]
    database.dispose()
    killer.dispose()


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_forked_process_opens_connections_of_its_own(database: Database) -> None:
    put(database, "maternity")
    assert in_a_child(lambda: put(database, "unemployment")) == 0
    put(database, "work-injury")
    assert schemes(database) == ["maternity", "unemployment", "work-injury"]


def test_threads_share_one_engine(database: Database) -> None:
    start = threading.Barrier(6)

    def engine(_: int) -> int:
        start.wait()
        return id(database.engine)

    with ThreadPoolExecutor(6) as threads:
        assert len(set(threads.map(engine, range(6)))) == 1


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("sqlite:///instance/hotline.db", "sqlite"),
        ("postgresql://a:b@host/name", "postgresql+psycopg"),
        ("postgresql+psycopg://a:b@host/name", "postgresql+psycopg"),
    ],
)
def test_urls_that_are_known(url: str, driver: str) -> None:
    assert normal_url(url).drivername == driver


@pytest.mark.parametrize(
    "url",
    ["", "hotline.db", "sqlite://", "sqlite:///:memory:", "mysql://root:hunter2@host/x", "://"],
)
def test_urls_that_are_refused_with_the_cure_and_without_the_password(url: str) -> None:
    with pytest.raises(ValueError, match="write sqlite:///path") as refused:
        Database(url)
    assert "hunter2" not in str(refused.value)


def test_a_database_does_not_show_its_password() -> None:
    assert "hunter2" not in repr(Database("postgresql://root:hunter2@host/x"))
