"""Statements that are compiled once and then handed to the driver as they are.

Every turn of every call runs a few statements by key. SQLAlchemy prepares each execution anew
(looking the compiled form up, naming parameters, describing results), which for these costs three
times what the database itself takes. A ``Prepared`` does that once for each dialect; values go
through the same types, and errors come out as SQLAlchemy's own, without the values.

For the few hottest statements; everything else runs on the ``Connection`` as usual.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple
from weakref import WeakSet

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Connection,
    Delete,
    Dialect,
    Insert,
    Select,
    Update,
    bindparam,
    literal,
)
from sqlalchemy.exc import DBAPIError


def run(connection: Connection, sql: str, values: Any = ()) -> Any:
    """Run ``sql`` on the driver's own connection; gives its cursor.

    Raises what ``Connection.execute`` would, and like it gives up a connection that was lost and
    tells who listens to ``before_cursor_execute`` (without a cursor, which is not there yet).
    """
    if connection.dispatch.before_cursor_execute:
        for hear in connection.dispatch.before_cursor_execute:
            hear(connection, None, sql, values, None, False)
    driver: Any = connection.connection.driver_connection
    dbapi = connection.dialect.loaded_dbapi
    try:
        return driver.execute(sql, values)
    except dbapi.Error as error:
        lost = connection.dialect.is_disconnect(error, driver, None)
        if lost:
            connection.invalidate(error)
        raise DBAPIError.instance(
            sql,
            None,
            error,
            dbapi.Error,
            hide_parameters=True,
            connection_invalidated=lost,
            dialect=connection.dialect,
        ) from error


class _Compiled(NamedTuple):
    sql: str
    order: Callable[[Mapping[str, Any]], Any] | None
    """Puts values into the order of the question marks; ``None`` where they have names."""
    fixed: Mapping[str, Any]
    into: tuple[tuple[str, Callable[[Any], Any]], ...]
    """Values that the driver needs in another form."""
    out: tuple[tuple[int, Callable[[Any], Any]], ...]
    """Columns, by their place, that the driver gives in another form."""


def each(name: str, how_many: int, kind: Any) -> list[BindParameter[Any]]:
    """Binds of type ``kind`` for ``IN (…)``, where the number of values is known beforehand."""
    return [bindparam(f"{name}_{n}", type_=kind) for n in range(how_many)]


def named(name: str, values: Iterable[Any]) -> dict[str, Any]:
    """The values of the binds made by ``each``."""
    return {f"{name}_{n}": value for n, value in enumerate(values)}


def fixed(values: Iterable[Any]) -> list[BindParameter[Any]]:
    """Values that never change, for ``IN (…)``."""
    return [literal(value) for value in values]


class Prepared:
    """A Core statement without expanding parameters. ``values`` are by the names of its binds."""

    def __init__(
        self, statement: Select[*tuple[Any, ...]] | CompoundSelect[Any] | Insert | Update | Delete
    ) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}
        _ALL.add(self)

    def execute(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """Run it; gives the number of rows it changed."""
        changed: int = self._run(connection, values)[1].rowcount
        return changed

    def first(self, connection: Connection, values: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """The first row of a SELECT or RETURNING, in the order of its columns, or ``None``."""
        compiled, cursor = self._run(connection, values)
        row = cursor.fetchone()
        # An unfinished SELECT would keep SQLite's log from being written back.
        cursor.close()
        return None if row is None else _read(compiled, row)

    def all(self, connection: Connection, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Every row of a SELECT, each in the order of its columns."""
        compiled, cursor = self._run(connection, values)
        return [_read(compiled, row) for row in cursor.fetchall()]

    def ready(self, dialect: Dialect) -> _Compiled:
        """Itself for ``dialect``, compiled now if it was not."""
        return self._compiled.get(dialect.name) or self._compile(dialect)

    def _run(self, connection: Connection, values: Mapping[str, Any]) -> tuple[_Compiled, Any]:
        compiled = self.ready(connection.dialect)
        ready = {**compiled.fixed, **values}
        for name, into in compiled.into:
            ready[name] = into(ready[name])
        given = ready if compiled.order is None else compiled.order(ready)
        return compiled, run(connection, compiled.sql, given)

    def _compile(self, dialect: Dialect) -> _Compiled:
        text = self._statement.compile(dialect=dialect)
        types = {name: bind.type.dialect_impl(dialect) for bind, name in text.bind_names.items()}
        changes = {name: kind.bind_processor(dialect) for name, kind in types.items()}
        into = {name: change for name, change in changes.items() if change is not None}
        known = {name: value for name, value in text.params.items() if value is not None}
        columns = self._statement.exported_columns
        reads = [c.type.dialect_impl(dialect).result_processor(dialect, None) for c in columns]
        made = self._compiled[dialect.name] = _Compiled(
            text.string,
            _in_order(text.positiontup or ()) if text.positional else None,
            {name: into.pop(name, _as_it_is)(value) for name, value in known.items()},
            tuple(into.items()),
            tuple((place, out) for place, out in enumerate(reads) if out is not None),
        )
        return made


_ALL: WeakSet[Prepared] = WeakSet()


def compile_all(dialect: Dialect) -> None:
    """Compile every statement there is so far; needs no connection."""
    for statement in tuple(_ALL):
        statement.ready(dialect)


def _read(compiled: _Compiled, row: tuple[Any, ...]) -> tuple[Any, ...]:
    if not compiled.out:
        return row
    columns = list(row)
    for place, out in compiled.out:
        columns[place] = out(columns[place])
    return tuple(columns)


def _in_order(names: Sequence[str]) -> Callable[[Mapping[str, Any]], Any]:
    # Of one name ``itemgetter`` gives the value itself, and of none it cannot be made.
    if len(names) < 2:
        return lambda values: tuple(values[name] for name in names)
    return itemgetter(*names)


def _as_it_is(value: Any) -> Any:
    return value
