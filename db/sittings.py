"""Who is signed in at the desk. The browser has a token, the database only its SHA-256.

A session ends when nobody has done anything for ``IDLE``, in any case after ``LONGEST``, at
sign-out, when the account is disabled or reset, and when its password changes. What a page asks by
itself is not somebody doing something.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, insert, select, update

from db.engine import Database
from db.models import Sitting, Staff, StaffRole
from db.staff import COLUMNS, WITH_AGENT, StaffMember, member

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
_NOTED_EVERY = timedelta(minutes=1)
"""How finely it is kept when somebody last did something: not every click writes."""
_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Seat:
    """An open session: whose it is, and until when it lasts if nothing more is done."""

    key: bytes = field(repr=False)
    member: StaffMember
    until: datetime


class Sittings:
    """The open sessions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, staff_id: int, now: datetime) -> str:
        """A new session; gives its token. What lapsed is cleared away meanwhile."""
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        row = {"token_index": _key(token), "staff_id": staff_id, "since": now, "seen_at": now}
        with self._database.write() as connection:
            connection.execute(_LAPSED, {"idle": now - IDLE, "longest": now - LONGEST})
            connection.execute(insert(Sitting), row)
        return token

    def find(self, token: str, now: datetime, *, by_hand: bool) -> Seat | None:
        """The session of a token while it lasts and its account is active.

        ``by_hand``: a person did this, so that the session lasts longer.
        """
        key = _key(token)
        with self._database.read() as connection:
            rows = connection.execute(_FIND, {"key": key}).all()
        if not rows or not rows[0].active:
            return None
        row = rows[0]
        until = min(row.seen_at + IDLE, row.since + LONGEST)
        if now >= until:
            return None
        if by_hand:
            if now - row.seen_at >= _NOTED_EVERY:
                with self._database.write() as connection:
                    connection.execute(_SEEN, {"key": key, "now": now})
            until = min(now + IDLE, row.since + LONGEST)
        return Seat(key, member(row, [each.role for each in rows if each.role is not None]), until)

    def end(self, token: str) -> None:
        """End a session, if it is one."""
        with self._database.write() as connection:
            connection.execute(_END, {"key": _key(token)})


def _key(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


_FIND = (
    select(*COLUMNS, Sitting.since, Sitting.seen_at, StaffRole.role)
    .select_from(
        WITH_AGENT.join(Sitting.__table__, Sitting.staff_id == Staff.id).outerjoin(
            StaffRole.__table__, StaffRole.staff_id == Staff.id
        )
    )
    .where(Sitting.token_index == bindparam("key"))
)
_SEEN = (
    update(Sitting).where(Sitting.token_index == bindparam("key")).values(seen_at=bindparam("now"))
)
_END = delete(Sitting).where(Sitting.token_index == bindparam("key"))
_LAPSED = delete(Sitting).where(
    (Sitting.seen_at < bindparam("idle")) | (Sitting.since < bindparam("longest"))
)
