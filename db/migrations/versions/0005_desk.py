"""Accounts of the desk, their sessions, and what happens at its door."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "staff",
        sa.Column("id", RowId, nullable=False),
        sa.Column("name", sa.String(64), nullable=False, comment="to sign in, lower case"),
        sa.Column(
            "password", sa.String(200), nullable=False, comment="Argon2id, in its own notation"
        ),
        sa.Column("totp", sa.LargeBinary(), nullable=False, comment="encrypted secret, base32"),
        sa.Column(
            "totp_next",
            sa.LargeBinary(),
            nullable=True,
            comment="encrypted secret that is not yet confirmed by a code",
        ),
        sa.Column(
            "totp_step",
            sa.BigInteger(),
            nullable=True,
            comment="of the last code used: no code is taken twice",
        ),
        sa.Column("agent_id", RowId, nullable=True),
        sa.Column("language", sa.String(16), nullable=True, comment="null: as the browser says"),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column(
            "must_change",
            sa.Boolean(),
            nullable=False,
            comment="the password was given by somebody else",
        ),
        sa.Column("demo", sa.Boolean(), nullable=False, comment="opens nothing outside the demo"),
        sa.Column("created_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("agent_id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "staff_roles",
        sa.Column("staff_id", RowId, nullable=False),
        sa.Column("role", sa.String(16), nullable=False, comment="db.staff: Role"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("staff_id", "role"),
    )
    op.create_table(
        "sittings",
        sa.Column("token_index", sa.LargeBinary(), nullable=False, comment="SHA-256"),
        sa.Column("staff_id", RowId, nullable=False),
        sa.Column("since", Moment, nullable=False),
        sa.Column("seen_at", Moment, nullable=False, comment="the last thing they did themselves"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token_index"),
    )
    op.create_index("ix_sittings_staff_id", "sittings", ["staff_id"])
    op.create_table(
        "door_events",
        sa.Column("id", RowId, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("name_index", sa.LargeBinary(), nullable=False),
        sa.Column("staff_id", RowId, nullable=True, comment="null: nobody has that name"),
        sa.Column("what", sa.String(16), nullable=False, comment="db.door: WHAT"),
        sa.Column(
            "by", sa.String(64), nullable=False, comment="themselves, another's name, or command"
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_door_events_at", "door_events", ["at"])
    op.create_index("door_events_by_name", "door_events", ["name_index", "at"])


def downgrade() -> None:
    for table in ("door_events", "sittings", "staff_roles", "staff"):
        op.drop_table(table)
