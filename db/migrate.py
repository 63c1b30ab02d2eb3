"""Bringing a database to the tables this version of the line needs (Alembic).

An upgrade is one transaction and waits for its turn: workers that start together do it once.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from db.engine import Database

_FOLDER = Path(__file__).parent / "migrations"
_TURN = 0x68_6F_74_6C_69_6E_65  # any number, the same for every worker: "hotline"


def upgrade(url: str) -> None:
    """Bring the database at ``url`` to the newest tables; a new database is created whole.

    A SQLite file and the folders above it are made when missing. Raises SQLAlchemy's errors when
    the database cannot be reached.
    """
    database = Database(url).for_long_work()
    if database.dialect == "sqlite":
        Path(str(database.url.database)).parent.mkdir(parents=True, exist_ok=True)
    try:
        with database.write() as connection:
            if database.dialect == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_TURN})")
            command.upgrade(_config(connection), "head")
    finally:
        database.dispose()


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
