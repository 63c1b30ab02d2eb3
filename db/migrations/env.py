"""Alembic's way in: ``db.migrate`` hands over a connection that is already in a transaction."""

from __future__ import annotations

from alembic import context

from db.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # The transaction is the caller's: an upgrade happens as a whole or not at all.
    transactional_ddl=False,
)
context.run_migrations()
