"""The tables of the hotline, in one place.

Money is whole fen (1 yuan = 100 fen). A *period* is a month as an integer, year * 100 + month
(202602). Moments are aware UTC. Whatever could name a person is either encrypted (AES-256-GCM,
``db.secrets``; columns of type ``LargeBinary`` whose comment says so) or a keyed blind index of it
(16 bytes), by which it can be found again without being readable.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# SQLite numbers rows by itself only when the key is exactly INTEGER.
RowId = BigInteger().with_variant(Integer(), "sqlite")


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept as UTC. SQLite has no time zones, so they are put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class Base(DeclarativeBase):
    """All tables; ``Base.metadata`` is what the migrations are compared with."""


# --- insured people and what is recorded of them -------------------------------------------------


class Person(Base):
    __tablename__ = "persons"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    id_index: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    id_number: Mapped[bytes] = mapped_column(LargeBinary, comment="encrypted")
    name: Mapped[bytes] = mapped_column(LargeBinary, comment="encrypted")
    mobile: Mapped[bytes | None] = mapped_column(LargeBinary, comment="encrypted, E.164")
    mobile_index: Mapped[bytes | None] = mapped_column(LargeBinary, index=True)
    insured_place: Mapped[str] = mapped_column(String(6), comment="GB/T 2260")
    employer: Mapped[str | None] = mapped_column(String(200))
    key_id: Mapped[str] = mapped_column(String(16), index=True, comment="key of the blind indexes")


class Enrolment(Base):
    __tablename__ = "enrolments"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    scheme: Mapped[str] = mapped_column(String(24), primary_key=True)
    status: Mapped[str] = mapped_column(String(16))
    since: Mapped[date] = mapped_column(Date)
    months: Mapped[int]


class Account(Base):
    __tablename__ = "accounts"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    account: Mapped[str] = mapped_column(String(16), primary_key=True)
    balance: Mapped[int] = mapped_column(BigInteger, comment="fen")
    as_of: Mapped[date] = mapped_column(Date)


class Entry(Base):
    """A movement of an account. ``nth`` tells equal movements of one day apart."""

    __tablename__ = "entries"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    account: Mapped[str] = mapped_column(String(16))
    on: Mapped[date] = mapped_column(Date)
    kind: Mapped[str] = mapped_column(String(16))
    amount: Mapped[int] = mapped_column(BigInteger, comment="fen; negative only for adjustments")
    description: Mapped[str] = mapped_column(String(200))
    nth: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        UniqueConstraint(
            "person_id", "account", "on", "kind", "amount", "description", "nth", name="entry_once"
        ),
    )


class Contribution(Base):
    __tablename__ = "contributions"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    period: Mapped[int] = mapped_column(primary_key=True, comment="year * 100 + month")
    scheme: Mapped[str] = mapped_column(String(24), primary_key=True)
    base: Mapped[int] = mapped_column(BigInteger, comment="contribution base, fen")
    employer_amount: Mapped[int] = mapped_column(BigInteger, comment="fen")
    personal_amount: Mapped[int] = mapped_column(BigInteger, comment="fen")
    status: Mapped[str] = mapped_column(String(8))
    paid_on: Mapped[date | None] = mapped_column(Date)

    __table_args__ = ({"sqlite_with_rowid": False},)


class Horizon(Base):
    """The newest period any record of a scheme speaks of: later months are unknown, not missing."""

    __tablename__ = "horizons"

    scheme: Mapped[str] = mapped_column(String(24), primary_key=True)
    period: Mapped[int]


class Benefit(Base):
    __tablename__ = "benefits"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    benefit: Mapped[str] = mapped_column(String(40), primary_key=True)
    period: Mapped[int] = mapped_column(primary_key=True)
    amount: Mapped[int] = mapped_column(BigInteger, comment="fen")
    paid_on: Mapped[date | None] = mapped_column(Date)


class Claim(Base):
    __tablename__ = "claims"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    service_date: Mapped[date] = mapped_column(Date)
    provider: Mapped[str] = mapped_column(String(200))
    total: Mapped[int] = mapped_column(BigInteger, comment="fen")
    fund_paid: Mapped[int] = mapped_column(BigInteger, comment="fen")
    personal_paid: Mapped[int] = mapped_column(BigInteger, comment="fen")
    status: Mapped[str] = mapped_column(String(16))
    nth: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        UniqueConstraint(
            "person_id", "service_date", "provider", "total", "nth", name="claim_once"
        ),
    )


class Card(Base):
    __tablename__ = "cards"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    card_index: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    card_number: Mapped[bytes] = mapped_column(LargeBinary, comment="encrypted")
    status: Mapped[str] = mapped_column(String(16))


class Pin(Base):
    """A query PIN: Argon2id over a keyed hash; the key is not in the database."""

    __tablename__ = "pins"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    hash: Mapped[str] = mapped_column(String(200))
    key_id: Mapped[str] = mapped_column(String(16))
    one_time: Mapped[bool] = mapped_column(comment="issued; must be replaced at first use")
    changed_at: Mapped[datetime] = mapped_column(Moment)


# --- proving who calls ---------------------------------------------------------------------------


class PinAttempt(Base):
    """One try at a PIN, once for each turn of a call however often the carrier repeats it.

    ``record_index`` is of the ID number as typed, known or not: both are limited alike.
    """

    __tablename__ = "pin_attempts"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    call_id: Mapped[int] = mapped_column(RowId)
    turn: Mapped[int]
    record_index: Mapped[bytes] = mapped_column(LargeBinary)
    number_index: Mapped[bytes | None] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(Moment)
    outcome: Mapped[str] = mapped_column(String(12), comment="db.identity: OUTCOMES")
    person_id: Mapped[int | None] = mapped_column(RowId)

    __table_args__ = (
        UniqueConstraint("call_id", "turn", name="attempt_once"),
        Index("attempts_by_record", "record_index", "at"),
        Index("attempts_by_number", "number_index", "at"),
    )


class Lock(Base):
    """A record, or a calling number, that cannot be asked about by phone until a moment."""

    __tablename__ = "locks"

    index: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), primary_key=True, comment="record, number")
    since: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime] = mapped_column(Moment)


# --- calls ---------------------------------------------------------------------------------------


class Call(Base):
    __tablename__ = "calls"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    sid: Mapped[str] = mapped_column(String(128), unique=True, comment="the carrier's CallSid")
    ref: Mapped[str] = mapped_column(String(32), unique=True, comment="ours, for logs and URLs")
    number: Mapped[bytes | None] = mapped_column(LargeBinary, comment="encrypted")
    number_index: Mapped[bytes | None] = mapped_column(LargeBinary)
    language: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[int | None] = mapped_column(RowId)
    verified_at: Mapped[datetime | None] = mapped_column(Moment)
    turn: Mapped[int] = mapped_column(comment="the number the carrier must send next")
    step: Mapped[str] = mapped_column(String(80), comment="where the call waits")
    state: Mapped[bytes] = mapped_column(LargeBinary, comment="encrypted place in the conversation")
    answer: Mapped[bytes] = mapped_column(LargeBinary, comment="encrypted last answer")
    started_at: Mapped[datetime] = mapped_column(Moment)
    touched_at: Mapped[datetime] = mapped_column(Moment)
    finished: Mapped[bool] = mapped_column(default=False, comment="the line said goodbye")
    accepted_turn: Mapped[int | None] = mapped_column(comment="the ringing an agent accepted")
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_how: Mapped[str | None] = mapped_column(String(16), comment="the carrier's CallStatus")

    __table_args__ = (Index("calls_by_number", "number_index", "touched_at"),)


class Event(Base):
    """What happened, appended and never changed. ``data`` holds nothing about a person."""

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    call_id: Mapped[int] = mapped_column(RowId, index=True)
    turn: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)
    kind: Mapped[str] = mapped_column(String(24))
    data: Mapped[dict[str, Any]] = mapped_column(JSON)


class Caller(Base):
    """What is remembered of a calling number: the language, nothing else."""

    __tablename__ = "callers"

    number_index: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    language: Mapped[str] = mapped_column(String(16))


class Agent(Base):
    """Who takes transferred calls. Tried by ``position``, lowest first."""

    __tablename__ = "agents"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    staff_number: Mapped[str] = mapped_column(String(12), unique=True)
    name: Mapped[bytes] = mapped_column(LargeBinary, comment="encrypted")
    target: Mapped[bytes] = mapped_column(LargeBinary, comment="encrypted: +86…, sip:… or client:…")
    position: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)


class Ticket(Base):
    """A promise: something a person asked for, and the date by which it will be answered."""

    __tablename__ = "tickets"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    number: Mapped[str] = mapped_column(String(12), unique=True, comment="spoken to the caller")
    call_id: Mapped[int] = mapped_column(RowId, index=True)
    kind: Mapped[str] = mapped_column(String(24))
    language: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[int | None] = mapped_column(RowId)
    caller_number: Mapped[bytes | None] = mapped_column(LargeBinary, comment="encrypted")
    recording_url: Mapped[bytes | None] = mapped_column(LargeBinary, comment="encrypted")
    recording_seconds: Mapped[int | None]
    opened_at: Mapped[datetime] = mapped_column(Moment)
    promised_on: Mapped[date] = mapped_column(Date)
    status: Mapped[str] = mapped_column(String(12), default="open")


# --- audit ---------------------------------------------------------------------------------------


class Disclosure(Base):
    """Who heard what, when, on which proof. Append-only; each row's hash covers the one before."""

    __tablename__ = "disclosures"

    id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[int] = mapped_column(RowId, index=True)
    call_id: Mapped[int | None] = mapped_column(RowId)
    actor: Mapped[str] = mapped_column(String(24), comment="caller, or a staff number")
    what: Mapped[str] = mapped_column(String(80))
    proof: Mapped[str] = mapped_column(String(24))
    key_id: Mapped[str] = mapped_column(String(16), comment="whose audit key made the hash")
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class AuditHead(Base):
    """The end of the chain, one row (id 1), locked while a link is added. ``db.audit`` tells why
    its hash is not the last row's."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(RowId)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class AuditKey(Base):
    """The audit key of a key that has left the list, kept so that its links can be checked."""

    __tablename__ = "audit_keys"

    key_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    value: Mapped[bytes] = mapped_column(LargeBinary, comment="encrypted")


# --- telephones in a browser ---------------------------------------------------------------------


class Handset(Base):
    """A telephone in a browser during one call: what it takes to play the call on in any worker."""

    __tablename__ = "handsets"

    token_index: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True, comment="SHA-256")
    version: Mapped[int] = mapped_column(comment="moves with every change")
    journal: Mapped[bytes] = mapped_column(LargeBinary, comment="encrypted; see db.handsets")
    over: Mapped[bool] = mapped_column(default=False)
    touched_at: Mapped[datetime] = mapped_column(Moment, index=True)


# --- imports -------------------------------------------------------------------------------------


class Import(Base):
    """One file being loaded: staged in pieces, then made visible at once."""

    __tablename__ = "imports"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    sha256: Mapped[str] = mapped_column(String(64))
    key_id: Mapped[str] = mapped_column(String(16), comment="newest key when staging began")
    lines: Mapped[int] = mapped_column(BigInteger, comment="rows staged or rejected so far")
    good: Mapped[int] = mapped_column(BigInteger)
    bad: Mapped[int] = mapped_column(BigInteger)
    rejects_bytes: Mapped[int] = mapped_column(BigInteger, comment="of the reject file, so far")
    changed: Mapped[int | None] = mapped_column(
        BigInteger, comment="rows that differ from before, when done"
    )
    started_at: Mapped[datetime] = mapped_column(Moment, comment="when first loaded")
    done_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (UniqueConstraint("kind", "sha256", name="import_once"),)


class ImportLease(Base):
    """Who loads a kind now. It lapses by itself, for a holder may die."""

    __tablename__ = "import_leases"

    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    holder: Mapped[str] = mapped_column(String(32))
    until: Mapped[datetime] = mapped_column(Moment)


def _staged(live: type[Base], *extra: Column[Any]) -> Table:
    """The waiting room of one kind: what a file can say of ``live``, and the line that said it.

    No foreign keys: lines are checked when they are staged and again by the merge into ``live``.
    """
    columns = [c for c in live.__table__.columns if c.name != "id"]
    return Table(
        f"staged_{live.__tablename__}",
        Base.metadata,
        Column("import_id", BigInteger, primary_key=True, autoincrement=False),
        Column("line", BigInteger, primary_key=True, autoincrement=False),
        *extra,
        *(Column(c.name, c.type, nullable=c.nullable, comment=c.comment) for c in columns),
        sqlite_with_rowid=False,
    )


STAGED: Mapping[type[Base], Table] = {
    Person: _staged(Person, Column("person_id", BigInteger, comment="null: not known before")),
    **{
        live: _staged(live)
        for live in (Enrolment, Account, Entry, Contribution, Benefit, Claim, Card, Pin)
    },
}
