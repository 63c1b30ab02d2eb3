"""What the line has promised to do when the call is over, and how far it has come."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Moment, RowId


class Outgoing(Base):
    """One thing to be done once: a text message to be sent, a call to be placed.

    Written in the turn's own transaction, so that it exists exactly when what was said to the
    caller exists. ``key`` names it: a second one of that name is never written.
    """

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(16), comment="text, callback")
    call_id: Mapped[int | None] = mapped_column(RowId, index=True)
    person_id: Mapped[int | None] = mapped_column(RowId)
    body: Mapped[bytes] = mapped_column(LargeBinary, comment="encrypted JSON, by kind")
    state: Mapped[str] = mapped_column(String(12), comment="db.outbox: STATES")
    due_at: Mapped[datetime] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(default=0)
    taken_until: Mapped[datetime | None] = mapped_column(Moment, comment="a worker is at it")
    error: Mapped[str | None] = mapped_column(String(80), comment="its kind, never its text")
    carrier_sid: Mapped[str | None] = mapped_column(String(64), unique=True)
    receipt: Mapped[str | None] = mapped_column(String(16), comment="the carrier's MessageStatus")
    receipt_at: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment)
    done_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (Index("outbox_due", "state", "due_at"),)
