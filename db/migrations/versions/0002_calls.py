"""Calls, tries at PINs, agents, tickets, and the audit trail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "agents",
        sa.Column("id", RowId, nullable=False),
        sa.Column("staff_number", sa.String(length=12), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False, comment="encrypted"),
        sa.Column(
            "target", sa.LargeBinary(), nullable=False, comment="encrypted: +86…, sip:… or client:…"
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("staff_number"),
    )
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("last", RowId, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "audit_keys",
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False, comment="encrypted"),
        sa.PrimaryKeyConstraint("key_id"),
    )
    op.create_table(
        "callers",
        sa.Column("number_index", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("number_index"),
    )
    op.create_table(
        "calls",
        sa.Column("id", RowId, nullable=False),
        sa.Column("sid", sa.String(length=128), nullable=False, comment="the carrier's CallSid"),
        sa.Column("ref", sa.String(length=32), nullable=False, comment="ours, for logs and URLs"),
        sa.Column("number", sa.LargeBinary(), nullable=True, comment="encrypted"),
        sa.Column("number_index", sa.LargeBinary(), nullable=True),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("person_id", RowId, nullable=True),
        sa.Column("verified_at", Moment, nullable=True),
        sa.Column(
            "turn", sa.Integer(), nullable=False, comment="the number the carrier must send next"
        ),
        sa.Column("step", sa.String(length=80), nullable=False, comment="where the call waits"),
        sa.Column(
            "state", sa.LargeBinary(), nullable=False, comment="encrypted place in the conversation"
        ),
        sa.Column("answer", sa.LargeBinary(), nullable=False, comment="encrypted last answer"),
        sa.Column("started_at", Moment, nullable=False),
        sa.Column("touched_at", Moment, nullable=False),
        sa.Column("finished", sa.Boolean(), nullable=False, comment="the line said goodbye"),
        sa.Column(
            "accepted_turn", sa.Integer(), nullable=True, comment="the ringing an agent accepted"
        ),
        sa.Column("ended_at", Moment, nullable=True),
        sa.Column(
            "ended_how", sa.String(length=16), nullable=True, comment="the carrier's CallStatus"
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("ref"),
        sa.UniqueConstraint("sid"),
        postgresql_with={"fillfactor": 50},
    )
    op.create_index("calls_by_number", "calls", ["number_index", "started_at"], unique=False)
    op.create_table(
        "disclosures",
        sa.Column("id", RowId, autoincrement=False, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("person_id", RowId, nullable=False),
        sa.Column("call_id", RowId, nullable=True),
        sa.Column(
            "actor", sa.String(length=24), nullable=False, comment="caller, or a staff number"
        ),
        sa.Column("what", sa.String(length=80), nullable=False),
        sa.Column("proof", sa.String(length=24), nullable=False),
        sa.Column(
            "key_id", sa.String(length=16), nullable=False, comment="whose audit key made the hash"
        ),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_disclosures_person_id", "disclosures", ["person_id"], unique=False)
    op.create_table(
        "events",
        sa.Column("id", RowId, nullable=False),
        sa.Column("call_id", RowId, nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_events_call_id", "events", ["call_id"], unique=False)
    op.create_table(
        "locks",
        sa.Column("index", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False, comment="record, number"),
        sa.Column("since", Moment, nullable=False),
        sa.Column("until", Moment, nullable=False),
        sa.PrimaryKeyConstraint("index", "kind"),
    )
    op.create_table(
        "pin_attempts",
        sa.Column("id", RowId, nullable=False),
        sa.Column("call_id", RowId, nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("record_index", sa.LargeBinary(), nullable=False),
        sa.Column("number_index", sa.LargeBinary(), nullable=True),
        sa.Column("at", Moment, nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False, comment="db.identity: OUTCOMES"),
        sa.Column("person_id", RowId, nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("call_id", "turn", name="attempt_once"),
    )
    op.create_index("attempts_by_number", "pin_attempts", ["number_index", "at"], unique=False)
    op.create_index("attempts_by_record", "pin_attempts", ["record_index", "at"], unique=False)
    op.create_table(
        "tickets",
        sa.Column("id", RowId, nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False, comment="spoken to the caller"),
        sa.Column("call_id", RowId, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("person_id", RowId, nullable=True),
        sa.Column("caller_number", sa.LargeBinary(), nullable=True, comment="encrypted"),
        sa.Column("recording_url", sa.LargeBinary(), nullable=True, comment="encrypted"),
        sa.Column("recording_seconds", sa.Integer(), nullable=True),
        sa.Column("opened_at", Moment, nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("ix_tickets_call_id", "tickets", ["call_id"], unique=False)
    audit_head = sa.table(
        "audit_head",
        sa.column("id", sa.Integer()),
        sa.column("last", sa.BigInteger()),
        sa.column("hash", sa.LargeBinary()),
    )
    # The chain begins empty: db.audit knows this row as its beginning.
    op.bulk_insert(audit_head, [{"id": 1, "last": 0, "hash": b""}])


def downgrade() -> None:
    for table in (
        "tickets",
        "pin_attempts",
        "locks",
        "events",
        "disclosures",
        "calls",
        "callers",
        "audit_keys",
        "audit_head",
        "agents",
    ):
        op.drop_table(table)
