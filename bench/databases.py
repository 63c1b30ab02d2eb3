"""Databases to measure on: an SQLite file, and a PostgreSQL of our own when one can be had.

PostgreSQL runs without fsync, and SQLite syncs only at checkpoints: what is measured is the
line's own work and not this machine's disk.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from db import migrate
from tests.postgres import PostgresMissingError, PostgresServer


@contextmanager
def sqlite() -> Iterator[str]:
    """The URL of a fresh, migrated SQLite file, which goes afterwards."""
    with tempfile.TemporaryDirectory(prefix="hotline-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        migrate.upgrade(url)
        yield url


@contextmanager
def postgresql() -> Iterator[str | None]:
    """The URL of a fresh, migrated PostgreSQL; ``None``, loudly, when there is none."""
    try:
        server = PostgresServer()
    except PostgresMissingError as error:
        print(f"NOT MEASURED ON POSTGRESQL: {error}", file=sys.stderr)
        yield None
        return
    try:
        with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE bench")
        migrate.upgrade(server.url("bench"))
        yield server.url("bench")
    finally:
        server.stop()
