"""Callbacks that ring a browser: what the demo has instead of a carrier that places calls.

Nothing is kept of a ringing but what the outbox knows anyway: a callback that was ``sent`` under a
name of ours rings since then, and until somebody answers, declines, or it has rung long enough.
How it ended is told to ``db.callbacks.receive``, as a carrier's report of a call is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Table, bindparam, func, or_, select, update

from db.callbacks import receive, wanted
from db.engine import Database
from db.models import Base, Call, Outgoing, Person, Ticket
from db.outbox import CALLBACK, CALLBACK_KEY
from db.secrets import Keyring
from db.tickets import OPEN

RINGS = timedelta(seconds=40)
"""Who has not answered then does not."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A callback that somebody waits for. ``sid``: the call in which it was booked. ``ringing``:
    what its ringing is called, while it rings."""

    entry: int
    sid: str
    ringing: str | None


class Rings:
    """The callbacks of one line that ring browsers. ``names``: what the names of their calls begin
    with until they are answered. ``clock`` gives aware moments."""

    def __init__(
        self, database: Database, keyring: Keyring, clock: Callable[[], datetime], names: str
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._clock = clock
        self._like = f"{names}%"

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
        self._told(ringing.entry, ringing.ringing or "", "busy")

    def lapse(self) -> None:
        """What has rung long enough was not answered."""
        values = {"names": self._like, "before": self._clock() - RINGS}
        with self._database.read() as connection:
            rows = connection.execute(_LAPSED, values).all()
        for row in rows:
            self._told(row.id, row.carrier_sid, "no-answer")

    def number(self, ringing: Expected) -> str:
        """Whom it rings (E.164); empty when that is not known any more. Never for logs."""
        with self._database.read() as connection:
            row = connection.execute(_WHOM, {"entry": ringing.entry}).one()
        ticket = wanted(self._database, self._keyring, row.ticket)
        if ticket is not None and ticket.number:
            return ticket.number
        return self._keyring.decrypt_text(row.mobile, "persons.mobile") if row.mobile else ""

    def _told(self, entry: int, ringing: str, status: str) -> None:
        receive(self._database, self._clock, entry, ringing, status)


_OUTBOX: Table = Base.metadata.tables["outbox"]
_NUMBER = func.substr(Outgoing.key, len(CALLBACK_KEY) + 1)
_EXPECTED = (
    select(Outgoing.id, Call.sid, Outgoing.carrier_sid)
    .join(Call, Call.id == Outgoing.call_id)
    .join(Ticket, Ticket.number == _NUMBER)
    .where(
        Call.sid.in_(bindparam("sids", expanding=True)),
        Outgoing.kind == CALLBACK,
        Outgoing.state.in_(("waiting", "sent", "failed")),
        Ticket.status == OPEN,
    )
    # Not what was answered: that has another name.
    .where(or_(Outgoing.carrier_sid.is_(None), Outgoing.carrier_sid.like(bindparam("names"))))
    .order_by(Outgoing.carrier_sid.is_not(None), Outgoing.id)
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
    select(_NUMBER.label("ticket"), Person.mobile)
    .outerjoin(Person, Person.id == Outgoing.person_id)
    .where(Outgoing.id == bindparam("entry"))
)
