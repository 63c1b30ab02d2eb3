"""Persons, what is recorded of them, and the files it comes from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "horizons",
        sa.Column("scheme", sa.String(length=24), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scheme"),
    )
    op.create_table(
        "import_leases",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("holder", sa.String(length=32), nullable=False),
        sa.Column("until", Moment, nullable=False),
        sa.PrimaryKeyConstraint("kind"),
    )
    op.create_table(
        "imports",
        sa.Column("id", RowId, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column(
            "key_id", sa.String(length=16), nullable=False, comment="newest key when staging began"
        ),
        sa.Column(
            "lines", sa.BigInteger(), nullable=False, comment="rows staged or rejected so far"
        ),
        sa.Column("good", sa.BigInteger(), nullable=False),
        sa.Column("bad", sa.BigInteger(), nullable=False),
        sa.Column(
            "rejects_bytes", sa.BigInteger(), nullable=False, comment="of the reject file, so far"
        ),
        sa.Column(
            "changed",
            sa.BigInteger(),
            nullable=True,
            comment="rows that differ from before, when done",
        ),
        sa.Column("started_at", Moment, nullable=False, comment="when first loaded"),
        sa.Column("done_at", Moment, nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("kind", "sha256", name="import_once"),
    )
    op.create_table(
        "persons",
        sa.Column("id", RowId, nullable=False),
        sa.Column("id_index", sa.LargeBinary(), nullable=False),
        sa.Column("id_number", sa.LargeBinary(), nullable=False, comment="encrypted"),
        sa.Column("name", sa.LargeBinary(), nullable=False, comment="encrypted"),
        sa.Column("mobile", sa.LargeBinary(), nullable=True, comment="encrypted, E.164"),
        sa.Column("mobile_index", sa.LargeBinary(), nullable=True),
        sa.Column("insured_place", sa.String(length=6), nullable=False, comment="GB/T 2260"),
        sa.Column("employer", sa.String(length=200), nullable=True),
        sa.Column(
            "key_id", sa.String(length=16), nullable=False, comment="key of the blind indexes"
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("id_index"),
    )
    op.create_index("ix_persons_key_id", "persons", ["key_id"], unique=False)
    op.create_index("ix_persons_mobile_index", "persons", ["mobile_index"], unique=False)
    op.create_table(
        "staged_accounts",
        sa.Column("import_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", RowId, nullable=False),
        sa.Column("account", sa.String(length=16), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False, comment="fen"),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("import_id", "line"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "staged_benefits",
        sa.Column("import_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", RowId, nullable=False),
        sa.Column("benefit", sa.String(length=40), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False, comment="fen"),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("import_id", "line"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "staged_cards",
        sa.Column("import_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", RowId, nullable=False),
        sa.Column("card_index", sa.LargeBinary(), nullable=False),
        sa.Column("card_number", sa.LargeBinary(), nullable=False, comment="encrypted"),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("import_id", "line"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "staged_claims",
        sa.Column("import_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", RowId, nullable=False),
        sa.Column("service_date", sa.Date(), nullable=False),
        sa.Column("provider", sa.String(length=200), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False, comment="fen"),
        sa.Column("fund_paid", sa.BigInteger(), nullable=False, comment="fen"),
        sa.Column("personal_paid", sa.BigInteger(), nullable=False, comment="fen"),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("import_id", "line"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "staged_contributions",
        sa.Column("import_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", RowId, nullable=False),
        sa.Column("period", sa.Integer(), nullable=False, comment="year * 100 + month"),
        sa.Column("scheme", sa.String(length=24), nullable=False),
        sa.Column("base", sa.BigInteger(), nullable=False, comment="contribution base, fen"),
        sa.Column("employer_amount", sa.BigInteger(), nullable=False, comment="fen"),
        sa.Column("personal_amount", sa.BigInteger(), nullable=False, comment="fen"),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("import_id", "line"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "staged_enrolments",
        sa.Column("import_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", RowId, nullable=False),
        sa.Column("scheme", sa.String(length=24), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("import_id", "line"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "staged_entries",
        sa.Column("import_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", RowId, nullable=False),
        sa.Column("account", sa.String(length=16), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column(
            "amount", sa.BigInteger(), nullable=False, comment="fen; negative only for adjustments"
        ),
        sa.Column("description", sa.String(length=200), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("import_id", "line"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "staged_persons",
        sa.Column("import_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True, comment="null: not known before"),
        sa.Column("id_index", sa.LargeBinary(), nullable=False),
        sa.Column("id_number", sa.LargeBinary(), nullable=False, comment="encrypted"),
        sa.Column("name", sa.LargeBinary(), nullable=False, comment="encrypted"),
        sa.Column("mobile", sa.LargeBinary(), nullable=True, comment="encrypted, E.164"),
        sa.Column("mobile_index", sa.LargeBinary(), nullable=True),
        sa.Column("insured_place", sa.String(length=6), nullable=False, comment="GB/T 2260"),
        sa.Column("employer", sa.String(length=200), nullable=True),
        sa.Column(
            "key_id", sa.String(length=16), nullable=False, comment="key of the blind indexes"
        ),
        sa.PrimaryKeyConstraint("import_id", "line"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "staged_pins",
        sa.Column("import_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", RowId, nullable=False),
        sa.Column("hash", sa.String(length=200), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column(
            "one_time",
            sa.Boolean(),
            nullable=False,
            comment="issued; must be replaced at first use",
        ),
        sa.Column("changed_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("import_id", "line"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "accounts",
        sa.Column("person_id", RowId, nullable=False),
        sa.Column("account", sa.String(length=16), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False, comment="fen"),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["persons.id"],
        ),
        sa.PrimaryKeyConstraint("person_id", "account"),
    )
    op.create_table(
        "benefits",
        sa.Column("person_id", RowId, nullable=False),
        sa.Column("benefit", sa.String(length=40), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False, comment="fen"),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["persons.id"],
        ),
        sa.PrimaryKeyConstraint("person_id", "benefit", "period"),
    )
    op.create_table(
        "cards",
        sa.Column("person_id", RowId, nullable=False),
        sa.Column("card_index", sa.LargeBinary(), nullable=False),
        sa.Column("card_number", sa.LargeBinary(), nullable=False, comment="encrypted"),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["persons.id"],
        ),
        sa.PrimaryKeyConstraint("person_id", "card_index"),
    )
    op.create_table(
        "claims",
        sa.Column("id", RowId, nullable=False),
        sa.Column("person_id", RowId, nullable=False),
        sa.Column("service_date", sa.Date(), nullable=False),
        sa.Column("provider", sa.String(length=200), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False, comment="fen"),
        sa.Column("fund_paid", sa.BigInteger(), nullable=False, comment="fen"),
        sa.Column("personal_paid", sa.BigInteger(), nullable=False, comment="fen"),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["persons.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint(
            "person_id", "service_date", "provider", "total", "nth", name="claim_once"
        ),
    )
    op.create_table(
        "contributions",
        sa.Column("person_id", RowId, nullable=False),
        sa.Column("period", sa.Integer(), nullable=False, comment="year * 100 + month"),
        sa.Column("scheme", sa.String(length=24), nullable=False),
        sa.Column("base", sa.BigInteger(), nullable=False, comment="contribution base, fen"),
        sa.Column("employer_amount", sa.BigInteger(), nullable=False, comment="fen"),
        sa.Column("personal_amount", sa.BigInteger(), nullable=False, comment="fen"),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["persons.id"],
        ),
        sa.PrimaryKeyConstraint("person_id", "period", "scheme"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "enrolments",
        sa.Column("person_id", RowId, nullable=False),
        sa.Column("scheme", sa.String(length=24), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["persons.id"],
        ),
        sa.PrimaryKeyConstraint("person_id", "scheme"),
    )
    op.create_table(
        "entries",
        sa.Column("id", RowId, nullable=False),
        sa.Column("person_id", RowId, nullable=False),
        sa.Column("account", sa.String(length=16), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column(
            "amount", sa.BigInteger(), nullable=False, comment="fen; negative only for adjustments"
        ),
        sa.Column("description", sa.String(length=200), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["persons.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint(
            "person_id", "account", "on", "kind", "amount", "description", "nth", name="entry_once"
        ),
    )
    op.create_table(
        "pins",
        sa.Column("person_id", RowId, nullable=False),
        sa.Column("hash", sa.String(length=200), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column(
            "one_time",
            sa.Boolean(),
            nullable=False,
            comment="issued; must be replaced at first use",
        ),
        sa.Column("changed_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["persons.id"],
        ),
        sa.PrimaryKeyConstraint("person_id"),
    )


def downgrade() -> None:
    for table in (
        "pins",
        "entries",
        "enrolments",
        "contributions",
        "claims",
        "cards",
        "benefits",
        "accounts",
        "staged_pins",
        "staged_persons",
        "staged_entries",
        "staged_enrolments",
        "staged_contributions",
        "staged_claims",
        "staged_cards",
        "staged_benefits",
        "staged_accounts",
        "persons",
        "imports",
        "import_leases",
        "horizons",
    ):
        op.drop_table(table)
