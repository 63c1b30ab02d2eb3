"""Proofs and one-time codes, freezes, the outbox, callbacks, agents' groups, recorded speech."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    # Calls that are in progress while the line is upgraded were proven by PIN.
    op.add_column(
        "calls",
        sa.Column("proof", sa.String(8), nullable=False, server_default="", comment="flows.proof"),
    )
    op.execute("UPDATE calls SET proof = 'pin' WHERE person_id IS NOT NULL")
    with op.batch_alter_table("calls") as calls:
        calls.alter_column("proof", server_default=None)
        calls.add_column(
            sa.Column(
                "speech",
                sa.LargeBinary(),
                nullable=True,
                comment="encrypted; what of the last answer is played and tells something",
            )
        )
    for table in ("pins", "staged_pins"):
        op.add_column(
            table,
            sa.Column(
                "reset_at",
                Moment,
                nullable=True,
                comment="when a forgotten one was replaced by a code alone",
            ),
        )
    op.add_column(
        "tickets",
        sa.Column("about", sa.String(24), nullable=True, comment="what it is about, by kind"),
    )
    op.add_column(
        "tickets", sa.Column("callback_at", Moment, nullable=True, comment="begin of the slot")
    )
    op.create_index("tickets_by_person", "tickets", ["person_id", "opened_at"])
    op.create_table(
        "agent_groups",
        sa.Column("agent_id", RowId, nullable=False),
        sa.Column("name", sa.String(24), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("agent_id", "name"),
    )
    op.create_table(
        "callback_slots",
        sa.Column("begins", Moment, nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("begins"),
    )
    op.create_table(
        "codes",
        sa.Column("id", RowId, nullable=False),
        sa.Column("call_id", RowId, nullable=False),
        sa.Column("record_index", sa.LargeBinary(), nullable=False),
        sa.Column("number_index", sa.LargeBinary(), nullable=True),
        sa.Column("person_id", RowId, nullable=True, comment="null: nobody got this code"),
        sa.Column("hash", sa.LargeBinary(), nullable=False, comment="keyed"),
        sa.Column("sent_at", Moment, nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", Moment, nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_codes_call_id", "codes", ["call_id"])
    op.create_index("codes_by_number", "codes", ["number_index", "sent_at"])
    op.create_index("codes_by_record", "codes", ["record_index", "sent_at"])
    op.create_table(
        "freezes",
        sa.Column("id", RowId, nullable=False),
        sa.Column("person_id", RowId, nullable=False),
        sa.Column("since", Moment, nullable=False),
        sa.Column("until", Moment, nullable=False),
        sa.Column("lifted_at", Moment, nullable=True),
        sa.Column("call_id", RowId, nullable=False),
        sa.Column("proof", sa.String(8), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    open_one = sa.text("lifted_at IS NULL")
    op.create_index(
        "one_freeze",
        "freezes",
        ["person_id"],
        unique=True,
        sqlite_where=open_one,
        postgresql_where=open_one,
    )
    op.create_table(
        "outbox",
        sa.Column("id", RowId, nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False, comment="text, callback"),
        sa.Column("call_id", RowId, nullable=True),
        sa.Column("person_id", RowId, nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False, comment="encrypted JSON, by kind"),
        sa.Column("state", sa.String(12), nullable=False, comment="db.outbox: STATES"),
        sa.Column("due_at", Moment, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("taken_until", Moment, nullable=True, comment="a worker is at it"),
        sa.Column("error", sa.String(80), nullable=True, comment="its kind, never its text"),
        sa.Column("carrier_sid", sa.String(64), nullable=True),
        sa.Column("receipt", sa.String(16), nullable=True, comment="the carrier's MessageStatus"),
        sa.Column("receipt_at", Moment, nullable=True),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("done_at", Moment, nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("carrier_sid"),
        sa.UniqueConstraint("key"),
    )
    op.create_index("ix_outbox_call_id", "outbox", ["call_id"])
    op.create_index("outbox_due", "outbox", ["state", "due_at"])


def downgrade() -> None:
    for table in ("outbox", "freezes", "codes", "callback_slots", "agent_groups"):
        op.drop_table(table)
    op.drop_index("tickets_by_person", "tickets")
    for table, columns in (
        ("tickets", ("callback_at", "about")),
        ("pins", ("reset_at",)),
        ("staged_pins", ("reset_at",)),
        ("calls", ("speech", "proof")),
    ):
        with op.batch_alter_table(table) as altered:
            for column in columns:
                altered.drop_column(column)
