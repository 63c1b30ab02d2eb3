"""Changing the keys while the line is open.

1. Put the new key at the *end* of ``HOTLINE_KEYS`` and restart every worker: all can read it.
2. Move it to the front and restart: all write with it.
3. Rotate. Rows are encrypted and indexed anew in small batches; callers notice nothing. Stopped at
   any moment, it goes on where it was: what is done is told by the values themselves.
4. A day later (tries at PINs are counted that long by their old index), and when no PIN depends on
   the old key any more, take it out of the list.

PINs cannot be moved without knowing them: each moves at its next successful use. Those that are
left must be issued anew, or their key kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    Table,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    tuple_,
    update,
)

from db import audit
from db.engine import Database
from db.models import Base
from db.secrets import CARD_NUMBER, ID_NUMBER, PHONE, Keyring

Progress = Callable[[int, int], None]
"""Called with how many rows have been renewed, and how many were to be when it began."""

BATCH = 500
STAGED = "staged_"
"""Rows of an import that waits: encrypted and indexed for the table they are going to."""

INDEXES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "persons": {"id_index": ("id_number", ID_NUMBER), "mobile_index": ("mobile", PHONE)},
    "cards": {"card_index": ("card_number", CARD_NUMBER)},
    "calls": {"number_index": ("number", PHONE)},
}
"""Blind indexes that can be made again: table, column, the column they are of, their kind."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a rotation did, and what still needs the older keys."""

    rows: int
    values_left: int
    """Values by older keys that were written meanwhile: some worker has the old list still."""
    pins_left: Mapping[str, int]
    """By key id: PINs that move at their next use."""

    @property
    def finished(self) -> bool:
        """Whether nothing needs the older keys any more, but the day's count of tries."""
        return not self.values_left and not self.pins_left


@dataclass(frozen=True)
class Sealed:
    """A table with encrypted columns, and the table its values are encrypted for."""

    table: Table
    columns: tuple[str, ...]

    @property
    def owner(self) -> str:
        return self.table.name.removeprefix(STAGED)

    @property
    def indexes(self) -> Mapping[str, tuple[str, str]]:
        return INDEXES.get(self.owner, {})


def sealed_tables() -> list[Sealed]:
    """Every table with columns whose comment begins with ``encrypted``."""
    found = []
    for table in Base.metadata.sorted_tables:
        columns = tuple(c.name for c in table.columns if (c.comment or "").startswith("encrypted"))
        if columns:
            found.append(Sealed(table, columns))
    return found


def rotate(database: Database, keyring: Keyring, progress: Progress | None = None) -> Report:
    """Encrypt and index everything with the newest key that is not yet.

    Raises ``SecretsError`` when a value's key is not in the list; what was done until then stays.
    """
    tables = sealed_tables()
    total = sum(_count(database, sealed, keyring) for sealed in tables)
    rows = 0
    with database.write() as connection:
        for key_id in keyring.ids[1:]:
            audit.keep_key(connection, keyring, key_id)
    for sealed in tables:
        for renewed in _renew(database, sealed, keyring):
            rows += renewed
            if progress is not None:
                progress(rows, max(rows, total))
    with database.read() as connection:
        pins = connection.execute(_PINS_BY_KEY, {"newest": keyring.newest}).all()
    left = sum(_count(database, sealed, keyring) for sealed in tables)
    return Report(rows=rows, values_left=left, pins_left={row.key_id: row.pins for row in pins})


def _renew(database: Database, sealed: Sealed, keyring: Keyring) -> Iterator[int]:
    """Renew a table in batches, in the order of its key; gives the size of each batch."""
    keys = list(sealed.table.primary_key.columns)
    wanted = [sealed.table.c[name] for name in (*sealed.columns, *sealed.indexes)]
    page = (
        select(*keys, *(column for column in wanted if column not in set(keys)))
        .where(_is_old(sealed, keyring))
        .order_by(*keys)
        .limit(BATCH)
    )
    statements = [_change(sealed), *_follow(sealed)]
    last: tuple[Any, ...] | None = None
    while True:
        with database.read() as connection:
            after = page if last is None else page.where(tuple_(*keys) > tuple_(*last))
            rows = connection.execute(after).mappings().all()
        if not rows:
            return
        changes = [_renewed(sealed, keyring, dict(row)) for row in rows]
        with database.write() as connection:
            for statement in statements:
                connection.execute(statement, _consumed(statement, changes))
        last = tuple(rows[-1][key.name] for key in keys)
        yield len(rows)


def _renewed(sealed: Sealed, keyring: Keyring, row: dict[str, Any]) -> dict[str, Any]:
    """One row as it was and as it shall be: the parameters ``old_…``, ``new_…``, ``newest``."""
    changed: dict[str, Any] = {f"old_{name}": value for name, value in row.items()}
    clear: dict[str, bytes] = {}
    for name in sealed.columns:
        context = f"{sealed.owner}.{name}"
        if row[name]:
            clear[name] = keyring.decrypt(row[name], context)
        is_old = row[name] and not row[name].startswith(keyring.prefix)
        changed[f"new_{name}"] = keyring.encrypt(clear[name], context) if is_old else row[name]
    for name, (source, kind) in sealed.indexes.items():
        known = source in clear
        index = keyring.index(kind, clear[source].decode()) if known else row[name]
        changed[f"new_{name}"] = index
    changed["newest"] = keyring.newest
    return changed


def _change(sealed: Sealed) -> Any:
    """Write a row, unless somebody has written it since it was read: theirs is newer."""
    columns = sealed.table.c
    values: dict[str, Any] = {
        name: bindparam(f"new_{name}") for name in (*sealed.columns, *sealed.indexes)
    }
    if "id_index" in sealed.indexes:
        values["key_id"] = bindparam("newest")
    compared = {key.name for key in sealed.table.primary_key} | set(sealed.columns)
    as_read = [
        columns[name].is_not_distinct_from(bindparam(f"old_{name}", type_=columns[name].type))
        for name in sorted(compared)
    ]
    return update(sealed.table).where(*as_read).values(values)


def _follow(sealed: Sealed) -> list[Any]:
    """What is remembered of a number goes on under its new index, if nothing newer is there."""
    if sealed.table.name != "calls":
        return []
    callers = Base.metadata.tables["callers"]
    there = callers.alias("there")
    new = bindparam("new_number_index", type_=LargeBinary)
    return [
        update(callers)
        .where(
            callers.c.number_index == bindparam("old_number_index", type_=LargeBinary),
            ~exists().where(there.c.number_index == new),
        )
        .values(number_index=new)
    ]


def _consumed(statement: Any, changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of the parameters those a statement has: SQLAlchemy refuses others."""
    names = statement.compile().params.keys()
    return [{name: change[name] for name in names} for change in changes]


def _is_old(sealed: Sealed, keyring: Keyring) -> ColumnElement[bool]:
    prefix = keyring.prefix
    old = []
    for name in sealed.columns:
        column = sealed.table.c[name]
        begins = func.substr(column, 1, len(prefix), type_=LargeBinary)
        old.append(and_(func.length(column) > 0, begins != prefix))
    return or_(*old)


def _count(database: Database, sealed: Sealed, keyring: Keyring) -> int:
    counted = select(func.count()).select_from(sealed.table).where(_is_old(sealed, keyring))
    with database.read() as connection:
        return connection.execute(counted).scalar_one()


_PINS: Table = Base.metadata.tables["pins"]
_PINS_BY_KEY = (
    select(_PINS.c.key_id, func.count().label("pins"))
    .where(_PINS.c.key_id != bindparam("newest"))
    .group_by(_PINS.c.key_id)
    .order_by(_PINS.c.key_id)
)
