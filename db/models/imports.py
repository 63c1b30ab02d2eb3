"""Files being loaded, and where their rows wait."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Moment, RowId
from db.models.insured import (
    Account,
    Benefit,
    Card,
    Claim,
    Contribution,
    Enrolment,
    Entry,
    Person,
    Pin,
)


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
