"""Proving who calls: an ID number and a PIN, checked so that guessing does not pay.

An unknown ID, a person without a PIN, and a wrong PIN run the same statements and one hash of the
same cost; they cannot be told apart by what is answered or how long it takes. ``db.attempts``
keeps the count. A turn that the carrier repeats gets the answer it got, without another hash.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import NamedTuple

from sqlalchemy import Connection, LargeBinary, Table, bindparam, insert, select, update

from db import attempts, pins
from db.attempts import Limits, Standing, Try
from db.engine import Database
from db.hasher import HasherBusyError, PinHasher, Slot
from db.models import Base
from db.prepared import Prepared, each, named
from db.secrets import ID_NUMBER, PHONE, Keyring

_MOBILE = "persons.mobile"
PATIENCE_SECONDS = 10.0
"""How long a person who has proven who they are waits for the hash of a new PIN."""


@dataclass(frozen=True, slots=True)
class Verified:
    """The caller is this person. A ``one_time`` PIN must be replaced before anything else.

    ``mobile_ending``: the last four digits of the registered mobile, None when there is none.
    """

    person_id: int
    one_time: bool
    mobile_ending: str | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Refused:
    """Not proven. Nobody learns whether the ID is known."""


@dataclass(frozen=True, slots=True)
class Locked:
    """The record or the calling number was tried too often: no PIN is looked at until then."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Busy:
    """Too many PINs are being checked at this moment. Nothing was counted; try again soon."""


@dataclass(frozen=True, slots=True)
class Known:
    """A person on record, with their registered mobile (E.164)."""

    person_id: int
    mobile: str | None = field(repr=False)


class _Known(NamedTuple):
    """A known person; the rest is ``None`` for one without a PIN."""

    person_id: int
    hash: str | None
    key_id: str | None
    one_time: bool | None
    mobile: bytes | None


class Identity:
    """Checks and replaces PINs. One for the process; safe to share between threads."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        hasher: PinHasher,
        limits: Limits | None = None,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._hasher = hasher
        self._limits = limits or Limits()

    def check(
        self,
        *,
        id_number: str,
        pin: str,
        number_index: bytes | None,
        call_id: int,
        turn: int,
        now: datetime,
    ) -> Verified | Refused | Locked | Busy:
        """Check a PIN, once for each ``(call_id, turn)`` however often it is asked.

        ``id_number`` has eighteen characters, known or not; ``number_index`` is the blind index of
        the calling number, ``None`` when it is hidden; ``now`` is aware. Must not be called inside
        an open write transaction of the same database: it commits by itself, before and after the
        hash. The failure that locks is answered with ``Locked``.
        """
        attempt = Try(
            call_id=call_id,
            turn=turn,
            records=tuple(self._keyring.indexes(ID_NUMBER, id_number)),
            number=number_index,
            at=now,
        )
        try:
            with self._hasher.slot() as slot:
                return self._check(attempt, pin, slot)
        except HasherBusyError:
            return Busy()

    def registered(self, id_number: str, number_index: bytes | None) -> tuple[int, str] | None:
        """The person of an ID number whose registered mobile has the blind index
        ``number_index``, with the mobile's last four digits; ``None`` when it is not theirs."""
        if number_index is None:
            return None
        found = self.person(id_number)
        if found is None or found.mobile is None:
            return None
        if number_index not in self._keyring.indexes(PHONE, found.mobile):
            return None
        return found.person_id, found.mobile[-4:]

    def person(self, id_number: str) -> Known | None:
        """Who has an ID number, known or not to whoever asks: nothing is proven by it."""
        records = self._keyring.indexes(ID_NUMBER, id_number)
        with self._database.read() as connection:
            row = _person_of(len(records)).first(connection, named("record", records))
        if row is None:
            return None
        person_id, mobile = row
        return Known(person_id, self._keyring.decrypt_text(mobile, _MOBILE) if mobile else None)

    def id_number(self, person_id: int) -> str:
        """The ID number of a person who has proven who they are. ``LookupError`` when gone."""
        with self._database.read() as connection:
            row = _ID_NUMBER_OF.first(connection, {"person": person_id})
        if row is None:
            raise LookupError("a person who is on the line has gone from the records")
        return self._keyring.decrypt_text(row[0], "persons.id_number")

    def reset_at(self, person_id: int) -> datetime | None:
        """When the person's PIN was last set by a code alone, because it was forgotten."""
        with self._database.read() as connection:
            row = _RESET_AT.first(connection, {"person": person_id})
        return row[0] if row is not None else None

    def new_pin_problem(self, id_number: str, pin: str) -> pins.Problem | None:
        """Why a person may not choose ``pin``, or ``None``; see ``db.pins``."""
        return pins.problem(id_number, pin)

    def replace_pin(
        self, person_id: int, pin: str, *, reset: bool = False
    ) -> Callable[[Connection, datetime], None]:
        """Hash a person's own new PIN now; the returned write stores it in a transaction later.

        ``reset``: it replaces one that was forgotten, and was given on a code alone. That is
        remembered when the PIN is changed again: a change proves no more than the PIN before.

        Raises ``HasherBusyError`` when the hash pool stays full for ten seconds.
        """
        key_id = self._keyring.newest
        with self._hasher.slot(PATIENCE_SECONDS) as slot:
            hashed = slot.hash(self._keyring.pepper(key_id), pin)

        def write(connection: Connection, now: datetime) -> None:
            made = {"hash": hashed, "key_id": key_id, "one_time": False, "changed_at": now}
            if reset:
                made["reset_at"] = now
            replaced = update(_PINS).where(_PINS.c.person_id == person_id).values(made)
            if connection.execute(replaced).rowcount == 0:
                connection.execute(insert(_PINS), {"person_id": person_id, **made})

        return write

    def _check(self, attempt: Try, pin: str, slot: Slot) -> Verified | Refused | Locked:
        with self._database.write() as connection:
            standing = attempts.admit(connection, attempt, self._limits)
            find = _pin_of(len(attempt.records))
            row = find.first(connection, named("record", attempt.records))
        known = _Known(*row) if row is not None else None
        if standing.outcome == "pending":
            proven = self._proven(slot, known, pin)
            with self._database.write() as connection:
                standing = attempts.settle(connection, attempt, self._limits, standing, proven)
            if proven is not None and known is not None:
                self._freshen(slot, known, pin)
        return self._answer(standing, known)

    def _proven(self, slot: Slot, known: _Known | None, pin: str) -> int | None:
        """One hash in every case; the person whose PIN it is, or ``None``."""
        person_id, hashed, key_id = None, self._hasher.dummy, self._keyring.newest
        if known and known.hash and known.key_id in self._keyring.ids:
            person_id, hashed, key_id = known.person_id, known.hash, known.key_id
        return person_id if slot.verify(hashed, self._keyring.pepper(key_id), pin) else None

    def _answer(self, standing: Standing, known: _Known | None) -> Verified | Refused | Locked:
        if standing.outcome == "verified" and standing.person_id is not None:
            one_time = bool(known is not None and known.one_time)
            mobile = known.mobile if known is not None else None
            return Verified(standing.person_id, one_time, self._ending(mobile))
        if standing.outcome in ("locking", "locked") and standing.until is not None:
            return Locked(standing.until)
        return Refused()

    def _ending(self, mobile: bytes | None) -> str | None:
        return self._keyring.decrypt_text(mobile, _MOBILE)[-4:] if mobile else None

    def _freshen(self, slot: Slot, known: _Known, pin: str) -> None:
        """Hash again a PIN that was peppered with an older key or made at another cost."""
        key_id = self._keyring.newest
        if known.hash is None or (
            known.key_id == key_id and not self._hasher.is_outdated(known.hash)
        ):
            return
        hashed = slot.hash(self._keyring.pepper(key_id), pin)
        with self._database.write() as connection:
            connection.execute(
                _FRESHEN,
                {"person": known.person_id, "old": known.hash, "hash": hashed, "key_id": key_id},
            )


_PERSONS: Table = Base.metadata.tables["persons"]
_PINS: Table = Base.metadata.tables["pins"]


@cache
def _pin_of(keys: int) -> Prepared:
    """The person of a record that has an index by each of ``keys``, and their PIN."""
    return Prepared(
        select(_PERSONS.c.id, _PINS.c.hash, _PINS.c.key_id, _PINS.c.one_time, _PERSONS.c.mobile)
        .select_from(_PERSONS.outerjoin(_PINS, _PINS.c.person_id == _PERSONS.c.id))
        .where(_PERSONS.c.id_index.in_(each("record", keys, LargeBinary)))
    )


@cache
def _person_of(keys: int) -> Prepared:
    """The person of a record that has an index by each of ``keys``, and their mobile."""
    return Prepared(
        select(_PERSONS.c.id, _PERSONS.c.mobile).where(
            _PERSONS.c.id_index.in_(each("record", keys, LargeBinary))
        )
    )


_ID_NUMBER_OF = Prepared(select(_PERSONS.c.id_number).where(_PERSONS.c.id == bindparam("person")))
_RESET_AT = Prepared(select(_PINS.c.reset_at).where(_PINS.c.person_id == bindparam("person")))
_FRESHEN = (
    update(_PINS)
    # Only the hash that was checked: a PIN changed meanwhile stays changed.
    .where(_PINS.c.person_id == bindparam("person"), _PINS.c.hash == bindparam("old"))
    .values(hash=bindparam("hash"), key_id=bindparam("key_id"))
)
