"""One load of a kind at a time, on however many machines: a lease that lapses when its holder dies.

It is renewed in the transactions of the load itself, so that a holder that was asleep for too long
finds its lease gone before it writes anything.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.exc import DBAPIError, OperationalError

from db.bulk import upsert
from db.engine import Database
from db.imports.errors import RefusedError
from db.models import ImportLease

LASTS = timedelta(minutes=2)


class LeaseLostError(RefusedError):
    """Someone else loads this kind now."""


class Lease:
    """The right to load ``kind``. Take it, renew it with every commit, release it."""

    def __init__(self, kind: str, now: Callable[[], datetime]) -> None:
        self._kind = kind
        self._now = now
        self._holder = secrets.token_hex(16)

    def take(self, database: Database) -> None:
        """Raises ``LeaseLostError`` with the moment to try again when another load is at work."""
        now = self._now()
        values = {"kind": self._kind, "holder": self._holder, "until": now + LASTS}
        statement = upsert(
            database.dialect,
            ImportLease,
            [values],
            key=("kind",),
            where=lambda mine: ImportLease.until <= now,
        )
        try:
            with database.write() as connection:
                if connection.execute(statement).rowcount:
                    return
                until = connection.scalar(
                    select(ImportLease.until).where(ImportLease.kind == self._kind)
                )
        except OperationalError as error:
            # The holder is in its last transaction, which locks the lease.
            raise LeaseLostError(
                f"another load of {self._kind} is about to finish, or the database is busy: "
                "try again in a minute"
            ) from error
        raise LeaseLostError(
            f"another load of {self._kind} is running: try again when it is done. If it died, its "
            f"turn ends at {until:%H:%M:%S} UTC"
        )

    def renew(self, connection: Connection) -> None:
        """Inside a transaction of the load. Raises ``LeaseLostError`` when it is gone."""
        renewed = connection.execute(
            update(ImportLease)
            .where(ImportLease.kind == self._kind, ImportLease.holder == self._holder)
            .values(until=self._now() + LASTS)
        )
        if not renewed.rowcount:
            raise LeaseLostError(
                f"this load of {self._kind} stood still for too long and another took its place"
            )

    def release(self, database: Database) -> None:
        """Let the next load begin at once."""
        # Without a database nothing can be released; the lease lapses by itself.
        with suppress(DBAPIError), database.write() as connection:
            connection.execute(
                delete(ImportLease).where(
                    ImportLease.kind == self._kind, ImportLease.holder == self._holder
                )
            )
