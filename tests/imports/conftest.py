"""A database to load files into."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.engine import Database
from db.secrets import Keyring
from tests.clock import Clock
from tests.imports.files import Loading


@pytest.fixture
def empty(database: Database, keyring: Keyring, clock: Clock, tmp_path: Path) -> Loading:
    """Nobody is on record, on SQLite and on PostgreSQL."""
    return Loading(database, keyring, clock, tmp_path)


@pytest.fixture
def loading(empty: Loading) -> Loading:
    """Ada and Ben are on record, on SQLite and on PostgreSQL."""
    empty.rows("persons")
    return empty


@pytest.fixture
def small(sqlite_url: str, keyring: Keyring, clock: Clock, tmp_path: Path) -> Loading:
    """Ada and Ben are on record, on SQLite alone: for what does not depend on the database."""
    loading = Loading(Database(sqlite_url), keyring, clock, tmp_path)
    loading.rows("persons")
    return loading
