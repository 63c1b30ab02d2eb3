"""Callbacks that ring a browser: what the demo has instead of a carrier that places calls.

Nothing is kept of a ringing but what the outbox knows anyway: a callback that was ``sent`` under a
name of ours rings since then, and until somebody answers, declines, or it has rung long enough.
How it ended is told as a carrier's report of a call is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Table, and_, bindparam, func, select, update

from db.engine import Database
from db.models import Base, Call, Outgoing, Person, QueueEntry, Ticket
from db.outbox import CALLBACK, CALLBACK_KEY
from db.queue import ABSENT
from db.secrets import Keyring
from db.tickets import NUMBER_DIGITS, OPEN

RINGS = timedelta(seconds=40)
"""Who has not answered then does not."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A callback that somebody waits for. ``sid``: the call in which it was booked. ``ringing``:
    what its ringing is called, while it rings, and ``entry`` what of the outbox rings."""

    sid: str
    entry: int | None = None
    ringing: str | None = None


class Rings:
    """The callbacks of one line that ring browsers. ``names``: what the names of their calls begin
    with until they are answered. ``ended`` is told the entry of the outbox, the name, and how it
    ended (CallStatus). ``clock`` gives aware moments."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        clock: Callable[[], datetime],
        names: str,
        ended: Callable[[int, str, str], None],
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._clock = clock
        self._like = f"{names}%"
        self._ended = ended

    def expected(self, sids: Collection[str]) -> list[Expected]:
        """The callbacks booked in these calls and not had yet, also those that were given up: an
        operator may let them ring again. What rings comes last."""
        self.lapse()
        with self._database.read() as connection:
            rows = connection.execute(_EXPECTED, {"sids": list(sids), "names": self._like})
            return [Expected(*row) for row in rows]

    def answer(self, ringing: Expected, sid: str) -> bool:
        """Pick up; the call is called ``sid`` from now on. False when it does not ring any more:
        somebody was quicker, or it has stopped."""
        self.lapse()
        values = {"entry": ringing.entry, "ringing": ringing.ringing, "sid": sid}
        with self._database.write() as connection:
            return connection.execute(_ANSWER, values).rowcount == 1

    def decline(self, ringing: Expected) -> None:
        """Whoever is called does not want to answer now."""
        if ringing.entry is not None and ringing.ringing is not None:
            self._ended(ringing.entry, ringing.ringing, "busy")

    def lapse(self) -> None:
        """What has rung long enough was not answered."""
        values = {"names": self._like, "before": self._clock() - RINGS}
        with self._database.read() as connection:
            rows = connection.execute(_LAPSED, values).all()
        for row in rows:
            self._ended(row.id, row.carrier_sid, "no-answer")

    def number(self, ringing: Expected) -> str:
        """Whom it rings (E.164); empty when that is not known any more. Never for logs."""
        with self._database.read() as connection:
            row = connection.execute(_WHOM, {"entry": ringing.entry}).one()
        if row.caller_number:
            return self._keyring.decrypt_text(row.caller_number, "tickets.caller_number")
        return self._keyring.decrypt_text(row.mobile, "persons.mobile") if row.mobile else ""


_OUTBOX: Table = Base.metadata.tables["outbox"]
_NUMBER = func.substr(Outgoing.key, len(CALLBACK_KEY) + 1, NUMBER_DIGITS)
_CALLED = and_(Outgoing.kind == CALLBACK, Outgoing.state == "sent", Ticket.number == _NUMBER)
_RINGS = Outgoing.carrier_sid.like(bindparam("names"))
_EXPECTED = (
    select(Call.sid, Outgoing.id, Outgoing.carrier_sid)
    .join(Ticket, Ticket.call_id == Call.id)
    .outerjoin(Outgoing, and_(_CALLED, _RINGS))
    .where(Call.sid.in_(bindparam("sids", expanding=True)), Ticket.status == OPEN)
    .where(
        select(QueueEntry.id)
        .where(QueueEntry.ticket == Ticket.number, QueueEntry.mode == ABSENT)
        .exists()
    )
    # Not what was answered: that has another name.
    .where(~select(Outgoing.id).where(_CALLED, ~_RINGS).correlate(Ticket).exists())
    .order_by(Outgoing.carrier_sid.is_not(None), Ticket.id)
)
_ANSWER = (
    update(_OUTBOX)
    .where(
        _OUTBOX.c.id == bindparam("entry"),
        _OUTBOX.c.carrier_sid == bindparam("ringing"),
        _OUTBOX.c.state == "sent",
    )
    .values(carrier_sid=bindparam("sid"))
)
_LAPSED = select(Outgoing.id, Outgoing.carrier_sid).where(
    Outgoing.kind == CALLBACK,
    Outgoing.state == "sent",
    Outgoing.carrier_sid.like(bindparam("names")),
    Outgoing.done_at <= bindparam("before"),
)
_WHOM = (
    select(Ticket.caller_number, Person.mobile)
    .select_from(Outgoing)
    .join(Ticket, Ticket.number == _NUMBER)
    .outerjoin(Person, Person.id == Outgoing.person_id)
    .where(Outgoing.id == bindparam("entry"))
)
