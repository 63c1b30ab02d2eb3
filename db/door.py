"""The desk's door: who comes in, by password and one-time code, and what happened there.

A try is written down *before* anything is checked, and counts as a failure until it is settled, so
that guesses in parallel are no more than guesses in a row. After ``FAILURES`` of one name within
``WINDOW`` nobody comes in by it until one of them is older; a name that nobody has is limited
alike. Whatever is wrong, the same is done: one password is hashed, one code computed, two
transactions are written. Nobody learns from the answer or from its time which names exist.

A code (RFC 6238, 30 seconds) may be one step early or late, and no step is taken twice.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pyotp
from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select, update

from db.engine import Database
from db.models import DoorEvent, Sitting, Staff
from db.passwords import Passwords, PasswordsBusyError
from db.secrets import Keyring

WHAT = (
    "trying", "refused", "locked", "busy", "signed-in", "signed-out",
    "created", "disabled", "enabled", "reset", "roles", "password", "totp",
)  # fmt: skip
"""``locked`` is a try after too many; ``busy`` one that was not looked at; ``trying`` one that was
not finished, which counts as a failure."""
_FAILED = ("trying", "refused")
_FORGIVES = ("signed-in", "created", "reset")
COMMAND = "command"
"""Who did it, when an operator did at the machine."""
FAILURES = 5
WINDOW = timedelta(minutes=15)
STEPS = (0, -1, 1)
"""Which codes are good: this one, the one before, the next."""
_NAME_KIND = "staff-name"
_NOBODYS_SECRET = "A" * 32


class Door:
    """Lets people in. ``demo``: whether accounts of the demo open anything."""

    def __init__(
        self, database: Database, keyring: Keyring, passwords: Passwords, *, demo: bool
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._passwords = passwords
        self._demo = demo

    def sign_in(self, name: str, password: str, code: str, now: datetime) -> int | None:
        """The id of whose name, password and code these are, or ``None`` for whatever reason.

        Raises ``PasswordsBusyError`` when too many try at this moment.
        """
        name = normal(name)
        with self._database.write() as connection:
            row = connection.execute(_FIND, {"name": name}).one_or_none()
            staff_id = None if row is None else row.id
            admitted = self._admit(connection, name, now)
            event = self._note(connection, name, staff_id, admitted, now)
        try:
            right = self._passwords.matches(None if row is None else row.password, password)
        except PasswordsBusyError:
            # Nothing was checked: it is nobody's failure.
            with self._database.write() as connection:
                connection.execute(_SETTLE, {"event": event, "outcome": "busy"})
            raise
        step = self._step(row, code, now)
        allowed = row is not None and row.active and (self._demo or not row.demo)
        with self._database.write() as connection:
            used = {"staff": staff_id if step is not None else None, "step": step}
            outcome = admitted
            if admitted == "trying":
                # Only a right password uses a code up: else a stranger could spend the owner's.
                good = right and allowed and connection.execute(_USE_STEP, used).rowcount == 1
                outcome = "signed-in" if good else "refused"
            connection.execute(_SETTLE, {"event": event, "outcome": outcome})
        return staff_id if outcome == "signed-in" else None

    def signed_out(self, staff_id: int, name: str, now: datetime) -> None:
        """Note that somebody left."""
        with self._database.write() as connection:
            note(connection, self._keyring, name, staff_id, "signed-out", name, now)

    def confirm_totp(self, staff_id: int, name: str, code: str, now: datetime) -> bool:
        """Put the proposed second factor in force if ``code`` is of it; other sessions end."""
        with self._database.write() as connection:
            kept = connection.execute(_PROPOSED, {"staff": staff_id}).scalar_one()
            if kept is None:
                return False
            secret = self._keyring.decrypt_text(kept, "staff.totp_next")
            step = _matching_step(secret, code, now)
            if step is None:
                return False
            sealed = self._keyring.encrypt(secret, "staff.totp")
            values = {"staff": staff_id, "sealed": sealed, "step": step}
            connection.execute(_CONFIRM, values)
            connection.execute(delete(Sitting).where(Sitting.staff_id == staff_id))
            note(connection, self._keyring, name, staff_id, "totp", name, now)
        return True

    def demo_code(self, name: str, now: datetime) -> str | None:
        """A code that an account of the demo can sign in with now; for no other account.

        ``None`` also when both codes of this half minute have been used: wait for the next.
        """
        with self._database.read() as connection:
            row = connection.execute(_FIND, {"name": name}).one_or_none()
        if row is None or not row.demo or not self._demo:
            return None
        totp = pyotp.TOTP(self._keyring.decrypt_text(row.totp, "staff.totp"))
        first = totp.timecode(now)
        for step in (first, first + 1):
            if row.totp_step is None or step > row.totp_step:
                return totp.generate_otp(step)
        return None

    def _admit(self, connection: Connection, name: str, now: datetime) -> str:
        indexes = self._keyring.indexes(_NAME_KIND, name)
        if connection.dialect.name == "postgresql":
            # SQLite has one writer anyway.
            turn = func.pg_advisory_xact_lock(int.from_bytes(indexes[0][:8], signed=True))
            connection.execute(select(turn))
        failures = connection.execute(_failures(indexes), {"since": now - WINDOW}).scalar_one()
        return "locked" if failures >= FAILURES else "trying"

    def _note(
        self, connection: Connection, name: str, staff_id: int | None, what: str, now: datetime
    ) -> int:
        by = "" if staff_id is None else name
        return note(connection, self._keyring, name, staff_id, what, by, now)

    def _step(self, row: Any, code: str, now: datetime) -> int | None:
        secret = _NOBODYS_SECRET
        if row is not None:
            secret = self._keyring.decrypt_text(row.totp, "staff.totp")
        return _matching_step(secret, code, now)


def normal(name: str) -> str:
    """A user name as it is kept."""
    return name.strip().lower()


def note(
    connection: Connection,
    keyring: Keyring,
    name: str,
    staff_id: int | None,
    what: str,
    by: str,
    now: datetime,
) -> int:
    """Write down, in the caller's transaction, what happened (one of ``WHAT``); gives its id."""
    row = {
        "at": now,
        "name_index": keyring.index(_NAME_KIND, name),
        "staff_id": staff_id,
        "what": what,
        "by": by,
    }
    return connection.execute(insert(DoorEvent).returning(DoorEvent.id), row).scalar_one()


def _matching_step(secret: str, code: str, now: datetime) -> int | None:
    totp = pyotp.TOTP(secret)
    digits = "".join(code.split()).encode()
    first = totp.timecode(now)
    found = [
        first + step
        for step in STEPS
        if hmac.compare_digest(totp.generate_otp(first + step).encode(), digits)
    ]
    return found[0] if found else None


def _failures(indexes: Sequence[bytes]) -> Any:
    """How often this name failed in the window, since it was last forgiven."""
    mine = DoorEvent.name_index.in_(indexes)
    forgiven = (
        select(func.coalesce(func.max(DoorEvent.id), 0))
        .where(mine, DoorEvent.what.in_(_FORGIVES))
        .scalar_subquery()
    )
    return (
        select(func.count())
        .select_from(DoorEvent)
        .where(
            mine,
            DoorEvent.what.in_(_FAILED),
            DoorEvent.at > bindparam("since"),
            DoorEvent.id > forgiven,
        )
    )


_FIND = select(
    Staff.id, Staff.password, Staff.totp, Staff.totp_step, Staff.active, Staff.demo
).where(Staff.name == bindparam("name"))
_SETTLE = (
    update(DoorEvent).where(DoorEvent.id == bindparam("event")).values(what=bindparam("outcome"))
)
_USE_STEP = (
    update(Staff)
    .where(
        Staff.id == bindparam("staff"),
        or_(Staff.totp_step.is_(None), Staff.totp_step < bindparam("step")),
    )
    .values(totp_step=bindparam("step"))
)
_PROPOSED = select(Staff.totp_next).where(Staff.id == bindparam("staff")).with_for_update()
_CONFIRM = (
    update(Staff)
    .where(Staff.id == bindparam("staff"))
    .values(totp=bindparam("sealed"), totp_next=None, totp_step=bindparam("step"))
)
