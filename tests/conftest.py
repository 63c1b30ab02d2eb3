"""Fixtures every room's tests share: real databases, keys, a clock that is turned by hand."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, settings

from db import migrate
from db.engine import Database
from db.secrets import Keyring
from tests.clock import Clock
from tests.postgres import PostgresMissingError, PostgresServer

# A busy machine is no failure; the limit of time is pytest's.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

pytest_plugins = [
    "tests.plugins.ready",
    "tests.plugins.line",
    "tests.plugins.recorded",
    "tests.plugins.walked",
    "tests.plugins.browser",
    "tests.plugins.leaks",
    "tests.plugins.skips",
    "pytester",
]

_TEMPLATE = "hotline_template"
_numbers = count(1)


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are processors: many a test waits for a page or a process."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes first, so that no worker is left alone with it at the end. Tests of a
    file share what they have set up, and so do the tests of a room that want a browser."""
    items.sort(key=lambda item: not any(map(item.get_closest_marker, ("long", "browser"))))
    for item in items:
        shared = item.path.parent if item.get_closest_marker("browser") else item.path
        item.add_marker(pytest.mark.xdist_group(str(shared.relative_to(item.config.rootpath))))


def pytest_collection_finish() -> None:
    """What is loaded now stays: collecting garbage need not look through it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def clock() -> Clock:
    """A Monday morning in March 2026, until it is turned."""
    return Clock()


@pytest.fixture(scope="session")
def keyring() -> Keyring:
    """One fresh key."""
    return Keyring.parse(Keyring.new_entry())


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL with a migrated template; one for each worker, started when first wanted."""
    try:
        server = PostgresServer()
    except PostgresMissingError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(str(error))
        pytest.skip(f"NOT TESTED ON POSTGRESQL: {error}")
    try:
        with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {_TEMPLATE}")
        migrate.upgrade(server.url(_TEMPLATE))
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("template") / "hotline.db"
    migrate.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh, migrated SQLite database of this test's own."""
    path = tmp_path / "hotline.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """A fresh, migrated PostgreSQL database of this test's own."""
    name = f"test_{next(_numbers)}"
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE} STRATEGY file_copy")
        yield postgres.url(name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh, migrated database: the test runs once on SQLite and once on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """``database_url``, opened."""
    opened = Database(database_url)
    yield opened
    opened.dispose()
