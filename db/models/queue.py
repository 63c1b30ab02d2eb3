"""Who waits for a person, who takes them, and what came of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Moment, RowId


class QueueEntry(Base):
    """One wait of one caller for a person, from the moment they asked to what came of it.

    A caller who is handed on waits anew: the new entry names the one ``before`` it.
    """

    __tablename__ = "queue_entries"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    call_id: Mapped[int] = mapped_column(RowId, index=True)
    before_id: Mapped[int | None] = mapped_column(RowId, comment="handed on from this one")
    topic: Mapped[str] = mapped_column(String(40), comment="the flow the caller came from")
    lane: Mapped[str] = mapped_column(String(80), comment="groups wanted, sorted, by comma")
    language: Mapped[str] = mapped_column(String(16))
    priority: Mapped[int] = mapped_column(comment="flows.queue.assign: Priority")
    mode: Mapped[str] = mapped_column(String(8), comment="db.queue: MODES")
    entered_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment, comment="when the caller last was there")
    state: Mapped[str] = mapped_column(String(8), comment="db.queue: STATES")
    ticket: Mapped[str | None] = mapped_column(String(12), comment="of a caller to be called back")
    due_at: Mapped[datetime | None] = mapped_column(
        Moment, comment="until then nobody is offered it: of a caller to be called back"
    )
    tries: Mapped[int] = mapped_column(default=0, comment="how often they were called back")
    any_hour: Mapped[bool] = mapped_column(
        default=False, comment="an operator has them called back, whatever the hour"
    )
    wanted_id: Mapped[int | None] = mapped_column(RowId, comment="the agent it was handed to")
    agent_id: Mapped[int | None] = mapped_column(RowId, comment="who is offered it, or has it")
    offers: Mapped[int] = mapped_column(default=0)
    token: Mapped[str | None] = mapped_column(
        String(32), unique=True, comment="names the offer in URLs"
    )
    offered_at: Mapped[datetime | None] = mapped_column(Moment)
    accepted_at: Mapped[datetime | None] = mapped_column(Moment)
    joined_at: Mapped[datetime | None] = mapped_column(Moment)
    let_go_at: Mapped[datetime | None] = mapped_column(
        Moment, comment="the agent hung up on a page of the desk"
    )
    leg_sid: Mapped[str | None] = mapped_column(
        String(128), comment="the agent's own call, while it lasts, as the carrier names it"
    )
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    outcome: Mapped[str | None] = mapped_column(String(12), comment="db.queue: OUTCOMES")
    handed_to: Mapped[str | None] = mapped_column(
        String(40), comment="an agent (agent:7) or a lane (lane:pension) that takes over"
    )
    asked_id: Mapped[int | None] = mapped_column(
        RowId, comment="an agent who is asked to take over, and has not answered yet"
    )
    asked_at: Mapped[datetime | None] = mapped_column(Moment)
    wrapped_at: Mapped[datetime | None] = mapped_column(Moment)
    disposition: Mapped[str | None] = mapped_column(String(24), comment="db.queue: DISPOSITIONS")
    score: Mapped[int | None] = mapped_column(comment="1 satisfied, 2 fairly, 3 dissatisfied")

    __table_args__ = (
        Index("queue_by_state", "state", "entered_at"),
        Index("queue_by_agent", "agent_id", "joined_at"),
        Index("queue_by_entered", "entered_at"),
        Index(
            "queue_legs",
            "leg_sid",
            postgresql_where=text("leg_sid IS NOT NULL"),
            sqlite_where=text("leg_sid IS NOT NULL"),
        ),
        Index(
            "queue_asked",
            "asked_at",
            postgresql_where=text("asked_id IS NOT NULL"),
            sqlite_where=text("asked_id IS NOT NULL"),
        ),
    )


class Duty(Base):
    """What an agent is doing now. An agent without a row is away."""

    __tablename__ = "duties"

    agent_id: Mapped[int] = mapped_column(
        ForeignKey("agents.id", ondelete="CASCADE"), primary_key=True
    )
    state: Mapped[str] = mapped_column(String(8), comment="db.duty: STATES")
    since: Mapped[datetime] = mapped_column(Moment)
    idle_since: Mapped[datetime] = mapped_column(Moment, comment="the longest idle is asked first")
    until: Mapped[datetime | None] = mapped_column(Moment, comment="then ready again by itself")
    entry_id: Mapped[int | None] = mapped_column(RowId, comment="whom they are offered, or have")
    why: Mapped[str] = mapped_column(String(12), comment="db.duty: REASONS")
    seen_at: Mapped[datetime | None] = mapped_column(
        Moment, comment="when the agent's page last asked; none for a telephone alone"
    )


class DutyChange(Base):
    """What agents did when: appended and never changed."""

    __tablename__ = "duty_changes"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    agent_id: Mapped[int] = mapped_column(RowId)
    at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(8))
    why: Mapped[str] = mapped_column(String(12))

    __table_args__ = (Index("duty_changes_by_agent", "agent_id", "at"),)


class CallNote(Base):
    """What an agent wrote down about a call: one note each."""

    __tablename__ = "call_notes"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    call_id: Mapped[int] = mapped_column(RowId)
    agent_id: Mapped[int] = mapped_column(RowId)
    at: Mapped[datetime] = mapped_column(Moment)
    text: Mapped[bytes] = mapped_column(LargeBinary, comment="encrypted")

    __table_args__ = (UniqueConstraint("call_id", "agent_id"),)


class Reveal(Base):
    """What an agent was shown of a record, and why they asked; the audit chain has it, too."""

    __tablename__ = "reveals"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    agent_id: Mapped[int] = mapped_column(RowId)
    call_id: Mapped[int] = mapped_column(RowId)
    person_id: Mapped[int | None] = mapped_column(
        RowId, comment="null: a number that nobody is known by"
    )
    what: Mapped[str] = mapped_column(String(16), comment="db.reveals: PARTS")
    reason: Mapped[str] = mapped_column(String(16), comment="db.reveals: REASONS")
    words: Mapped[bytes] = mapped_column(LargeBinary, comment="encrypted; the agent's own")

    __table_args__ = (Index("reveals_by_call", "call_id", "agent_id", "at"),)


class Announcement(Base):
    """What every caller hears first, until it ends: a row for each language of one ``notice``."""

    __tablename__ = "announcements"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    notice: Mapped[str] = mapped_column(String(16), comment="the same in every language")
    language: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(String(400), comment="spoken by the carrier's voice")
    sound: Mapped[bytes | None] = mapped_column(LargeBinary, comment="8 kHz mu-law, or none")
    version: Mapped[str | None] = mapped_column(String(16), comment="of the sound, hexadecimal")
    begins_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(String(64), comment="the account that made it")
    stopped_by: Mapped[str | None] = mapped_column(String(64), comment="before it was over")

    __table_args__ = (Index("announcements_by_end", "ends_at"),)


class Switch(Base):
    """What a supervisor has switched on the whole line, such as overflow."""

    __tablename__ = "switches"

    name: Mapped[str] = mapped_column(String(24), primary_key=True)
    value: Mapped[str] = mapped_column(String(24))
    until: Mapped[datetime | None] = mapped_column(Moment)
    at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(String(64))


class DeskAct(Base):
    """What supervisors did to the line, appended and never changed."""

    __tablename__ = "desk_acts"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(String(64), comment="the account")
    what: Mapped[str] = mapped_column(String(24), comment="db.acts: WHAT")
    about: Mapped[str] = mapped_column(String(80), comment="nothing about a caller")


class Voicemail(Base):
    """A recording that was fetched from the carrier: kept here, deleted there."""

    __tablename__ = "voicemails"

    ticket: Mapped[str] = mapped_column(String(12), primary_key=True, comment="its number")
    sound: Mapped[bytes] = mapped_column(LargeBinary, comment="encrypted WAV")
    seconds: Mapped[int]
    fetched_at: Mapped[datetime] = mapped_column(Moment)
    deleted_at: Mapped[datetime | None] = mapped_column(Moment, comment="from the carrier")


class Signal(Base):
    """A message between the two browsers that talk to each other (WebRTC), until it is fetched."""

    __tablename__ = "signals"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    entry_id: Mapped[int] = mapped_column(RowId)
    side: Mapped[str] = mapped_column(String(8), comment="for whom: caller, agent")
    body: Mapped[str] = mapped_column(String(16384))
    at: Mapped[datetime] = mapped_column(Moment)

    __table_args__ = (Index("signals_by_entry", "entry_id", "side", "id"),)
