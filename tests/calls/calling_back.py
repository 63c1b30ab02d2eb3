"""The worker that calls back who kept their place, and a carrier that does what it is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import select

from app import create_app
from db import absent, dialling
from db.engine import Database
from db.models import Outgoing, QueueEntry
from db.outbox import CALLBACK, Outbox
from ivr.carrier.telephone import Telephone, TelephoneCall
from ivr.line import Line as TheLine
from ivr.texting.sender import NotDoneError
from ivr.work.errands import Callbacks
from ivr.work.worker import Worker
from tests.plugins.line import BASE, Line


@dataclass(frozen=True)
class Placed:
    """A call that the line has placed."""

    sid: str
    to: str
    url: str
    status_url: str

    @property
    def entry(self) -> int:
        """Of the outbox."""
        return int(parse_qs(urlsplit(self.status_url).query)["of"][0])


@dataclass
class Carrier:
    """Takes every call, unless it ``refuses``."""

    placed: list[Placed] = field(default_factory=list)
    refuses: list[NotDoneError] = field(default_factory=list)

    def place(self, to: str, url: str, fallback_url: str, status_url: str) -> str:
        """Ring somebody (``ivr.texting.sender.Caller``)."""
        if self.refuses:
            raise self.refuses.pop(0)
        sid = f"CAb{len(self.placed) + 1:031x}"
        self.placed.append(Placed(sid, to, url, status_url))
        return sid


class Office:
    """A line's worker, one for the whole scenario."""

    def __init__(self, line: Line, telephone: Telephone | None = None) -> None:
        self.line = line
        self.telephone = telephone or line.new_telephone()
        self.carrier = Carrier()
        app = create_app(line.settings, clock=line.now)
        self.own: TheLine = app.extensions["hotline"]
        database, keyring = self.own.database, self.own.keyring
        self.outbox = Outbox(database, keyring)
        errand = Callbacks(
            self.outbox,
            partial(dialling.wanted, database, keyring),
            self.carrier,
            BASE,
            self.own.returns.refused,
            self.own.returns.put_off,
        )
        self.worker = Worker(self.outbox, {CALLBACK: errand}, line.now, before=self.own.dispatch)

    @property
    def database(self) -> Database:
        """The line's."""
        return self.own.database

    def works(self) -> int:
        """Do all that is due; gives how many calls were placed by that."""
        before = len(self.carrier.placed)
        while self.worker.carry_out() is not None:
            pass
        return len(self.carrier.placed) - before

    @property
    def last(self) -> Placed:
        """The call that was placed last."""
        return self.carrier.placed[-1]

    def answers(self) -> TelephoneCall:
        """Whoever is called picks up."""
        placed = self.last
        telephone = self.telephone
        kept = telephone.url, telephone.to
        telephone.url, telephone.to = placed.url, placed.to
        call = telephone.dial(
            "+8612333",
            direction="outbound-api",
            call_sid=placed.sid,
            status_callback=placed.status_url,
        )
        telephone.url, telephone.to = kept
        return call

    def ends(self, status: str) -> None:
        """Nobody picks up, the carrier says how."""
        self.own.called(self.last.entry, self.last.sid, status)

    @property
    def entry(self) -> Any:
        """The newest wait."""
        newest = select(QueueEntry.__table__).order_by(QueueEntry.id.desc()).limit(1)
        with self.database.read() as connection:
            return connection.execute(newest).one()

    @property
    def tries(self) -> list[Any]:
        """The promises to call, oldest first."""
        wanted = select(Outgoing.__table__).where(Outgoing.kind == CALLBACK).order_by(Outgoing.id)
        with self.database.read() as connection:
            return list(connection.execute(wanted))

    def promised(self) -> list[absent.Promised]:
        """The callbacks that somebody waits for."""
        return absent.promised(self.database, 10)
