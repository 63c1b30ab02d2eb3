"""Which tables this version of the line needs, and whether a database has them.

Told without Alembic, which takes as much memory as half of SQLAlchemy: workers that answer calls
ask this question, only commands change tables (``db.migrate``).
"""

from __future__ import annotations

from sqlalchemy import inspect

from db.engine import Database

NEWEST = "0006"
"""The revision of the newest file in ``db/migrations/versions``; a test holds it to that."""
_TABLE = "alembic_version"


def is_current(database: Database) -> bool:
    """Whether the database has exactly the tables this version needs.

    Raises SQLAlchemy's errors when it cannot be reached.
    """
    with database.read() as connection:
        if not inspect(connection).has_table(_TABLE):
            return False
        found = connection.exec_driver_sql(f"SELECT version_num FROM {_TABLE}")  # noqa: S608
        return [*found.scalars()] == [NEWEST]
