"""What takes longer than a page waits: files handed in at the desk, checks of the audit trail."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Moment, RowId


class Chore(Base):
    """One thing that somebody at the desk has asked for, and how far it has come.

    A worker does it: the outbox has a promise of the same ``kind``.
    """

    __tablename__ = "chores"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), comment="db.chores: KINDS")
    about: Mapped[str] = mapped_column(String(16), comment="of a file: which kind of records")
    name: Mapped[bytes] = mapped_column(LargeBinary, comment="encrypted; as the file was called")
    file: Mapped[str | None] = mapped_column(String(40), comment="as it is called while it is kept")
    made_by: Mapped[str] = mapped_column(String(64), comment="the account that asked")
    made_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(8), comment="db.chores: STATES")
    phase: Mapped[str] = mapped_column(String(8), comment="which part of the work it is at")
    done: Mapped[int] = mapped_column(BigInteger, comment="of the phase, in its own units")
    total: Mapped[int] = mapped_column(BigInteger, comment="of the phase; 0 where nobody knows")
    seen_at: Mapped[datetime | None] = mapped_column(
        Moment, comment="when whoever works at it last said so"
    )
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    outcome: Mapped[bytes | None] = mapped_column(
        LargeBinary, comment="encrypted JSON, by kind; a sentence may quote a file"
    )

    __table_args__ = (Index("chores_by_kind", "kind", "made_at"),)
