"""From ID numbers to the people they belong to, many at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, bindparam, select

from db.models import Person
from db.secrets import ID_NUMBER, Keyring

_ASKED = 500  # indexes in one query; both databases take far more, but plan longer
_REMEMBERED = 50_000  # files are sorted by person, or by month with everybody in it
_FIND = select(Person.id, Person.id_index).where(
    Person.id_index.in_(bindparam("indexes", expanding=True))
)


class People:
    """Finds people by ID number, under whichever key their index was made."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring
        self._known: dict[str, int] = {}

    def find(self, connection: Connection, numbers: Iterable[str]) -> dict[str, int]:
        """The person's row of each number; those of nobody are left out."""
        wanted = set(numbers)
        unknown = wanted - self._known.keys()
        if len(self._known) + len(unknown) > _REMEMBERED:
            self._known = {n: self._known[n] for n in wanted if n in self._known}
        owners = indexed(self._keyring, ID_NUMBER, unknown)
        for row in rows_by(connection, _FIND, "indexes", owners):
            self._known[owners[row.id_index]] = row.id
        return {number: self._known[number] for number in wanted if number in self._known}


def indexed(keyring: Keyring, kind: str, values: Iterable[str]) -> dict[bytes, str]:
    """Each value under its blind index with every key."""
    return {index: value for value in values for index in keyring.indexes(kind, value)}


def rows_by(
    connection: Connection, statement: Any, name: str, asked: Iterable[Any]
) -> Iterator[Any]:
    """The rows of ``statement`` for all of ``asked``, a bounded number in each query."""
    for some in _batches(asked):
        yield from connection.execute(statement, {name: some})


def _batches(values: Iterable[Any]) -> Iterator[Sequence[Any]]:
    source = iter(values)
    while some := list(islice(source, _ASKED)):
        yield some
