"""The book of loads: which file was loaded when, and how far one that died had come."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from db.engine import Database
from db.imports.kinds import Kind
from db.models import Import


@dataclass(frozen=True)
class Standing:
    """How far a load is. ``started_at`` is of the first time this file was loaded."""

    import_id: int
    started_at: datetime
    lines: int = 0
    good: int = 0
    bad: int = 0
    rejects_bytes: int = 0
    done_at: datetime | None = None

    def further(self, *, good: int, bad: int, rejects_bytes: int) -> Standing:
        """The standing after some more lines."""
        return replace(
            self,
            lines=self.lines + good + bad,
            good=self.good + good,
            bad=self.bad + bad,
            rejects_bytes=rejects_bytes,
        )


def begin(database: Database, kind: Kind, sha256: str, key_id: str, now: datetime) -> Standing:
    """Enter a file, or find how far it came.

    ``done_at`` is set when loading it again could change nothing: it was loaded without rejects,
    and nothing of its kind since. A load that was staged with another key begins anew, for equal
    people would have different indexes.
    """
    with database.write() as connection:
        row = connection.execute(
            select(Import.__table__).where(Import.kind == kind.name, Import.sha256 == sha256)
        ).one_or_none()
        if row is None:
            entered = connection.execute(
                insert(Import)
                .values(
                    kind=kind.name,
                    sha256=sha256,
                    key_id=key_id,
                    lines=0,
                    good=0,
                    bad=0,
                    rejects_bytes=0,
                    started_at=now,
                )
                .returning(Import.id)
            ).scalar_one()
            return Standing(entered, now)
        standing = Standing(
            row.id, row.started_at, row.lines, row.good, row.bad, row.rejects_bytes, row.done_at
        )
        if row.done_at is not None:
            newest = connection.scalar(
                select(func.max(Import.done_at)).where(Import.kind == kind.name)
            )
            if row.bad == 0 and row.done_at == newest:
                return standing
        elif row.key_id == key_id:
            return standing
        return _reset(connection, standing, key_id)


def newest(database: Database) -> dict[str, datetime]:
    """When a file of each kind was last loaded; a kind that never was is not in it."""
    done = (
        select(Import.kind, func.max(Import.done_at).label("at"))
        .where(Import.done_at.is_not(None))
        .group_by(Import.kind)
    )
    with database.read() as connection:
        return {row.kind: row.at for row in connection.execute(done)}


def forget(database: Database, standing: Standing, key_id: str) -> Standing:
    """Let a load begin anew: what it staged will be swept away."""
    with database.write() as connection:
        return _reset(connection, standing, key_id)


def _reset(connection: Connection, standing: Standing, key_id: str) -> Standing:
    fresh = Standing(standing.import_id, standing.started_at)
    _save(connection, fresh, key_id=key_id, done_at=None, changed=None)
    return fresh


def advance(connection: Connection, standing: Standing) -> None:
    """Save how far the load is, within the transaction that brought it there."""
    _save(connection, standing)


def finish(connection: Connection, standing: Standing, changed: int, now: datetime) -> None:
    """Close the entry, within the transaction that made the rows visible."""
    _save(connection, standing, changed=changed, done_at=now)


def _save(connection: Connection, standing: Standing, **more: object) -> None:
    connection.execute(
        update(Import)
        .where(Import.id == standing.import_id)
        .values(
            lines=standing.lines,
            good=standing.good,
            bad=standing.bad,
            rejects_bytes=standing.rejects_bytes,
            **more,
        )
    )


def sweep(database: Database, kind: Kind, keep: Standing | None = None) -> None:
    """Throw away lines of this kind that wait for nothing: those of every other load.

    With the lease of the kind there is no other load that could want them: one that was left
    unfinished for the sake of another file begins anew when it is taken up again.
    """
    staged = kind.staged.c.import_id
    mine = keep.import_id if keep is not None and keep.lines else None
    with database.write() as connection:
        connection.execute(
            update(Import)
            .where(Import.kind == kind.name, Import.done_at.is_(None))
            .where(Import.id != (mine or 0))
            .values(lines=0, good=0, bad=0, rejects_bytes=0)
        )
        # Without a condition SQLite drops the table's pages at once.
        others = () if mine is None else (or_(staged < mine, staged > mine),)
        connection.execute(delete(kind.staged).where(*others))
