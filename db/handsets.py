"""Telephones in a browser: the call each of them plays, kept between two requests.

What is kept is a *journal*, from which the call can be played again to the moment it was left. It
is encrypted, for it quotes what the line said. A telephone is found by the hash of its token: who
reads the database cannot take over a call.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Row, bindparam, delete, func, insert, select, update

from db.engine import Database
from db.models import Handset
from db.secrets import Keyring

_CONTEXT = "handsets.journal"
TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class StoredHandset:
    """A journal as it was kept. ``version`` must be given back to replace it."""

    key: bytes
    version: int
    journal: bytes = field(repr=False)
    over: bool
    touched_at: datetime


class Handsets:
    """The telephones of the browsers, in the database."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    def add(self, token: str, journal: bytes, over: bool, now: datetime) -> None:
        """Keep a new telephone. Its token (``new_token``) is kept nowhere."""
        row = {"token_index": _key(token), "version": 1, "over": over, "touched_at": now}
        with self._database.write() as connection:
            connection.execute(_ADD, {**row, "journal": self._sealed(journal)})

    def find(self, token: str) -> StoredHandset | None:
        """The telephone of this token."""
        with self._database.read() as connection:
            row = connection.execute(_FIND, {"key": _key(token)}).one_or_none()
        return None if row is None else self._stored(row)

    def save(self, found: StoredHandset, journal: bytes, over: bool, now: datetime) -> bool:
        """Replace the journal; False when another request has replaced it first, or it is gone."""
        values = {"new_journal": self._sealed(journal), "new_over": over, "now": now}
        with self._database.write() as connection:
            moved = connection.execute(
                _SAVE, {**values, "key": found.key, "expected": found.version}
            )
        return moved.rowcount == 1

    def touch(self, found: StoredHandset, now: datetime) -> None:
        """Note that somebody is still there."""
        with self._database.write() as connection:
            connection.execute(_TOUCH, {"key": found.key, "now": now})

    def busy(self, since: datetime) -> int:
        """How many are in the middle of a call, as far as is known from ``since`` on."""
        with self._database.read() as connection:
            return connection.execute(_BUSY, {"since": since}).scalar_one()

    def forsaken(self, before: datetime, most: int) -> list[StoredHandset]:
        """Telephones nobody has touched since, oldest first."""
        with self._database.read() as connection:
            rows = connection.execute(_FORSAKEN, {"before": before, "most": most}).all()
        return [self._stored(row) for row in rows]

    def forget(self, found: StoredHandset) -> None:
        """Delete it with all it quotes."""
        with self._database.write() as connection:
            connection.execute(_FORGET, {"key": found.key})

    def _sealed(self, journal: bytes) -> bytes:
        return self._keyring.encrypt(journal, _CONTEXT)

    def _stored(self, row: Row[bytes, int, bytes, bool, datetime]) -> StoredHandset:
        journal = self._keyring.decrypt(row.journal, _CONTEXT)
        return StoredHandset(row.token_index, row.version, journal, row.over, row.touched_at)


def new_token() -> str:
    """A token nobody can guess."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def sid_of(token: str) -> str:
    """What the call of a telephone is called by the carrier. Whoever has the token can tell, also
    when the journal has been forgotten; from the name nobody can tell the token."""
    return f"CA{hashlib.sha256(f'call {token}'.encode()).hexdigest()[:32]}"


def _key(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


_COLUMNS = (
    Handset.token_index,
    Handset.version,
    Handset.journal,
    Handset.over,
    Handset.touched_at,
)
_ADD = insert(Handset)
_FIND = select(*_COLUMNS).where(Handset.token_index == bindparam("key"))
_SAVE = (
    update(Handset)
    .where(Handset.token_index == bindparam("key"), Handset.version == bindparam("expected"))
    .values(
        version=Handset.version + 1,
        journal=bindparam("new_journal"),
        over=bindparam("new_over"),
        touched_at=bindparam("now"),
    )
)
_TOUCH = (
    update(Handset)
    .where(Handset.token_index == bindparam("key"))
    .values(touched_at=bindparam("now"))
)
_BUSY = (
    select(func.count())
    .select_from(Handset)
    .where(Handset.over.is_(False), Handset.touched_at >= bindparam("since"))
)
_FORSAKEN = (
    select(*_COLUMNS)
    .where(Handset.touched_at < bindparam("before"))
    .order_by(Handset.touched_at)
    .limit(bindparam("most"))
)
_FORGET = delete(Handset).where(Handset.token_index == bindparam("key"))
