"""What nobody needs any more: tries at PINs and one-time codes that count for nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Table, delete, select

from db.engine import Database
from db.models import Base

CODES_KEPT = timedelta(days=1)
"""Limits on codes count over a day."""
ATTEMPTS_KEPT = timedelta(days=30)
"""Limits on tries count over hours; the rest is for whoever asks what happened."""
_PIECE = 1_000
"""Rows of one transaction: callers' turns must not wait for more."""


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many rows were removed."""

    codes: int
    attempts: int


def tidy(database: Database, now: datetime) -> Tidied:
    """Remove codes older than a day and tries at PINs older than thirty, while the line is open.

    ``now`` is aware. Stopped at any moment, the next run goes on.
    """
    tables = Base.metadata.tables
    codes, attempts = tables["codes"], tables["pin_attempts"]
    return Tidied(
        codes=_remove(database, codes, codes.c.sent_at < now - CODES_KEPT),
        attempts=_remove(database, attempts, attempts.c.at < now - ATTEMPTS_KEPT),
    )


def _remove(database: Database, table: Table, old: ColumnElement[bool]) -> int:
    piece = select(table.c.id).where(old).limit(_PIECE).scalar_subquery()
    removed = 0
    while True:
        with database.write() as connection:
            found = connection.execute(delete(table).where(table.c.id.in_(piece))).rowcount
        removed += found
        if found < _PIECE:
            return removed
