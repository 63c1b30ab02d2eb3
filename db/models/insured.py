"""Insured people and what is recorded of them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Moment, RowId


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
    reset_at: Mapped[datetime | None] = mapped_column(
        Moment, comment="when a forgotten one was replaced by a code alone"
    )


class Freeze(Base):
    """A stop a caller has put on all of a person's cards, until a moment or until it is lifted.

    Apart from ``cards``, so that loading the agency's file does not undo it. One that ran out by
    itself has ``lifted_at`` from when the next begins.
    """

    __tablename__ = "freezes"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    since: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime] = mapped_column(Moment)
    lifted_at: Mapped[datetime | None] = mapped_column(Moment)
    call_id: Mapped[int] = mapped_column(RowId)
    proof: Mapped[str] = mapped_column(String(8))

    # Of two calls that freeze at once, one does.
    __table_args__ = (
        Index(
            "one_freeze",
            "person_id",
            unique=True,
            sqlite_where=text("lifted_at IS NULL"),
            postgresql_where=text("lifted_at IS NULL"),
        ),
    )
