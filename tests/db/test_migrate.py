"""Migrations make exactly the tables of the models, on both databases."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, select

from db import migrate, revision
from db.engine import Database
from db.models import AuditHead, Base


def test_migrated_tables_equal_the_models(database: Database) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_revision_asked_for_is_the_newest_there_is() -> None:
    assert ScriptDirectory.from_config(migrate._config()).get_heads() == [revision.NEWEST]


def test_a_database_of_an_older_version_is_not_current(database: Database) -> None:
    with database.write() as connection:
        command.downgrade(migrate._config(connection), "-1")
    assert not revision.is_current(database)


def test_a_migrated_database_is_current(database: Database) -> None:
    assert revision.is_current(database)


def test_an_empty_database_is_not_current(tmp_path: Path) -> None:
    assert not revision.is_current(Database(f"sqlite:///{tmp_path}/empty.db"))


def test_upgrading_twice_changes_nothing(database: Database, database_url: str) -> None:
    migrate.upgrade(database_url)
    assert revision.is_current(database)
    with database.read() as connection:
        assert len(connection.execute(select(AuditHead.id)).all()) == 1


def test_every_table_can_be_taken_down_again(database: Database) -> None:
    with database.write() as connection:
        command.downgrade(migrate._config(connection), "base")
    with database.read() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]


def test_folders_above_a_new_file_are_made(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/instance/deep/hotline.db"
    migrate.upgrade(url)
    assert revision.is_current(Database(url))


def test_workers_that_start_together_upgrade_once(database: Database, database_url: str) -> None:
    with database.write() as connection:
        command.downgrade(migrate._config(connection), "base")
    program = "import sys; from db import migrate; migrate.upgrade(sys.argv[1])"
    workers = [subprocess.Popen([sys.executable, "-c", program, database_url]) for _ in range(2)]
    assert [worker.wait(30) for worker in workers] == [0, 0]
    assert revision.is_current(database)


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.write() as connection:
        command.downgrade(migrate._config(connection), "base")

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("out of disk")

    with database.read() as connection:
        before = inspect(connection).get_table_names()
    monkeypatch.setattr("alembic.op.bulk_insert", broken)
    with pytest.raises(RuntimeError, match="out of disk"):
        migrate.upgrade(database.url.render_as_string(hide_password=False))
    with database.read() as connection:
        assert inspect(connection).get_table_names() == before
