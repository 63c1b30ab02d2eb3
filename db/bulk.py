"""Many rows at once, as fast as each database takes them.

SQLite takes them through its driver's ``executemany``, PostgreSQL through COPY (psycopg). Both skip
SQLAlchemy's work for each row; types that need it (dates, moments) are turned as SQLAlchemy would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, LargeBinary, Table, or_
from sqlalchemy.dialects import postgresql, sqlite

from db.models import Base

Row = Sequence[Any]


def insert_rows(
    connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Row]
) -> None:
    """Insert ``rows``, whose values stand in the order of ``columns``, within the transaction."""
    prepare = _preparer(connection, table, columns)
    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(quote(name) for name in columns)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        statement = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608
        cursor: Any = connection.connection.cursor()
        cursor.executemany(statement, map(prepare, rows) if prepare else rows)
        cursor.close()
        return
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
        for row in map(prepare, rows) if prepare else rows:
            copy.write_row(row)


def _preparer(
    connection: Connection, table: Table, columns: Sequence[str]
) -> Callable[[Row], list[Any]] | None:
    """What turns a row into what the driver takes; ``None`` when it takes it as it is."""
    dialect = connection.dialect
    turns = []
    for place, name in enumerate(columns):
        kind = table.columns[name].type
        turn = kind.dialect_impl(dialect).bind_processor(dialect)
        # Both drivers take bytes as they are.
        if turn is not None and not isinstance(kind, LargeBinary):
            turns.append((place, turn))
    if not turns:
        return None

    def prepare(row: Row) -> list[Any]:
        ready = list(row)
        for place, turn in turns:
            ready[place] = turn(ready[place])
        return ready

    return prepare


def upsert(
    dialect: str,
    model: type[Base],
    values: Any,
    *,
    key: Sequence[str],
    columns: Sequence[str] | None = None,
    changed: Sequence[str] | None = None,
    where: Callable[[Any], ColumnElement[bool]] | None = None,
) -> Any:
    """INSERT … ON CONFLICT (``key``) DO UPDATE, for both databases.

    ``values`` are rows (mappings) or, with ``columns``, a SELECT of them. A row that is there is
    updated where ``where`` holds, which is given the row that did not get in, else where one of
    ``changed`` (every column that is not in the key, unless named) differs. With nothing to update,
    a row that is there stays.
    """
    table: Any = model.__table__
    insert: Any = (sqlite if dialect == "sqlite" else postgresql).insert(table)
    insert = insert.execution_options(preserve_rowcount=True)
    if columns is None:
        columns = tuple(values[0])
        insert = insert.values(values)
    else:
        insert = insert.from_select(list(columns), values)
    written = [name for name in columns if name not in key]
    compared = written if changed is None else changed
    if not written:
        return insert.on_conflict_do_nothing(index_elements=list(key))
    if where is None:
        condition = differs({table.columns[name]: insert.excluded[name] for name in compared})
    else:
        condition = where(insert.excluded)
    return insert.on_conflict_do_update(
        index_elements=list(key),
        set_={name: insert.excluded[name] for name in written},
        where=condition,
    )


def differs(pairs: dict[Any, Any]) -> ColumnElement[bool]:
    """Whether one of the pairs of columns differs, NULL being a value like others."""
    return or_(*(left.is_distinct_from(right) for left, right in pairs.items()))
