"""Calls, what happened in them, who takes them, what was promised, and telephones in a browser."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Moment, RowId


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
    proof: Mapped[str] = mapped_column(String(8), default="", comment="flows.proof")
    turn: Mapped[int] = mapped_column(comment="the number the carrier must send next")
    step: Mapped[str] = mapped_column(String(80), comment="where the call waits")
    state: Mapped[bytes] = mapped_column(LargeBinary, comment="encrypted place in the conversation")
    answer: Mapped[bytes] = mapped_column(LargeBinary, comment="encrypted last answer")
    speech: Mapped[bytes | None] = mapped_column(
        LargeBinary, comment="encrypted; what of the last answer is played and tells something"
    )
    started_at: Mapped[datetime] = mapped_column(Moment)
    touched_at: Mapped[datetime] = mapped_column(Moment)
    finished: Mapped[bool] = mapped_column(default=False, comment="the line said goodbye")
    accepted_turn: Mapped[int | None] = mapped_column(comment="the ringing an agent accepted")
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_how: Mapped[str | None] = mapped_column(String(16), comment="the carrier's CallStatus")

    # Nothing that a turn changes is in an index, and pages have room for a call's next turn:
    # then PostgreSQL writes no index at a turn.
    __table_args__ = (
        Index("calls_by_number", "number_index", "started_at"),
        Index(
            "calls_going",
            "started_at",
            postgresql_where=text("ended_at IS NULL"),
            sqlite_where=text("ended_at IS NULL"),
        ),
        {"postgresql_with": {"fillfactor": 50}},
    )


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


class AgentGroup(Base):
    """A group of the city's profile that an agent belongs to."""

    __tablename__ = "agent_groups"

    agent_id: Mapped[int] = mapped_column(
        ForeignKey("agents.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(String(24), primary_key=True)


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
    about: Mapped[str | None] = mapped_column(String(24), comment="what it is about, by kind")
    callback_at: Mapped[datetime | None] = mapped_column(Moment, comment="begin of the slot")
    code: Mapped[str | None] = mapped_column(
        String(4), comment="what the line says when it calls back, to be known by"
    )
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    agent_id: Mapped[int | None] = mapped_column(RowId, comment="who takes care of it")
    result: Mapped[str | None] = mapped_column(String(16), comment="db.worklist: RESULTS")

    __table_args__ = (
        Index("tickets_by_person", "person_id", "opened_at"),
        Index("tickets_by_promise", "status", "promised_on"),
    )


class Slot(Base):
    """How many callbacks are booked for a slot of time."""

    __tablename__ = "callback_slots"

    begins: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    taken: Mapped[int]


class Handset(Base):
    """A telephone in a browser during one call: what it takes to play the call on in any worker."""

    __tablename__ = "handsets"

    token_index: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True, comment="SHA-256")
    version: Mapped[int] = mapped_column(comment="moves with every change")
    journal: Mapped[bytes] = mapped_column(LargeBinary, comment="encrypted; see db.handsets")
    over: Mapped[bool] = mapped_column(default=False)
    touched_at: Mapped[datetime] = mapped_column(Moment, index=True)
