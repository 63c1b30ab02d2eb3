"""One-time codes, texted to a registered mobile: who may have one, and whether it is right.

A code is six random digits, good for ten minutes, for one use, and only in the call in which it was
sent; what is stored is a keyed hash over call and code. Three wrong answers in a call end it. How
often codes are sent is limited for each call, each record and each calling number, so that nobody's
telephone is flooded with messages.

An ID number that nobody has, or that has no registered mobile, gets a code too, which is sent to
nobody and equals nothing that can be typed: the same statements run, the same limits hold, and the
caller hears the same.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

from sqlalchemy import (
    Connection,
    LargeBinary,
    Table,
    bindparam,
    func,
    insert,
    select,
    update,
)

from db.attempts import take_turns
from db.conflict import GoneError
from db.engine import Database, Later
from db.models import Base, Moment
from db.prepared import Prepared, each, named
from db.secrets import ID_NUMBER, INDEX_BYTES, Keyring

LENGTH = 6
"""Digits of a code."""
_KIND = "one-time-code"


def draw() -> str:
    """Six random digits."""
    return f"{secrets.randbelow(10**LENGTH):0{LENGTH}}"


@dataclass(frozen=True, slots=True)
class Limits:
    """How often codes are sent and tried."""

    per_call: int = 2
    per_record: int = 5
    per_number: int = 5
    window: timedelta = timedelta(hours=24)
    """What ``per_record`` and ``per_number`` count over."""
    tries: int = 3
    """Wrong answers in a call, whichever codes were sent in it."""
    valid: timedelta = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A code that a call asks for.

    ``id_number`` has eighteen characters, known or not; ``number_index`` is the blind index of the
    calling number, ``None`` when it is hidden; ``person_id`` is who gets the code, ``None`` when
    there is nobody it can be sent to.
    """

    call_id: int
    id_number: str = field(repr=False)
    number_index: bytes | None
    person_id: int | None


@dataclass(frozen=True, slots=True)
class Checked:
    """What a typed code is worth; ``write`` keeps that, with the turn.

    ``person_id``: who got the code, when it is right. ``left``: how many tries the call still has.
    """

    person_id: int | None
    left: int
    write: Later = field(compare=False, repr=False)

    @property
    def right(self) -> bool:
        return self.person_id is not None


class _Sent(NamedTuple):
    """A code that was sent in a call."""

    id: int
    record_index: bytes
    person_id: int | None
    hash: bytes
    expires_at: datetime
    used_at: datetime | None
    tries: int


class Codes:
    """Makes and checks codes. One for the process; safe to share between threads."""

    def __init__(self, database: Database, keyring: Keyring, limits: Limits | None = None) -> None:
        self._database = database
        self._keyring = keyring
        self._limits = limits or Limits()

    def may_send(self, wanted: Wanted, now: datetime) -> bool:
        """Whether one more code may be sent at ``now``, an aware moment."""
        with self._database.read() as connection:
            return self._allowed(connection, wanted, now)

    def new(self, wanted: Wanted) -> tuple[str, Later]:
        """A code, and the write that makes it count from the turn on.

        The write raises ``GoneError`` when other calls have used the limits up meanwhile.
        """
        code = draw()
        hashed = secrets.token_bytes(INDEX_BYTES)
        if wanted.person_id is not None:
            hashed = self._keyring.index(_KIND, f"{wanted.call_id}:{code}")
        record = self._keyring.index(ID_NUMBER, wanted.id_number)

        def write(connection: Connection, now: datetime) -> None:
            take_turns(connection, record, wanted.number_index)
            if not self._allowed(connection, wanted, now):
                raise GoneError
            row = {
                "call_id": wanted.call_id,
                "record_index": record,
                "number_index": wanted.number_index,
                "person_id": wanted.person_id,
                "hash": hashed,
                "sent_at": now,
                "expires_at": now + self._limits.valid,
                "tries": 0,
            }
            connection.execute(_PUT, row)

        return code, write

    def check(self, call_id: int, id_number: str, typed: str, now: datetime) -> Checked:
        """What ``typed`` is worth in a call that asked for a code for ``id_number``.

        The answer's ``write`` must be written with the turn: it counts the try, or uses the code
        up. Any code of the call that was sent for this ID number will do: the first message may
        come after the second.
        """
        with self._database.read() as connection:
            sent = [_Sent(*row) for row in _OF_CALL.all(connection, {"call": call_id})]
        left = self._limits.tries - sum(one.tries for one in sent)
        records = self._keyring.indexes(ID_NUMBER, id_number)
        hashes = self._keyring.indexes(_KIND, f"{call_id}:{typed}")
        for one in sent:
            live = left > 0 and one.used_at is None and now < one.expires_at
            same = any(hmac.compare_digest(one.hash, each) for each in hashes)
            if live and same and one.record_index in records and one.person_id is not None:
                return Checked(one.person_id, left, _use(one.id))
        return Checked(None, max(left - 1, 0), _miss(call_id))

    def _allowed(self, connection: Connection, wanted: Wanted, now: datetime) -> bool:
        records = self._keyring.indexes(ID_NUMBER, wanted.id_number)
        values = {
            "call": wanted.call_id,
            "number": wanted.number_index,
            "since": now - self._limits.window,
            **named("record", records),
        }
        # A SELECT of subqueries alone has one row whatever there is.
        [counted] = _sent(len(records)).all(connection, values)
        in_call, tries, of_record, from_number = counted
        return bool(
            in_call < self._limits.per_call
            and tries < self._limits.tries
            and of_record < self._limits.per_record
            and from_number < self._limits.per_number
        )


def _use(code_id: int) -> Later:
    def write(connection: Connection, now: datetime) -> None:
        if connection.execute(_USE, {"code": code_id, "now": now}).rowcount != 1:
            raise GoneError

    return write


def _miss(call_id: int) -> Later:
    def write(connection: Connection, _now: datetime) -> None:
        connection.execute(_MISS, {"call": call_id})

    return write


_CODES: Table = Base.metadata.tables["codes"]


@cache
def _sent(keys: int) -> Prepared:
    """How many codes a call was sent and how many it got wrong; how many were sent lately for a
    record that has an index by each of ``keys``, and to a calling number (a hidden one is none)."""
    recent = _CODES.c.sent_at > bindparam("since", type_=Moment)
    in_call = _CODES.c.call_id == bindparam("call")
    of_record = _CODES.c.record_index.in_(each("record", keys, LargeBinary))
    from_number = _CODES.c.number_index == bindparam("number", type_=LargeBinary)
    counts = (
        select(func.count()).where(in_call),
        select(func.coalesce(func.sum(_CODES.c.tries), 0)).where(in_call),
        select(func.count()).where(of_record, recent),
        select(func.count()).where(from_number, recent),
    )
    return Prepared(select(*(count.scalar_subquery() for count in counts)))


_OF_CALL = Prepared(
    select(
        _CODES.c.id,
        _CODES.c.record_index,
        _CODES.c.person_id,
        _CODES.c.hash,
        _CODES.c.expires_at,
        _CODES.c.used_at,
        _CODES.c.tries,
    ).where(_CODES.c.call_id == bindparam("call"))
)
_PUT = insert(_CODES)
_USE = (
    update(_CODES)
    .where(_CODES.c.id == bindparam("code"), _CODES.c.used_at.is_(None))
    .values(used_at=bindparam("now"))
)
_NEWEST = select(func.max(_CODES.c.id)).where(_CODES.c.call_id == bindparam("call"))
_MISS = (
    update(_CODES).where(_CODES.c.id == _NEWEST.scalar_subquery()).values(tries=_CODES.c.tries + 1)
)
