"""An outbox with somebody to write to, and a worker that does what it is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random

import pytest
from sqlalchemy import select, update

from bench.messaging import Messaging, messaging
from db import outbox
from db.engine import Database
from db.models import Outgoing, Person
from db.outbox import TEXT, Outbox, Taken
from db.secrets import Keyring
from ivr.work.worker import Worker
from tests.clock import Clock
from tests.db.people import add_person, id_number
from tests.doors.conftest import app_on as app_on

MOBILE = "+8613911112222"
_numbers = count(1)


@dataclass
class Desk:
    """The outbox of one database, with one person on record."""

    database: Database
    keyring: Keyring
    clock: Clock
    person: int = 0
    done: list[int] = field(default_factory=list)
    answers: list[Exception] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.person = add_person(self.database, self.keyring, id_number(1), mobile=MOBILE)
        self.outbox = Outbox(self.database, self.keyring)

    def put(self, words: str = "hello", *, due_in: float = 0, kind: str = TEXT) -> int:
        """Promise a message; gives the number of its row."""
        with self.database.write() as connection:
            outbox.put(
                connection,
                self.keyring,
                key=f"t/{next(_numbers)}",
                kind=kind,
                body={"text": words, "language": "en-US"},
                call_id=None,
                person_id=self.person,
                due_at=self.clock.now + timedelta(seconds=due_in),
                now=self.clock.now,
            )
            newest = select(Outgoing.id).order_by(Outgoing.id.desc()).limit(1)
            return connection.execute(newest).scalar_one()

    def forget_mobile(self) -> None:
        """The person has no registered mobile any more."""
        with self.database.write() as connection:
            connection.execute(update(Person).values(mobile=None, mobile_index=None))

    def row(self, entry: int) -> Outgoing:
        """The row as it is now."""
        columns = Outgoing.__table__.columns
        with self.database.read() as connection:
            return connection.execute(select(*columns).where(Outgoing.id == entry)).one()  # type: ignore[return-value]

    def worker(self) -> Worker:
        """A worker whose carrier answers with what is in ``answers``, and then always yes."""
        return Worker(self.outbox, {TEXT: self._carry}, self.clock, rng=Random(1))

    def _carry(self, taken: Taken) -> str:
        if self.answers:
            raise self.answers.pop(0)
        self.done.append(taken.id)
        return f"SM{taken.id:032x}"


def seconds_until(moment: datetime, clock: Clock) -> float:
    """How long it is until then."""
    return (moment - clock.now).total_seconds()


@pytest.fixture
def desk(database: Database, keyring: Keyring, clock: Clock) -> Desk:
    """On SQLite and on PostgreSQL."""
    return Desk(database, keyring, clock)


@pytest.fixture
def carrier() -> Iterator[Messaging]:
    """A carrier's Messages API on this machine."""
    with messaging() as there:
        yield there
