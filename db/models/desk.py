"""Accounts of the desk, their open sessions, and what happened at its door."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Moment, RowId


class Staff(Base):
    """Who may sign in at the desk. Nobody is ever deleted: what they did names them."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    name: Mapped[str] = mapped_column(String(64), unique=True, comment="to sign in, lower case")
    password: Mapped[str] = mapped_column(String(200), comment="Argon2id, in its own notation")
    totp: Mapped[bytes] = mapped_column(LargeBinary, comment="encrypted secret, base32")
    totp_next: Mapped[bytes | None] = mapped_column(
        LargeBinary, comment="encrypted secret that is not yet confirmed by a code"
    )
    totp_step: Mapped[int | None] = mapped_column(
        BigInteger, comment="of the last code used: no code is taken twice"
    )
    agent_id: Mapped[int | None] = mapped_column(
        ForeignKey("agents.id", ondelete="SET NULL"), unique=True
    )
    language: Mapped[str | None] = mapped_column(String(16), comment="null: as the browser says")
    active: Mapped[bool] = mapped_column(default=True)
    must_change: Mapped[bool] = mapped_column(comment="the password was given by somebody else")
    demo: Mapped[bool] = mapped_column(default=False, comment="opens nothing outside the demo")
    created_at: Mapped[datetime] = mapped_column(Moment)


class StaffRole(Base):
    """A role that an account has."""

    __tablename__ = "staff_roles"

    staff_id: Mapped[int] = mapped_column(
        ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True
    )
    role: Mapped[str] = mapped_column(String(16), primary_key=True, comment="db.staff: Role")


class Sitting(Base):
    """Somebody signed in at the desk, in one browser, until they sign out or time is up."""

    __tablename__ = "sittings"

    token_index: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True, comment="SHA-256")
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    since: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment, comment="the last thing they did themselves")


class DoorEvent(Base):
    """What happened at the desk's door, appended and never changed but for a try's outcome.

    ``name_index`` is of the name as typed, known or not: both are limited alike, and whoever types
    a password into the wrong field has not written it down here.
    """

    __tablename__ = "door_events"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    name_index: Mapped[bytes] = mapped_column(LargeBinary)
    staff_id: Mapped[int | None] = mapped_column(RowId, comment="null: nobody has that name")
    what: Mapped[str] = mapped_column(String(16), comment="db.door: WHAT")
    by: Mapped[str] = mapped_column(String(64), comment="themselves, another's name, or command")

    __table_args__ = (Index("door_events_by_name", "name_index", "at"),)
