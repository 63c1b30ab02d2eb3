"""Chores: what somebody at the desk asks for and a worker does, for it takes longer than a page
waits. Files to be loaded, and checks of the audit trail; one of a kind at a time.

A chore is asked for together with a promise in the outbox, whose key names it. So it outlives the
page that asked and the worker that is killed, and a chore whose promise was given up, or dropped,
has stopped until somebody asks again. One-time PINs for letters are made at once, and entered here
so that it is known who made how many.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Connection,
    String,
    Table,
    and_,
    bindparam,
    cast,
    delete,
    exists,
    insert,
    select,
    update,
)

from db import outbox
from db.engine import Database
from db.models import Base, Chore, Outgoing
from db.secrets import Keyring

IMPORT, VERIFY, LETTERS = "import", "verify", "letters"
KINDS = (IMPORT, VERIFY, LETTERS)
PROMISED = (IMPORT, VERIFY)
"""Done by a worker."""
STATES = ("waiting", "running", "done", "refused")
"""``refused``: it cannot be done as it was asked for; the outcome has a sentence that says why."""
STALE = timedelta(minutes=2)
"""Whoever has said nothing for so long does not work at it any more."""
_NAME, _OUTCOME = "chores.name", "chores.outcome"


@dataclass(frozen=True, slots=True)
class Standing:
    """A chore and how far it has come.

    ``done`` of ``total`` are of the ``phase``. ``state`` is one of ``STATES`` or ``stopped``: then
    ``error`` is the kind of what went wrong. ``outcome`` is the worker's, by kind.
    """

    id: int
    kind: str
    about: str
    name: str = field(repr=False)
    file: str | None
    made_by: str
    made_at: datetime
    state: str
    phase: str
    done: int
    total: int
    ended_at: datetime | None
    error: str | None
    outcome: Mapping[str, Any] = field(repr=False)

    @property
    def goes_on(self) -> bool:
        """Whether there is something to wait for."""
        return self.state in ("waiting", "running")

    @property
    def percent(self) -> int | None:
        """Of the phase; None where nobody knows how long it takes."""
        return min(100, self.done * 100 // self.total) if self.total > 1 else None


class Chores:
    """The chores of the desk."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    def ask(
        self,
        kind: str,
        now: datetime,
        *,
        by: str,
        about: str = "",
        name: str = "",
        file: str | None = None,
    ) -> int:
        """Ask for a chore of ``PROMISED``; gives its id. ``file`` lies there already."""
        with self._database.write() as connection:
            row = self._row(kind, now, by, about=about, name=name, file=file, state="waiting")
            chore_id: int = connection.execute(_ADD, row).scalar_one()
            self._promise(connection, kind, chore_id, now)
        return chore_id

    def enter(self, kind: str, now: datetime, *, by: str, outcome: Mapping[str, Any]) -> None:
        """Note what somebody has done at once."""
        row = self._row(kind, now, by, state="done", ended_at=now, outcome=self._seal(outcome))
        with self._database.write() as connection:
            connection.execute(_ADD, row)

    def get(self, chore_id: int) -> Standing | None:
        """One of them."""
        return next(iter(self._read(_ALL.where(Chore.id == chore_id))), None)

    def latest(self, kind: str, most: int) -> list[Standing]:
        """Those of a kind, the newest first."""
        wanted = _ALL.where(Chore.kind == kind).order_by(Chore.made_at.desc(), Chore.id.desc())
        return self._read(wanted.limit(most))

    def take(self, chore_id: int, now: datetime) -> bool:
        """Begin to work at it, or go on where a worker has died. False: another one of its kind
        is being worked at."""
        with self._database.write() as connection:
            values = {"chore": chore_id, "now": now, "stale": now - STALE}
            return connection.execute(_TAKE, values).rowcount == 1

    def seen(self, chore_id: int, now: datetime) -> None:
        """Somebody still works at it."""
        self._tell(chore_id, seen_at=now)

    def tell(self, chore_id: int, phase: str, done: int, total: int, now: datetime) -> None:
        """How far it has come."""
        self._tell(chore_id, phase=phase, done=done, total=total, seen_at=now)

    def put_back(self, chore_id: int) -> None:
        """It could not be done now, and waits again."""
        self._tell(chore_id, **_WAITING)

    def end(self, chore_id: int, state: str, outcome: Mapping[str, Any], now: datetime) -> None:
        """It is ``done`` or ``refused``."""
        self._tell(chore_id, state=state, outcome=self._seal(outcome), ended_at=now, seen_at=None)

    def again(self, standing: Standing, now: datetime) -> None:
        """Ask once more for one that has stopped."""
        with self._database.write() as connection:
            key = _key(standing.kind, standing.id)
            connection.execute(_FORGET_PROMISE, {"wanted": key})
            kept = connection.execute(_PROMISE, {"wanted": key}).first()
            if kept is None:
                connection.execute(_WAIT, {"chore": standing.id})
                self._promise(connection, standing.kind, standing.id, now)

    def _promise(self, connection: Connection, kind: str, chore_id: int, now: datetime) -> None:
        outbox.put(
            connection,
            self._keyring,
            key=_key(kind, chore_id),
            kind=kind,
            body={"chore": chore_id},
            call_id=None,
            person_id=None,
            due_at=now,
            now=now,
        )

    def _row(self, kind: str, now: datetime, by: str, *, name: str = "", **more: Any) -> Any:
        return {
            "kind": kind,
            "about": "",
            "name": self._keyring.encrypt(name, _NAME),
            "made_by": by,
            "made_at": now,
            "phase": "",
            "done": 0,
            "total": 0,
            **more,
        }

    def _seal(self, outcome: Mapping[str, Any]) -> bytes:
        return self._keyring.encrypt(json.dumps(outcome, ensure_ascii=False), _OUTCOME)

    def _tell(self, chore_id: int, **values: Any) -> None:
        told = update(_CHORES).where(_CHORES.c.id == chore_id, _CHORES.c.ended_at.is_(None))
        with self._database.write() as connection:
            connection.execute(told.values(**values))

    def _read(self, wanted: Any) -> list[Standing]:
        with self._database.read() as connection:
            rows = connection.execute(wanted).all()
        return [self._standing(row) for row in rows]

    def _standing(self, row: Any) -> Standing:
        given_up = row.kind in PROMISED and row.promise != "waiting"
        unfinished = row.state in ("waiting", "running")
        sealed = row.outcome
        return Standing(
            id=row.id,
            kind=row.kind,
            about=row.about,
            name=self._keyring.decrypt_text(row.name, _NAME),
            file=row.file,
            made_by=row.made_by,
            made_at=row.made_at,
            state="stopped" if given_up and unfinished else row.state,
            phase=row.phase,
            done=row.done,
            total=row.total,
            ended_at=row.ended_at,
            error=row.error,
            outcome=json.loads(self._keyring.decrypt(sealed, _OUTCOME)) if sealed else {},
        )


def _key(kind: str, chore_id: int) -> str:
    return f"{kind}/{chore_id}"


_CHORES: Table = Base.metadata.tables["chores"]
_OTHERS = _CHORES.alias("others")
_ADD = insert(_CHORES).returning(_CHORES.c.id)
_ALL = select(
    *(column for column in _CHORES.c if column.name != "seen_at"),
    Outgoing.state.label("promise"),
    Outgoing.error,
).outerjoin(Outgoing, Outgoing.key == Chore.kind + "/" + cast(Chore.id, String))
_TAKE = (
    update(_CHORES)
    .where(_CHORES.c.id == bindparam("chore"), _CHORES.c.ended_at.is_(None))
    .where(
        ~exists().where(
            and_(
                _OTHERS.c.kind == _CHORES.c.kind,
                _OTHERS.c.id != _CHORES.c.id,
                _OTHERS.c.state == "running",
                _OTHERS.c.seen_at > bindparam("stale"),
            )
        )
    )
    .values(state="running", seen_at=bindparam("now"))
)
_WAITING: dict[str, Any] = {
    "state": "waiting",
    "phase": "",
    "done": 0,
    "total": 0,
    "seen_at": None,
}
_WAIT = (
    update(_CHORES)
    .where(_CHORES.c.id == bindparam("chore"), _CHORES.c.ended_at.is_(None))
    .values(_WAITING)
)
_PROMISE = select(Outgoing.id).where(Outgoing.key == bindparam("wanted"))
_FORGET_PROMISE = delete(Outgoing).where(
    Outgoing.key == bindparam("wanted"), Outgoing.state != "waiting"
)
