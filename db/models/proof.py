"""Proving who calls: tries, locks, and one-time codes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Moment, RowId


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


class Code(Base):
    """A one-time code, sent to a registered mobile in one call and good in that call only.

    ``record_index`` is of the ID number as typed, known or not: both are limited alike, and a
    number without a registered mobile has a code that was sent to nobody.
    """

    __tablename__ = "codes"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    call_id: Mapped[int] = mapped_column(RowId, index=True)
    record_index: Mapped[bytes] = mapped_column(LargeBinary)
    number_index: Mapped[bytes | None] = mapped_column(LargeBinary)
    person_id: Mapped[int | None] = mapped_column(RowId, comment="null: nobody got this code")
    hash: Mapped[bytes] = mapped_column(LargeBinary, comment="keyed")
    sent_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (
        Index("codes_by_record", "record_index", "sent_at"),
        Index("codes_by_number", "number_index", "sent_at"),
    )
