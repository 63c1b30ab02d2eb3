"""Writing the demo city into a database."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from db import freezes
from db.bulk import insert_rows, upsert
from db.demo.city import DEMO_PLACES
from db.demo.life import Life, life
from db.demo.rows import COLUMNS, Row
from db.demo.showcase import FROZEN_BY_TELEPHONE, Showcase, showcase
from db.engine import Database
from db.hasher import PinHasher
from db.models import (
    Account,
    Base,
    Benefit,
    Card,
    Claim,
    Contribution,
    Enrolment,
    Entry,
    Freeze,
    Horizon,
    Import,
    Person,
    Pin,
)
from db.secrets import CARD_NUMBER, ID_NUMBER, PHONE, Keyring

_AT_ONCE = 500  # people in one transaction
_RECORDS: tuple[type[Base], ...] = (
    Enrolment,
    Account,
    Entry,
    Contribution,
    Benefit,
    Claim,
    Card,
    Freeze,
    Pin,
)
FREEZE_DAYS = 7
NO_CALL = 0
"""No call of the line: it froze the card of the showcase before there was one."""


class NotADemoError(Exception):
    """The database holds records of real people; ``str()`` is a sentence for the operator."""


def fill(
    database: Database,
    keyring: Keyring,
    hasher: PinHasher,
    *,
    people: int,
    seed: int,
    today: date,
    months: int = 24,
    progress: Callable[[int, int], None] | None = None,
) -> Showcase:
    """Make ``people`` of the demo city, and ``months`` of records up to the month before ``today``.

    The same arguments give the same content; a demo that is complete is left as it is, any other
    demo is replaced. ``progress(done, people)`` is told how far it is. Raises ``NotADemoError``
    when anybody is on record who is not of the demo, and ``ValueError`` for impossible numbers.
    """
    cast = showcase()
    if people < len(cast.people):
        raise ValueError(f"the demo needs at least its showcase: {len(cast.people)} people")
    if months < 2:
        raise ValueError("the demo needs at least 2 months of records")
    patient = database.for_long_work()
    try:
        _refuse_real_people(patient)
        print_of_all = _fingerprint(keyring, people, seed, today, months)
        if not _is_complete(patient, print_of_all):
            _clear(patient)
            for first in range(0, people, _AT_ONCE):
                some = range(first, min(first + _AT_ONCE, people))
                lives = [(n + 1, life(n, seed=seed, today=today, months=months)) for n in some]
                _write(patient, keyring, lives)
                if progress is not None:
                    progress(some.stop, people)
            _finish(patient, keyring, hasher, cast, print_of_all, people, today)
    finally:
        patient.dispose()
    return cast


def _refuse_real_people(database: Database) -> None:
    real = select(Person.id).where(~Person.insured_place.startswith(DEMO_PLACES)).limit(1)
    with database.read() as connection:
        if connection.execute(real).first() is not None:
            raise NotADemoError(
                "people are on record who are not of the demo: point DATABASE_URL at a database "
                "of its own for the demo"
            )


def _fingerprint(keyring: Keyring, people: int, seed: int, today: date, months: int) -> str:
    what = (keyring.newest, people, seed, today.year, today.month, months)
    return hashlib.sha256(repr(what).encode()).hexdigest()


def _is_complete(database: Database, fingerprint: str) -> bool:
    entry = select(Import.id).where(Import.kind == "demo", Import.sha256 == fingerprint)
    with database.read() as connection:
        return connection.execute(entry).first() is not None


def _clear(database: Database) -> None:
    """Everybody is of the demo: take all of it away."""
    with database.write() as connection:
        connection.execute(delete(Import).where(Import.kind == "demo"))
        everything: tuple[type[Base], ...] = (*_RECORDS, Horizon, Person)
        for model in everything:
            connection.execute(delete(model))


def _write(database: Database, keyring: Keyring, lives: list[tuple[int, Life]]) -> None:
    with database.write() as connection:
        _insert(connection, Person, _PERSON, (_person(keyring, n, one) for n, one in lives))
        cards = (_card(keyring, n, one) for n, one in lives)
        _insert(connection, Card, ("person_id", "card_index", "card_number", "status"), cards)
        for model in _RECORDS:
            name = model.__tablename__
            if name in COLUMNS:
                columns = ("person_id", *COLUMNS[name])
                _insert(connection, model, columns, _rows(lives, name))


def _insert(
    connection: Connection, model: type[Base], columns: tuple[str, ...], rows: Iterator[Row]
) -> None:
    table: Any = model.__table__
    insert_rows(connection, table, columns, rows)


def _rows(lives: list[tuple[int, Life]], name: str) -> Iterator[Row]:
    for person_id, one in lives:
        for row in getattr(one.rows, name):
            yield (person_id, *row)


_PERSON = (
    "id",
    "id_index",
    "id_number",
    "name",
    "mobile",
    "mobile_index",
    "insured_place",
    "employer",
    "key_id",
)


def _person(keyring: Keyring, person_id: int, one: Life) -> Row:
    person = one.person
    mobile = person.mobile
    return (
        person_id,
        keyring.index(ID_NUMBER, person.id_number),
        keyring.encrypt(person.id_number, "persons.id_number"),
        keyring.encrypt(person.name, "persons.name"),
        keyring.encrypt(mobile, "persons.mobile") if mobile else None,
        keyring.index(PHONE, mobile) if mobile else None,
        person.insured_place,
        person.employer,
        keyring.newest,
    )


def _card(keyring: Keyring, person_id: int, one: Life) -> Row:
    return (
        person_id,
        keyring.index(CARD_NUMBER, one.card_number),
        keyring.encrypt(one.card_number, "cards.card_number"),
        one.person.card_status,
    )


def _finish(
    database: Database,
    keyring: Keyring,
    hasher: PinHasher,
    cast: Showcase,
    fingerprint: str,
    people: int,
    today: date,
) -> None:
    """The PINs of the showcase (everybody else has none: hashing is slow), horizons, the entry."""
    at = datetime.combine(today, time(), UTC)
    pepper = keyring.pepper(keyring.newest)
    pins = []
    for person_id, person in enumerate(cast.people, start=1):
        if person.pin is not None:
            with hasher.slot(wait_seconds=60) as slot:
                hashed = slot.hash(pepper, person.pin)
            pins.append((person_id, hashed, keyring.newest, person.one_time, at))
    columns = ("person_id", "hash", "key_id", "one_time", "changed_at")
    newest = select(Contribution.scheme, func.max(Contribution.period)).group_by(
        Contribution.scheme
    )
    lost = [person.name for person in cast.people].index(FROZEN_BY_TELEPHONE) + 1
    frozen_at = at - timedelta(days=1)
    freeze = freezes.begin(lost, frozen_at + timedelta(days=FREEZE_DAYS), NO_CALL, "mobile")
    with database.write() as connection:
        _insert(connection, Pin, columns, iter(pins))
        freeze(connection, frozen_at)
        connection.execute(
            upsert(
                database.dialect,
                Horizon,
                # SQLite reads ON CONFLICT as a join without a condition before it.
                newest.where(Contribution.period > 0),
                key=("scheme",),
                columns=("scheme", "period"),
            )
        )
        if database.dialect == "postgresql":
            # People were given their numbers here; the next one must come after them.
            connection.exec_driver_sql(
                "SELECT setval(pg_get_serial_sequence('persons', 'id'), "
                "(SELECT max(id) FROM persons))"
            )
        counts = {"lines": people, "good": people, "bad": 0, "rejects_bytes": 0, "changed": people}
        entry = {"kind": "demo", "sha256": fingerprint, "key_id": keyring.newest}
        connection.execute(insert(Import).values(**entry, **counts, started_at=at, done_at=at))
