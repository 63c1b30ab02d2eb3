"""From checked rows to rows that can wait in the database.

It is found whose they are, and personal fields are encrypted. A field that says what the record
says already is staged as the record has it, so that what is equal is equal, although the same text
never encrypts to the same bytes twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection, bindparam, select

from db.imports.hashing import BulkHasher
from db.imports.kinds import Kind, Row
from db.imports.people import People, indexed, rows_by
from db.models import Card, Person, Pin
from db.secrets import CARD_NUMBER, ID_NUMBER, PHONE, Keyring

NOBODY = "id_number belongs to nobody on record: load persons first"
Sealed = tuple[Any, ...]
"""The values of a staged row, in the order of its sealer's ``columns``."""


class Sealer(Protocol):
    """Seals the rows of one kind."""

    columns: tuple[str, ...]
    """Of the staged table, behind ``import_id`` and ``line``."""

    def seal(self, connection: Connection, rows: Sequence[Row]) -> Iterator[Sealed | str | None]:
        """For each row what to stage, or why it is rejected; ``None``: good, and nothing to do."""


class PlainSealer:
    """Kinds without personal fields: only the person is looked up."""

    def __init__(self, kind: Kind, keyring: Keyring) -> None:
        named = {"date": "on"}
        own = tuple(named.get(name, name) for name in kind.columns[1:])
        self.columns = ("person_id", *own, *(("nth",) if kind.numbered else ()))
        self._tail: Row = (1,) if kind.numbered else ()
        self._people = People(keyring)

    def seal(self, connection: Connection, rows: Sequence[Row]) -> Iterator[Sealed | str | None]:
        """See ``Sealer``."""
        people = self._people.find(connection, (row[0] for row in rows))
        for row in rows:
            person = people.get(row[0])
            yield NOBODY if person is None else (person, *row[1:], *self._tail)


class PersonSealer:
    """Persons: the only kind whose rows may be of people not on record yet."""

    columns: tuple[str, ...] = (
        "person_id",
        "id_index",
        "id_number",
        "name",
        "mobile",
        "mobile_index",
        "insured_place",
        "employer",
        "key_id",
    )
    _FIND = select(Person.id, Person.id_index, Person.id_number, Person.name, Person.mobile).where(
        Person.id_index.in_(bindparam("indexes", expanding=True))
    )

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def seal(self, connection: Connection, rows: Sequence[Row]) -> Iterator[Sealed | str | None]:
        """See ``Sealer``."""
        owners = indexed(self._keyring, ID_NUMBER, {row[0] for row in rows})
        found = {
            owners[known.id_index]: known
            for known in rows_by(connection, self._FIND, "indexes", owners)
        }
        for id_number, name, mobile, place, employer in rows:
            known = found.get(id_number)
            yield (
                known.id if known else None,
                self._keyring.index(ID_NUMBER, id_number),
                self._field("id_number", id_number, known),
                self._field("name", name, known),
                None if mobile is None else self._field("mobile", mobile, known),
                None if mobile is None else self._keyring.index(PHONE, mobile),
                place,
                employer,
                self._keyring.newest,
            )

    def _field(self, column: str, value: str, known: Any) -> bytes:
        held = getattr(known, column) if known else None
        return kept_or_sealed(self._keyring, f"persons.{column}", value, held)


class CardSealer:
    """Cards: of people on record, found again by the index of their number."""

    columns: tuple[str, ...] = ("person_id", "card_index", "card_number", "status")
    _FIND = select(Card.person_id, Card.card_index, Card.card_number).where(
        Card.person_id.in_(bindparam("people", expanding=True))
    )

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring
        self._people = People(keyring)

    def seal(self, connection: Connection, rows: Sequence[Row]) -> Iterator[Sealed | str | None]:
        """See ``Sealer``."""
        people = self._people.find(connection, (row[0] for row in rows))
        held = {
            (card.person_id, card.card_index): card.card_number
            for card in rows_by(connection, self._FIND, "people", set(people.values()))
        }
        for id_number, card_number, status in rows:
            person = people.get(id_number)
            if person is None:
                yield NOBODY
                continue
            indexes = self._keyring.indexes(CARD_NUMBER, card_number)
            index = next((i for i in indexes if (person, i) in held), indexes[0])
            number = held.get((person, index))
            if number is None:
                number = self._keyring.encrypt(card_number, "cards.card_number")
            yield person, index, number, status


class PinSealer:
    """PINs people chose elsewhere, hashed over all cores.

    A PIN that was changed since this file was loaded first is newer than the file and stays.
    """

    columns: tuple[str, ...] = ("person_id", "hash", "key_id", "one_time", "changed_at")
    _FIND = select(Pin.person_id).where(
        Pin.person_id.in_(bindparam("people", expanding=True)), Pin.changed_at >= bindparam("at")
    )

    def __init__(self, keyring: Keyring, hasher: BulkHasher, started_at: datetime) -> None:
        self._keyring = keyring
        self._hasher = hasher
        self._started_at = started_at
        self._people = People(keyring)

    def seal(self, connection: Connection, rows: Sequence[Row]) -> Iterator[Sealed | str | None]:
        """See ``Sealer``."""
        people = self._people.find(connection, (row[0] for row in rows))
        newer = {
            row.person_id
            for row in rows_by(
                connection,
                self._FIND.params(at=self._started_at),
                "people",
                set(people.values()),
            )
        }
        wanted = [pin for number, pin in rows if number in people and people[number] not in newer]
        hashes = self._hasher.hashes(wanted)
        for id_number, _ in rows:
            person = people.get(id_number)
            if person is None:
                yield NOBODY
            elif person in newer:
                yield None
            else:
                yield person, next(hashes), self._keyring.newest, False, self._started_at


def kept_or_sealed(keyring: Keyring, context: str, value: str, held: bytes | None) -> bytes:
    """``held`` when it is ``value`` encrypted, else ``value`` encrypted now."""
    if held is not None and keyring.decrypt_text(held, context) == value:
        return held
    return keyring.encrypt(value, context)
