"""The outbox: what the line has promised to do, kept with the turn that promised it.

A promise is written in the turn's own transaction and carried out later by a worker (``ivr.work``).
``key`` names it, so that it is promised once however often the turn is tried.

A worker *takes* a promise for a short while, its lease: nobody else takes it meanwhile, and when
the worker dies the promise can be taken again. How a promise ends is one of ``STATES``; while it is
``waiting`` it is not lost, whatever happens.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, or_, select, update

from db.engine import Database
from db.models import Base, Outgoing, Person
from db.secrets import Keyring

BODY = "outbox.body"
TEXT, CALLBACK, RING, FETCH, HUSH = "text", "callback", "ring", "fetch", "hush"
"""A text message, a call to somebody who waits for one, a call to an agent, a recording that the
carrier has."""
CALLBACK_KEY = "callback/"
"""What the key of a callback begins with; the number of its ticket follows."""
STATES = ("waiting", "sent", "delivered", "failed", "dropped")
"""``sent``: the carrier has it. ``delivered``: the carrier says that it has arrived, or that the
call was answered. ``failed``: nothing more is tried. ``dropped``: an operator took it out."""
KEPT = timedelta(days=30)
"""How long it is known what was sent."""


def put(
    connection: Connection,
    keyring: Keyring,
    *,
    key: str,
    kind: str,
    body: dict[str, Any],
    call_id: int | None,
    person_id: int | None,
    due_at: datetime,
    now: datetime,
) -> None:
    """Promise something, inside the caller's transaction.

    ``body`` is JSON and is kept encrypted. Raises ``IntegrityError`` when ``key`` was promised.
    """
    row = {
        "key": key,
        "kind": kind,
        "call_id": call_id,
        "person_id": person_id,
        "body": keyring.encrypt(json.dumps(body, ensure_ascii=False), BODY),
        "state": "waiting",
        "due_at": due_at,
        "tries": 0,
        "created_at": now,
    }
    connection.execute(_PUT, row)


def has_mobile(connection: Connection, person_id: int) -> bool:
    """Whether a text message can be sent to this person."""
    return connection.execute(_MOBILE, {"person": person_id}).scalar_one_or_none() is not None


@dataclass(frozen=True, slots=True)
class Taken:
    """A promise in the hands of one worker. ``tries`` counts how often it was taken, this time
    too; with ``id`` it says whose hands."""

    id: int
    kind: str
    person_id: int | None
    sealed: bytes
    due_at: datetime
    tries: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand with one kind of promise. ``oldest``: since when one has been due."""

    kind: str
    waiting: int
    failed: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A promise as an operator sees it: nothing of what it says or to whom."""

    id: int
    kind: str
    state: str
    tries: int
    error: str | None
    due_at: datetime
    created_at: datetime


class Outbox:
    """The promises of the line, in the database."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    def take(self, kinds: Collection[str], now: datetime, lease: timedelta) -> Taken | None:
        """What has been due the longest, for as long as ``lease``; None when nothing is.

        Only what is of one of ``kinds``: what nobody here can do shall wait for who can.
        """
        wanted = {"kinds": list(kinds), "now": now}
        with self._database.read() as connection:
            # Most looks find nothing, and must not stand in the way of a turn that writes.
            if connection.execute(_DUE, wanted).first() is None:
                return None
        with self._database.write() as connection:
            row = connection.execute(_DUE_AND_FREE, wanted).first()
            if row is None:
                return None
            values = {"taken_id": row.id, "until": now + lease}
            connection.execute(_TAKE, values)
        return Taken(row.id, row.kind, row.person_id, row.body, row.due_at, row.tries + 1)

    def body(self, taken: Taken) -> dict[str, Any]:
        """What was promised. Raises ``SecretsError`` when its key is not in the list."""
        body: dict[str, Any] = json.loads(self._keyring.decrypt(taken.sealed, BODY))
        return body

    def mobile_of(self, person_id: int | None) -> str | None:
        """The registered mobile (E.164) as it is now. To be sent to, never for logs."""
        with self._database.read() as connection:
            mobile = connection.execute(_MOBILE, {"person": person_id}).scalar_one_or_none()
        return self._keyring.decrypt_text(mobile, "persons.mobile") if mobile else None

    def sent(self, taken: Taken, carrier_sid: str, now: datetime) -> None:
        """The carrier has taken it over, and calls it ``carrier_sid``."""
        self._end(taken, state="sent", carrier_sid=carrier_sid, error=None, done_at=now)

    def failed(self, taken: Taken, error: str, now: datetime) -> None:
        """It cannot be done. ``error`` is a kind, never a text."""
        self._end(taken, state="failed", error=error, done_at=now)

    def again(self, taken: Taken, error: str, due_at: datetime) -> None:
        """It could not be done now, and is due again later."""
        self._end(taken, state="waiting", error=error, due_at=due_at)

    def put_off(self, taken: Taken, due_at: datetime) -> None:
        """Nothing was tried, its turn has not come: due later, and this time does not count."""
        self._end(taken, state="waiting", due_at=due_at, tries=taken.tries - 1)

    def extend(self, taken: Taken, until: datetime) -> None:
        """Whoever has it works at it still, and keeps it until then."""
        self._end(taken, taken_until=until)

    def standing(self) -> list[Standing]:
        """How things stand, by kind."""
        with self._database.read() as connection:
            return [Standing(*row) for row in connection.execute(_STANDING)]

    def entries(self, most: int) -> list[Entry]:
        """What waits or has failed, the oldest first."""
        with self._database.read() as connection:
            return [Entry(*row) for row in connection.execute(_ENTRIES, {"most": most})]

    def retry(self, now: datetime, entry_id: int | None = None) -> int:
        """Let what has failed (all of it, or one) wait again; gives how many there were."""
        return self._revise(entry_id, {"failed"}, **{**AFRESH, "due_at": now})

    def drop(self, entry_id: int, now: datetime) -> bool:
        """Never do this one. False when there is none that waits or has failed."""
        left = self._revise(entry_id, {"waiting", "failed"}, state="dropped", done_at=now)
        return left == 1

    def forget(self, before: datetime) -> int:
        """Delete what came to its end before then; gives how many there were."""
        with self._database.write() as connection:
            return connection.execute(_FORGET, {"before": before}).rowcount

    def _end(self, taken: Taken, **values: Any) -> None:
        """Unless the lease has run out and somebody else has it, or a receipt was quicker."""
        mine = (
            update(_OUTBOX)
            .where(_OUTBOX.c.id == taken.id, _OUTBOX.c.tries == taken.tries)
            .where(_OUTBOX.c.state == "waiting", _OUTBOX.c.taken_until.is_not(None))
            .values({"taken_until": None, **values})
        )
        with self._database.write() as connection:
            connection.execute(mine)

    def _revise(self, entry_id: int | None, states: Collection[str], **values: Any) -> int:
        wanted = update(_OUTBOX).where(_OUTBOX.c.state.in_(states))
        if entry_id is not None:
            wanted = wanted.where(_OUTBOX.c.id == entry_id)
        with self._database.write() as connection:
            return connection.execute(wanted.values(**values)).rowcount


_OUTBOX: Table = Base.metadata.tables["outbox"]
_PUT = insert(_OUTBOX)
_DUE = (
    select(
        Outgoing.id,
        Outgoing.kind,
        Outgoing.person_id,
        Outgoing.body,
        Outgoing.due_at,
        Outgoing.tries,
    )
    .where(
        Outgoing.state == "waiting",
        Outgoing.due_at <= bindparam("now"),
        Outgoing.kind.in_(bindparam("kinds", expanding=True)),
        or_(Outgoing.taken_until.is_(None), Outgoing.taken_until <= bindparam("now")),
    )
    .order_by(Outgoing.due_at, Outgoing.id)
    .limit(1)
)
_DUE_AND_FREE = _DUE.with_for_update(skip_locked=True)
_TAKE = (
    update(_OUTBOX)
    .where(_OUTBOX.c.id == bindparam("taken_id"))
    .values(taken_until=bindparam("until"), tries=_OUTBOX.c.tries + 1)
)
_MOBILE = select(Person.mobile).where(Person.id == bindparam("person"))
_WAITS, _FAILED = Outgoing.state == "waiting", Outgoing.state == "failed"
_STANDING = (
    select(
        Outgoing.kind,
        func.count().filter(_WAITS),
        func.count().filter(_FAILED),
        func.min(Outgoing.due_at).filter(_WAITS),
    )
    .where(or_(_WAITS, _FAILED))
    .group_by(Outgoing.kind)
    .order_by(Outgoing.kind)
)
_ENTRIES = (
    select(
        Outgoing.id,
        Outgoing.kind,
        Outgoing.state,
        Outgoing.tries,
        Outgoing.error,
        Outgoing.due_at,
        Outgoing.created_at,
    )
    .where(or_(_WAITS, _FAILED))
    .order_by(Outgoing.id)
    .limit(bindparam("most"))
)
AFRESH = {
    "state": "waiting",
    "tries": 0,
    "taken_until": None,
    "error": None,
    "carrier_sid": None,
    "receipt": None,
    "receipt_at": None,
    "done_at": None,
}
"""What a promise is that was never tried."""
_FORGET = delete(_OUTBOX).where(
    _OUTBOX.c.state != "waiting", _OUTBOX.c.done_at < bindparam("before")
)
