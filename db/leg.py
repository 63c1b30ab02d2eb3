"""The agent's own call, which takes the caller out of the carrier's queue.

    offered ──answered──▶ asked ──accept──▶ the caller is taken ──joining──▶ talking ──▶ done

The worker places it; what the agent does comes back by webhooks that name the offer. An offer that
is over has no call any more: whoever comes too late finds nothing here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Table, bindparam, select, update

from db import outbox, queue
from db.engine import Database
from db.models import Agent, Base, Call, QueueEntry
from db.outbox import HUSH, RING
from db.queue import LINE, OFFERED, TALKING, USUAL_WRAPUP, WAITING, Entry
from db.secrets import Keyring


@dataclass(frozen=True, slots=True)
class Leg:
    """An offer that is made by calling the agent. ``ref`` is our name of the caller's call, and so
    of their queue at the carrier."""

    entry: Entry
    ref: str
    staff_number: str

    @property
    def waits(self) -> bool:
        """Whether the caller is still to be taken."""
        return self.entry.state == OFFERED


class Legs:
    """The agents' own calls. ``wrapup``: how long an agent is offered nobody after a call."""

    def __init__(self, database: Database, wrapup: timedelta = USUAL_WRAPUP) -> None:
        self._database = database
        self._wrapup = wrapup

    def find(self, token: str) -> Leg | None:
        """The offer of this name; None when it is not made any more."""
        with self._database.read() as connection:
            return _find(connection, token)

    def rung(self, token: str, sid: str) -> bool:
        """The agent is called, by the call ``sid``. False when nobody needs them any more: then
        the call is to be ended."""
        mine = (
            update(_ENTRIES)
            .where(_ENTRIES.c.token == token, _ENTRIES.c.state.in_((OFFERED, TALKING)))
            .values(leg_sid=sid)
        )
        with self._database.write() as connection:
            return connection.execute(mine).rowcount == 1

    def accept(self, token: str, now: datetime) -> bool:
        """The agent takes the call. True also when it is told twice."""
        with self._database.write() as connection:
            return queue.accept(connection, token, now)

    def joining(self, token: str, now: datetime) -> Leg | None:
        """The caller is brought to the agent; gives who that is."""
        with self._database.write() as connection:
            found = _find(connection, token)
            if found is None or not queue.joined(connection, found.entry.id, now):
                return None
        return found

    def give_back(self, token: str, now: datetime, why: str) -> bool:
        """The agent has not taken the call (``why``, of ``duty.REASONS``)."""
        with self._database.write() as connection:
            found = _find(connection, token)
            if found is None or not found.waits:
                return False
            _over(connection, found.entry.id)
            return queue.back(connection, found.entry, now, why=why)

    def missing(self, token: str, now: datetime) -> bool:
        """The caller is not in their queue, though nobody has said that they have gone: their own
        call dials whoever is next."""
        with self._database.write() as connection:
            found = _find(connection, token)
            if found is None or not found.waits:
                return False
            _over(connection, found.entry.id)
            queue.back(connection, found.entry, now, why="failed")
            return queue.move(connection, found.entry.id, (WAITING,), mode=LINE)

    def apart(self, token: str, now: datetime) -> bool:
        """Caller and agent have not come together after all; the caller waits again."""
        with self._database.write() as connection:
            found = _find(connection, token)
            if found is None or found.entry.state != TALKING:
                return False
            return queue.apart(connection, found.entry, now, why="unreached")

    def talked(self, token: str, now: datetime) -> bool:
        """The agent's call says that the two have talked, and that this is over."""
        with self._database.write() as connection:
            found = _find(connection, token)
            if found is None or found.entry.state not in (OFFERED, TALKING):
                return False
            _over(connection, found.entry.id)
            if found.waits:
                # The carrier has joined them without asking what the caller shall hear.
                queue.joined(connection, found.entry.id, found.entry.accepted_at or now)
            entry = queue.by_id(connection, found.entry.id)
            if entry is None:
                return False
            outcome = "handed-on" if entry.handed_to else "served"
            return queue.end(connection, entry, outcome, now, self._wrapup)

    def ended(self, token: str, now: datetime, why: str) -> bool:
        """The agent's call is over, for whatever reason; ``why`` is it where they did not take
        the caller. Who talked is not waited for by anybody: that is told by the caller's call."""
        with self._database.write() as connection:
            found = _find(connection, token)
            if found is None:
                return False
            _over(connection, found.entry.id)
            return found.waits and queue.back(connection, found.entry, now, why=why)


def ring(connection: Connection, keyring: Keyring, found: Entry, token: str, now: datetime) -> None:
    """Have the agent called who was offered a caller."""
    _promise(connection, keyring, RING, token, {"token": token}, found, now)


def hush(connection: Connection, keyring: Keyring, now: datetime) -> bool:
    """Have the calls ended that ring an agent, or hold one, for nobody; gives whether there are
    any."""
    spare = [Entry(*row) for row in connection.execute(_SPARE)]
    for each in spare:
        sid = each.leg_sid or ""
        _over(connection, each.id)
        _promise(connection, keyring, HUSH, sid, {"sid": sid}, each, now)
    return bool(spare)


def _promise(
    connection: Connection,
    keyring: Keyring,
    kind: str,
    name: str,
    body: dict[str, str],
    found: Entry,
    now: datetime,
) -> None:
    outbox.put(
        connection,
        keyring,
        key=f"{kind}/{name}",
        kind=kind,
        body=body,
        call_id=found.call_id,
        person_id=None,
        due_at=now,
        now=now,
    )


def _find(connection: Connection, token: str) -> Leg | None:
    found = queue.by_token(connection, token)
    if found is None:
        return None
    wanted = {"call": found.call_id, "agent": found.agent_id}
    row = connection.execute(_NAMES, wanted).first()
    return None if row is None else Leg(found, row.ref, row.staff_number)


def _over(connection: Connection, entry_id: int) -> None:
    connection.execute(_NO_LEG, {"entry": entry_id})


_ENTRIES: Table = Base.metadata.tables["queue_entries"]
_NAMES = (
    select(Call.ref, Agent.staff_number)
    .join(Agent, Agent.id == bindparam("agent"))
    .where(Call.id == bindparam("call"))
)
_NO_LEG = update(_ENTRIES).where(_ENTRIES.c.id == bindparam("entry")).values(leg_sid=None)
_SPARE = select(*(getattr(QueueEntry, name) for name in Entry.__dataclass_fields__)).where(
    queue.SPARE
)
