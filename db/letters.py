"""One-time PINs, made for people who get them in a letter or at a counter.

Such a PIN opens the line once: its receiver has to choose their own at first use. It does not run
out; issuing another one replaces it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from sqlalchemy import bindparam, select

from db import pins
from db.bulk import upsert
from db.engine import Database
from db.imports.hashing import BulkHasher
from db.imports.people import People
from db.models import Person, Pin
from db.secrets import Keyring

_AT_ONCE = 64  # PINs in one transaction: about a second of hashing on one core


@dataclass(frozen=True)
class Letter:
    """What one letter says. Never to be logged."""

    name: str = field(repr=False)
    id_number: str = field(repr=False)
    pin: str = field(repr=False)
    person_id: int


def people_without_pin(database: Database, most: int | None = None) -> list[int]:
    """Everybody on record who has no PIN, or so many of them, oldest record first."""
    nobody = select(Person.id).outerjoin(Pin, Pin.person_id == Person.id)
    wanted = nobody.where(Pin.person_id.is_(None)).order_by(Person.id).limit(most)
    # A city may have millions of people who have one.
    patient = database.for_long_work()
    try:
        with patient.read() as connection:
            return list(connection.scalars(wanted))
    finally:
        patient.dispose()


def people_issued_since(database: Database, people: Sequence[int], since: datetime) -> list[int]:
    """Those of ``people`` whose PIN was given or chosen at ``since`` or later."""
    newer = select(Pin.person_id).where(Pin.person_id.in_(people), Pin.changed_at >= since)
    with database.read() as connection:
        return list(connection.scalars(newer))


def people_with_pin(database: Database, people: Sequence[int]) -> list[int]:
    """Those of ``people`` who have a PIN, chosen or one-time."""
    with database.read() as connection:
        return list(connection.scalars(select(Pin.person_id).where(Pin.person_id.in_(people))))


def people_with_numbers(
    database: Database, keyring: Keyring, id_numbers: Sequence[str]
) -> list[int | None]:
    """The person of each ID number (eighteen characters), ``None`` for those on nobody's record."""
    with database.read() as connection:
        found = People(keyring).find(connection, id_numbers)
    return [found.get(number) for number in id_numbers]


def issue(
    database: Database,
    keyring: Keyring,
    hasher_parameters: Mapping[str, int],
    people: Iterable[int],
    deliver: Callable[[Sequence[Letter]], None],
    *,
    now: datetime,
) -> int:
    """Give each of ``people`` a new one-time PIN, in place of any other; returns how many got one.

    ``deliver`` is handed the letters of some people before their PINs begin to count. When it
    fails, or the process dies, those people keep what they had: a letter may be void, but no PIN
    is ever in force that nobody was told.
    """
    issued = 0
    source = iter(people)
    with BulkHasher(keyring, hasher_parameters) as hasher:
        while some := list(islice(source, _AT_ONCE)):
            letters = dict(_letters(database, keyring, some))
            hashes = hasher.hashes(letter.pin for letter in letters.values())
            rows = [
                {
                    "person_id": person_id,
                    "hash": hashed,
                    "key_id": keyring.newest,
                    "one_time": True,
                    "changed_at": now,
                }
                for person_id, hashed in zip(letters, hashes, strict=True)
            ]
            deliver(list(letters.values()))
            with database.write() as connection:
                connection.execute(upsert(database.dialect, Pin, rows, key=("person_id",)))
            issued += len(rows)
    return issued


_FIND = select(Person.id, Person.name, Person.id_number).where(
    Person.id.in_(bindparam("people", expanding=True))
)


def _letters(
    database: Database, keyring: Keyring, people: Sequence[int]
) -> Iterator[tuple[int, Letter]]:
    with database.read() as connection:
        rows = connection.execute(_FIND, {"people": list(people)}).all()
    for row in sorted(rows, key=lambda row: people.index(row.id)):
        number = keyring.decrypt_text(row.id_number, "persons.id_number")
        name = keyring.decrypt_text(row.name, "persons.name")
        yield row.id, Letter(name, number, pins.issue(number), row.id)
