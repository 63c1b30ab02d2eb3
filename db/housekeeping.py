"""What nobody needs any more: tries and one-time codes that count for nothing, what happened at the
desk's door long ago, and the messages by which browsers found each other."""

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
DOOR_KEPT = timedelta(days=365)
"""Who signed in when: a year is what an audit looks back."""
SIGNALS_KEPT = timedelta(hours=4)
"""No call lasts longer."""
_PIECE = 1_000
"""Rows of one transaction: callers' turns must not wait for more."""


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many rows were removed."""

    codes: int
    attempts: int
    door: int = 0
    signals: int = 0


def tidy(database: Database, now: datetime) -> Tidied:
    """Remove codes older than a day, tries at PINs older than thirty, what happened at the desk's
    door more than a year ago, and messages between browsers of calls that are over: while the line
    is open.

    ``now`` is aware. Stopped at any moment, the next run goes on.
    """
    tables = Base.metadata.tables
    codes, attempts = tables["codes"], tables["pin_attempts"]
    door, signals = tables["door_events"], tables["signals"]
    return Tidied(
        codes=_remove(database, codes, codes.c.sent_at < now - CODES_KEPT),
        attempts=_remove(database, attempts, attempts.c.at < now - ATTEMPTS_KEPT),
        door=_remove(database, door, door.c.at < now - DOOR_KEPT),
        signals=_remove(database, signals, signals.c.at < now - SIGNALS_KEPT),
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
