"""Making staged rows visible: all of them, in one transaction, and as short a one as can be.

SQLite has one writer, and calls are going on. So whatever can be found out beforehand is found out
by reading alone: which rows a later line of the file overrules, which say what the record says
already. Those leave the staging table in small pieces, and the merge has only real changes left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, Table, and_, bindparam, delete, func, not_, select, update

from db.bulk import differs, upsert
from db.engine import Database
from db.imports.kinds import Kind
from db.imports.lease import Lease
from db.models import Contribution, Horizon, Person, Pin

_PIECE = 5_000


def settle(database: Database, kind: Kind, import_id: int, lease: Lease) -> None:
    """Leave in staging only what the merge has to write. Can be repeated after a crash."""
    staged = kind.staged
    if database.dialect == "postgresql":
        # The planner knows nothing yet of rows that have just arrived.
        with database.read() as connection:
            connection.exec_driver_sql(f"ANALYZE {staged.name}")
    if kind.numbered:
        _number_equals(database, kind, import_id, lease)
    else:
        _drop(database, kind, import_id, _places(kind, import_id), lease)
    _drop(database, kind, import_id, _said_already(kind, import_id), lease)


def _number_equals(database: Database, kind: Kind, import_id: int, lease: Lease) -> None:
    """Tell equal rows of a file apart by ``nth``, in the order of the file."""
    staged = kind.staged
    # Only rows without a number yet: when this is repeated, some of their equals are gone.
    unnumbered = and_(
        staged.c.import_id == import_id, staged.c.line == bindparam("at"), staged.c.nth == 1
    )
    number = update(staged).where(unnumbered).values(nth=bindparam("place"))
    for some in _pieces(database, _places(kind, import_id)):
        with database.write() as connection:
            lease.renew(connection)
            connection.execute(number, [{"at": row.at, "place": row.place} for row in some])


def _drop(database: Database, kind: Kind, import_id: int, lines: Any, lease: Lease) -> None:
    staged = kind.staged
    of_import = delete(staged).where(staged.c.import_id == import_id)
    if database.dialect == "postgresql":
        # Nobody waits for this there: the database may do it in its own way.
        with database.write() as connection:
            lease.renew(connection)
            connection.execute(of_import.where(staged.c.line.in_(select(lines.subquery().c.at))))
        return
    drop = of_import.where(staged.c.line.in_(bindparam("lines", expanding=True)))
    for some in _pieces(database, lines):
        with database.write() as connection:
            lease.renew(connection)
            connection.execute(drop, {"lines": [row.at for row in some]})


def _places(kind: Kind, import_id: int) -> Any:
    """Lines that share their key with others: the overruled ones, or for numbered kinds the later.

    Rows are ``at``, the line, and ``place`` among its equals, from 2.
    """
    staged = kind.staged
    line = staged.c.line
    key = [staged.c[name] for name in kind.key if name != "nth"]
    place = func.row_number().over(
        partition_by=key, order_by=line.asc() if kind.numbered else line.desc()
    )
    ranked = select(line.label("at"), place.label("place")).where(staged.c.import_id == import_id)
    lines = ranked.subquery()
    return select(lines.c.at, lines.c.place).where(lines.c.place > 1)


def _said_already(kind: Kind, import_id: int) -> Any:
    """Lines that say what is on record, as ``at``. A PIN that was changed later is, too."""
    staged, live = kind.staged, kind.live.__table__
    conditions = [staged.c.import_id == import_id, *_same_row(kind)]
    if kind.live is Pin:
        conditions.append(live.c.changed_at >= staged.c.changed_at)
    elif kind.compared:
        pairs = {live.c[name]: staged.c[name] for name in kind.compared}
        conditions.append(not_(differs(pairs)))
    return select(staged.c.line.label("at")).where(*conditions)


def _same_row(kind: Kind) -> list[Any]:
    staged, live = kind.staged, kind.live.__table__
    if kind.live is Person:
        return [live.c.id == staged.c.person_id]
    return [live.c[name] == staged.c[name] for name in kind.key]


def _pieces(database: Database, lines: Any) -> Iterator[Sequence[Any]]:
    """The rows of a long result, a bounded number at a time."""
    with _snapshot(database) as reading:
        found = reading.execute(
            lines, execution_options={"stream_results": True, "max_row_buffer": _PIECE}
        )
        yield from found.partitions(_PIECE)


def _snapshot(database: Database) -> AbstractContextManager[Connection]:
    """A connection to read a long result from, without holding up SQLite's writer.

    PostgreSQL streams only within a transaction, which holds up nobody there.
    """
    return database.read() if database.dialect == "sqlite" else database.write()


def merge(connection: Connection, kind: Kind, import_id: int) -> int:
    """Write what is staged into the live table. Returns how many rows are new or different."""
    staged, dialect = kind.staged, connection.dialect.name
    rows = staged.c.import_id == import_id
    changed = 0
    if kind.live is Person:
        changed = connection.execute(_persons_on_record(staged, rows)).rowcount
        rows = and_(rows, staged.c.person_id.is_(None))
    columns = [c.name for c in kind.live.__table__.columns if c.name != "id"]
    written = upsert(
        dialect,
        kind.live,
        select(*(staged.c[name] for name in columns)).where(rows),
        key=kind.key,
        columns=columns,
        changed=kind.compared,
        where=_is_older_pin if kind.live is Pin else None,
    )
    changed += connection.execute(written).rowcount
    if kind.live is Contribution:
        connection.execute(_horizon(dialect, staged, rows))
    return changed


def _persons_on_record(staged: Table, rows: Any) -> Any:
    """They are found by their row, not their index, which may be of an older key."""
    live: Any = Person.__table__
    names = [c.name for c in live.columns if c.name != "id"]
    return (
        update(live)
        .where(live.c.id == staged.c.person_id, rows)
        .values({name: staged.c[name] for name in names})
    )


def _is_older_pin(mine: Any) -> Any:
    return Pin.changed_at < mine.changed_at


def _horizon(dialect: str, staged: Table, rows: Any) -> Any:
    """Move each scheme's horizon on to the newest period that is staged."""
    newest = select(staged.c.scheme, func.max(staged.c.period)).where(rows)
    return upsert(
        dialect,
        Horizon,
        newest.group_by(staged.c.scheme),
        key=("scheme",),
        columns=("scheme", "period"),
        where=lambda mine: Horizon.period < mine.period,
    )
