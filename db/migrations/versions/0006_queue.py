"""People: the queue, agents' duties, notes, announcements, switches, voicemail, signals."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("tickets") as tickets:
        tickets.add_column(
            sa.Column(
                "code",
                sa.String(4),
                nullable=True,
                comment="what the line says when it calls back, to be known by",
            )
        )
        tickets.add_column(sa.Column("closed_at", Moment, nullable=True))
        tickets.add_column(
            sa.Column("agent_id", RowId, nullable=True, comment="who takes care of it")
        )
        tickets.add_column(
            sa.Column("result", sa.String(16), nullable=True, comment="db.worklist: RESULTS")
        )
    op.create_index("tickets_by_promise", "tickets", ["status", "promised_on"])
    going = sa.text("ended_at IS NULL")
    op.create_index(
        "calls_going", "calls", ["started_at"], postgresql_where=going, sqlite_where=going
    )
    _queue()
    _duties()
    _line()
    _chores()


def _queue() -> None:
    op.create_table(
        "queue_entries",
        sa.Column("id", RowId, nullable=False),
        sa.Column("call_id", RowId, nullable=False),
        sa.Column("before_id", RowId, nullable=True, comment="handed on from this one"),
        sa.Column("topic", sa.String(40), nullable=False, comment="the flow the caller came from"),
        sa.Column("lane", sa.String(80), nullable=False, comment="groups wanted, sorted, by comma"),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False, comment="flows.queue.assign: Priority"),
        sa.Column("mode", sa.String(8), nullable=False, comment="db.queue: MODES"),
        sa.Column("entered_at", Moment, nullable=False),
        sa.Column("seen_at", Moment, nullable=False, comment="when the caller last was there"),
        sa.Column("state", sa.String(8), nullable=False, comment="db.queue: STATES"),
        sa.Column("ticket", sa.String(12), nullable=True, comment="of a caller to be called back"),
        sa.Column(
            "due_at",
            Moment,
            nullable=True,
            comment="until then nobody is offered it: of a caller to be called back",
        ),
        sa.Column("tries", sa.Integer(), nullable=False, comment="how often they were called back"),
        sa.Column(
            "any_hour",
            sa.Boolean(),
            nullable=False,
            comment="an operator has them called back, whatever the hour",
        ),
        sa.Column("wanted_id", RowId, nullable=True, comment="the agent it was handed to"),
        sa.Column("agent_id", RowId, nullable=True, comment="who is offered it, or has it"),
        sa.Column("offers", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(32), nullable=True, comment="names the offer in URLs"),
        sa.Column("offered_at", Moment, nullable=True),
        sa.Column("accepted_at", Moment, nullable=True),
        sa.Column("joined_at", Moment, nullable=True),
        sa.Column(
            "let_go_at", Moment, nullable=True, comment="the agent hung up on a page of the desk"
        ),
        sa.Column(
            "leg_sid",
            sa.String(128),
            nullable=True,
            comment="the agent's own call, while it lasts, as the carrier names it",
        ),
        sa.Column("ended_at", Moment, nullable=True),
        sa.Column("outcome", sa.String(12), nullable=True, comment="db.queue: OUTCOMES"),
        sa.Column(
            "handed_to",
            sa.String(40),
            nullable=True,
            comment="an agent (agent:7) or a lane (lane:pension) that takes over",
        ),
        sa.Column(
            "asked_id",
            RowId,
            nullable=True,
            comment="an agent who is asked to take over, and has not answered yet",
        ),
        sa.Column("asked_at", Moment, nullable=True),
        sa.Column("wrapped_at", Moment, nullable=True),
        sa.Column("disposition", sa.String(24), nullable=True, comment="db.queue: DISPOSITIONS"),
        sa.Column(
            "score", sa.Integer(), nullable=True, comment="1 satisfied, 2 fairly, 3 dissatisfied"
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token"),
    )
    op.create_index("ix_queue_entries_call_id", "queue_entries", ["call_id"])
    op.create_index("queue_by_state", "queue_entries", ["state", "entered_at"])
    op.create_index("queue_by_agent", "queue_entries", ["agent_id", "joined_at"])
    op.create_index("queue_by_entered", "queue_entries", ["entered_at"])
    for name, column, kept in (
        ("queue_legs", "leg_sid", "leg_sid IS NOT NULL"),
        ("queue_asked", "asked_at", "asked_id IS NOT NULL"),
    ):
        where = sa.text(kept)
        op.create_index(name, "queue_entries", [column], postgresql_where=where, sqlite_where=where)
    op.create_table(
        "call_notes",
        sa.Column("id", RowId, nullable=False),
        sa.Column("call_id", RowId, nullable=False),
        sa.Column("agent_id", RowId, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False, comment="encrypted"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("call_id", "agent_id"),
    )
    op.create_table(
        "reveals",
        sa.Column("id", RowId, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("agent_id", RowId, nullable=False),
        sa.Column("call_id", RowId, nullable=False),
        sa.Column(
            "person_id", RowId, nullable=True, comment="null: a number that nobody is known by"
        ),
        sa.Column("what", sa.String(16), nullable=False, comment="db.reveals: PARTS"),
        sa.Column("reason", sa.String(16), nullable=False, comment="db.reveals: REASONS"),
        sa.Column("words", sa.LargeBinary(), nullable=False, comment="encrypted; the agent's own"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("reveals_by_call", "reveals", ["call_id", "agent_id", "at"])


def _duties() -> None:
    op.create_table(
        "duties",
        sa.Column("agent_id", RowId, nullable=False),
        sa.Column("state", sa.String(8), nullable=False, comment="db.duty: STATES"),
        sa.Column("since", Moment, nullable=False),
        sa.Column("idle_since", Moment, nullable=False, comment="the longest idle is asked first"),
        sa.Column("until", Moment, nullable=True, comment="then ready again by itself"),
        sa.Column("entry_id", RowId, nullable=True, comment="whom they are offered, or have"),
        sa.Column("why", sa.String(12), nullable=False, comment="db.duty: REASONS"),
        sa.Column(
            "seen_at",
            Moment,
            nullable=True,
            comment="when the agent's page last asked; none for a telephone alone",
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("agent_id"),
    )
    op.create_table(
        "duty_changes",
        sa.Column("id", RowId, nullable=False),
        sa.Column("agent_id", RowId, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("why", sa.String(12), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("duty_changes_by_agent", "duty_changes", ["agent_id", "at"])


def _line() -> None:
    op.create_table(
        "announcements",
        sa.Column("id", RowId, nullable=False),
        sa.Column("notice", sa.String(16), nullable=False, comment="the same in every language"),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("text", sa.String(400), nullable=False, comment="spoken by the carrier's voice"),
        sa.Column("sound", sa.LargeBinary(), nullable=True, comment="8 kHz mu-law, or none"),
        sa.Column("version", sa.String(16), nullable=True, comment="of the sound, hexadecimal"),
        sa.Column("begins_at", Moment, nullable=False),
        sa.Column("ends_at", Moment, nullable=False),
        sa.Column("made_at", Moment, nullable=False),
        sa.Column("made_by", sa.String(64), nullable=False, comment="the account that made it"),
        sa.Column("stopped_by", sa.String(64), nullable=True, comment="before it was over"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("announcements_by_end", "announcements", ["ends_at"])
    op.create_table(
        "switches",
        sa.Column("name", sa.String(24), nullable=False),
        sa.Column("value", sa.String(24), nullable=False),
        sa.Column("until", Moment, nullable=True),
        sa.Column("at", Moment, nullable=False),
        sa.Column("made_by", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "desk_acts",
        sa.Column("id", RowId, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("made_by", sa.String(64), nullable=False, comment="the account"),
        sa.Column("what", sa.String(24), nullable=False, comment="db.acts: WHAT"),
        sa.Column("about", sa.String(80), nullable=False, comment="nothing about a caller"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "voicemails",
        sa.Column("ticket", sa.String(12), nullable=False, comment="its number"),
        sa.Column("sound", sa.LargeBinary(), nullable=False, comment="encrypted WAV"),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("fetched_at", Moment, nullable=False),
        sa.Column("deleted_at", Moment, nullable=True, comment="from the carrier"),
        sa.PrimaryKeyConstraint("ticket"),
    )
    op.create_table(
        "signals",
        sa.Column("id", RowId, nullable=False),
        sa.Column("entry_id", RowId, nullable=False),
        sa.Column("side", sa.String(8), nullable=False, comment="for whom: caller, agent"),
        sa.Column("body", sa.String(16384), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("signals_by_entry", "signals", ["entry_id", "side", "id"])


def _chores() -> None:
    op.create_table(
        "chores",
        sa.Column("id", RowId, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False, comment="db.chores: KINDS"),
        sa.Column(
            "about", sa.String(16), nullable=False, comment="of a file: which kind of records"
        ),
        sa.Column(
            "name", sa.LargeBinary(), nullable=False, comment="encrypted; as the file was called"
        ),
        sa.Column("file", sa.String(40), nullable=True, comment="as it is called while it is kept"),
        sa.Column("made_by", sa.String(64), nullable=False, comment="the account that asked"),
        sa.Column("made_at", Moment, nullable=False),
        sa.Column("state", sa.String(8), nullable=False, comment="db.chores: STATES"),
        sa.Column("phase", sa.String(8), nullable=False, comment="which part of the work it is at"),
        sa.Column(
            "done", sa.BigInteger(), nullable=False, comment="of the phase, in its own units"
        ),
        sa.Column(
            "total", sa.BigInteger(), nullable=False, comment="of the phase; 0 where nobody knows"
        ),
        sa.Column(
            "seen_at", Moment, nullable=True, comment="when whoever works at it last said so"
        ),
        sa.Column("ended_at", Moment, nullable=True),
        sa.Column(
            "outcome",
            sa.LargeBinary(),
            nullable=True,
            comment="encrypted JSON, by kind; a sentence may quote a file",
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("chores_by_kind", "chores", ["kind", "made_at"])


def downgrade() -> None:
    for table in (
        "chores",
        "signals",
        "voicemails",
        "desk_acts",
        "switches",
        "announcements",
        "duty_changes",
        "duties",
        "reveals",
        "call_notes",
        "queue_entries",
    ):
        op.drop_table(table)
    op.drop_index("calls_going", "calls")
    op.drop_index("tickets_by_promise", "tickets")
    with op.batch_alter_table("tickets") as tickets:
        for column in ("result", "agent_id", "closed_at", "code"):
            tickets.drop_column(column)
