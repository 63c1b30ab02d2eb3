"""The database: one URL, two ways in.

``read()`` runs each statement by itself, without a transaction: what the hot queries want (a
transaction doubles their cost on PostgreSQL). ``write()`` is one transaction. On SQLite it begins
IMMEDIATE, because a transaction that reads first and writes later fails under load however long
the busy timeout is.

A turn of a call reads and writes a few times: within ``one_connection()`` all of that goes over one
connection, because taking one from the pool and giving it back costs as much as a statement.

The engine opens at its first use, anew in each process: a web server forks after loading the
application, and a connection must never be shared over a fork.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any
from weakref import WeakSet

import orjson
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from db.prepared import compile_all, run

Later = Callable[[Connection, datetime], None]
"""A write that is handed up: it runs in somebody's transaction later, at the moment it is told."""
BUSY_SECONDS = 5.0
"""How long a SQLite writer waits for the one before it."""
POOL_SECONDS = 3.0
"""How long a thread waits for a connection of the pool before it gives up."""
STATEMENT_SECONDS = 2.0
LOCK_SECONDS = 1.0
CHECKPOINT_EVERY = 1000
"""Transactions of one process, about 16 MB of log. It takes the disk a moment, in which others may
have to wait for it: the longer the log, the longer."""
_LOG_PAGES = 8000
"""Pages of log (32 MB) after which SQLite does it by itself, whoever did not count."""


def normal_url(text: str) -> URL:
    """``sqlite:///path`` or ``postgresql://…`` as SQLAlchemy and the drivers of the line want it.

    Raises ``ValueError`` with a sentence for anything else; the sentence never quotes the URL,
    which may hold a password.
    """
    cure = "write sqlite:///path/to/file.db or postgresql://user:password@host/name"
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise ValueError(f"DATABASE_URL cannot be read: {cure}") from None
    if url.drivername in ("postgresql", "postgresql+psycopg"):
        return url.set(drivername="postgresql+psycopg")
    if url.drivername not in ("sqlite", "sqlite+pysqlite"):
        raise ValueError(f"DATABASE_URL names a database the line does not know: {cure}")
    if url.database in (None, "", ":memory:"):
        raise ValueError(f"DATABASE_URL names no file: {cure}")
    return url


class Database:
    """A door to the records. Cheap to make, opened at first use, safe over forks and threads.

    ``pool_size`` must be at least the number of threads of one process. The two limits are for
    PostgreSQL, in seconds; 0 means none. After ``checkpoint_every`` transactions SQLite's log is
    written back by whoever wrote last, before it would do so itself; 0 leaves it to SQLite.
    """

    def __init__(
        self,
        url: str,
        *,
        pool_size: int = 10,
        statement_seconds: float = STATEMENT_SECONDS,
        lock_seconds: float = LOCK_SECONDS,
        checkpoint_every: int = CHECKPOINT_EVERY,
    ) -> None:
        self._text = url
        self.url = normal_url(url)
        self.dialect = self.url.get_backend_name()
        """``sqlite`` or ``postgresql``."""
        self._begin = "BEGIN IMMEDIATE" if self.dialect == "sqlite" else "BEGIN"
        self._pool_size = pool_size
        self._statement_seconds = statement_seconds
        self._lock_seconds = lock_seconds
        self._opening = threading.Lock()
        self._writing = self._line_of_writers()
        self._writes = 0
        self._checkpoint_every = checkpoint_every
        self._engine: Engine | None = None
        self._kept = threading.local()
        _ALL.add(self)

    def __repr__(self) -> str:
        return f"Database({self.dialect})"

    @property
    def engine(self) -> Engine:
        """The engine of this process, in AUTOCOMMIT; opened now if it was not."""
        engine = self._engine
        if engine is not None:
            return engine
        with self._opening:
            if self._engine is None:
                self._engine = self._open()
            return self._engine

    @contextmanager
    def one_connection(self) -> Iterator[None]:
        """What this thread reads and writes inside goes over one connection. It holds one of the
        pool meanwhile; what is written is still committed by each ``write()`` for itself."""
        if getattr(self._kept, "connection", None) is not None:
            yield
            return
        with self.engine.connect() as connection:
            self._kept.connection = connection
            try:
                yield
            finally:
                self._kept.connection = None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection without a transaction: each statement sees the newest committed rows."""
        kept: Connection | None = getattr(self._kept, "connection", None)
        if kept is None:
            with self.engine.connect() as connection:
                yield connection
            return
        within = kept.in_transaction()
        try:
            yield kept
        finally:
            # SQLAlchemy begins one by itself, if only in name: the next write begins its own.
            if not within and kept.in_transaction():
                kept.rollback()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A connection in one transaction: committed at the end, rolled back on an exception."""
        kept: Connection | None = getattr(self._kept, "connection", None)
        connection = kept or self.engine.connect()
        try:
            self._await_turn()
            try:
                # SQLAlchemy shall know of it, or a library above it begins one of its own.
                transaction = connection.begin()
                run(connection, self._begin)
                try:
                    yield connection
                    run(connection, "COMMIT")
                except BaseException:
                    # A lost connection has rolled back by itself, and its own error is to be seen.
                    with suppress(DBAPIError):
                        if not connection.invalidated:
                            run(connection, "ROLLBACK")
                    raise
                finally:
                    transaction.close()
            finally:
                due = self._leave_line()
            if due:
                # What was written is safe in the log, and SQLite will try again.
                with suppress(DBAPIError):
                    run(connection, "PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        finally:
            if kept is None:
                connection.close()

    def _line_of_writers(self) -> threading.Lock | None:
        return threading.Lock() if self.dialect == "sqlite" else None

    def _await_turn(self) -> None:
        """SQLite has one writer. Who finds another there sleeps, longer each time, and is passed by
        whoever comes at the right moment; threads of one process had better stand in line here."""
        if self._writing is not None and not self._writing.acquire(timeout=BUSY_SECONDS):
            raise OperationalError(
                self._begin, None, sqlite3.OperationalError("database is locked by another thread")
            )

    def _leave_line(self) -> bool:
        """The next one may write. True when it is time to write SQLite's log back: it waits for the
        disk, and others can write meanwhile."""
        if self._writing is None:
            return False
        self._writes += 1
        due = self._checkpoint_every > 0 and self._writes % self._checkpoint_every == 0
        self._writing.release()
        return due

    def before_fork(self) -> None:
        """Compile what every turn asks, so that workers share it; nothing connects."""
        compile_all(self.engine.dialect)
        self.dispose()

    def for_long_work(self) -> Database:
        """The same database without limits of time on statements: imports, rotation, checks.

        It has a small pool of its own; ``dispose()`` it afterwards.
        """
        return Database(
            self._text, pool_size=2, statement_seconds=0, lock_seconds=0, checkpoint_every=0
        )

    def dispose(self) -> None:
        """Close the connections of this process. The next use opens anew."""
        with self._opening:
            if self._engine is not None:
                self._engine.dispose()
                self._engine = None

    def _leave_to_parent(self) -> None:
        """After a fork, in the child: connections are the parent's, and locks may be held there."""
        if self._engine is not None:
            self._engine.dispose(close=False)
        self._engine, self._kept = None, threading.local()
        self._opening, self._writing = threading.Lock(), self._line_of_writers()

    def _open(self) -> Engine:
        options: dict[str, Any] = {
            "isolation_level": "AUTOCOMMIT",
            "pool_size": self._pool_size,
            "max_overflow": 0,
            "pool_timeout": POOL_SECONDS,
            # The connection used last has the warmest cache.
            "pool_use_lifo": True,
            "json_serializer": _json,
            "json_deserializer": orjson.loads,
            # The text of an error ends up in logs, and values are about people.
            "hide_parameters": True,
        }
        if self.dialect == "sqlite":
            connect = {"timeout": BUSY_SECONDS, "cached_statements": 256}
            engine = create_engine(self.url, connect_args=connect, **options)
            event.listen(engine, "connect", _prepare_sqlite)
            return engine
        limits = (
            f"-c statement_timeout={round(self._statement_seconds * 1000)} "
            f"-c lock_timeout={round(self._lock_seconds * 1000)} -c timezone=UTC "
            # Compiling pays for statements that take seconds: none of a call does.
            "-c jit=off"
        )
        return create_engine(
            self.url,
            connect_args={"options": limits, "connect_timeout": 3, "application_name": "hotline"},
            **options,
        )


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _prepare_sqlite(dbapi_connection: Any, _record: Any) -> None:
    cursor = dbapi_connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
        f"wal_autocheckpoint = {_LOG_PAGES}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


_ALL: WeakSet[Database] = WeakSet()


def _forked() -> None:
    for database in tuple(_ALL):
        database._leave_to_parent()


os.register_at_fork(after_in_child=_forked)
