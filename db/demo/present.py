"""Whether the demo city is already there."""

from __future__ import annotations

from sqlalchemy import select

from db.engine import Database
from db.models import Import

_DEMO = select(Import.id).where(Import.kind == "demo", Import.done_at.is_not(None)).limit(1)


def is_present(database: Database) -> bool:
    """Whether a demo city was filled in to its end, on whichever day."""
    with database.read() as connection:
        return connection.execute(_DEMO).first() is not None
