"""The chain of what was told to whom."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    LargeBinary,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Moment, RowId


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
