"""Telephones in a browser."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "handsets",
        sa.Column("token_index", sa.LargeBinary(), nullable=False, comment="SHA-256"),
        sa.Column("version", sa.Integer(), nullable=False, comment="moves with every change"),
        sa.Column(
            "journal", sa.LargeBinary(), nullable=False, comment="encrypted; see db.handsets"
        ),
        sa.Column("over", sa.Boolean(), nullable=False),
        sa.Column("touched_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("token_index"),
    )
    op.create_index("ix_handsets_touched_at", "handsets", ["touched_at"], unique=False)


def downgrade() -> None:
    op.drop_table("handsets")
