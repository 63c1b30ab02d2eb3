"""Looking through the audit trail: who heard or saw what, of whom, when, and on which proof.

The chain has no index of its moments, which every disclosure would pay for. Links are added in the
order of time but for what the clocks of machines differ by, so the stretch of a search is found by
halving, with some room on both sides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, bindparam, func, select

from db.engine import Database
from db.models import Base, Person
from db.secrets import ID_NUMBER, Keyring

CLOCKS_DIFFER = timedelta(minutes=5)
_BATCH = 500
_ENDING = 4


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: from ``since`` up to but not at ``until``. ``actors``: one of these;
    ``what``: how it begins."""

    since: datetime
    until: datetime
    actors: Sequence[str] = ()
    what: str = ""
    person_id: int | None = None
    call_id: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the chain. ``ending``: the last four of the person's ID number; None for a link
    that is about nobody, or somebody who is no more on record."""

    id: int
    at: datetime
    person_id: int
    ending: str | None
    call_id: int | None
    actor: str
    what: str
    proof: str


class Trail:
    """The audit trail, to be read."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    def person(self, id_number: str) -> int | None:
        """Who has an ID number (eighteen characters)."""
        indexes = self._keyring.indexes(ID_NUMBER, id_number)
        with self._database.read() as connection:
            wanted = select(Person.id).where(Person.id_index.in_(indexes))
            return connection.execute(wanted).scalar_one_or_none()

    def ending(self, person_id: int) -> str | None:
        """The last four of a person's ID number; None when they are not on record."""
        with self._database.read() as connection:
            wanted = select(Person.id_number).where(Person.id == person_id)
            return self._ending(connection.execute(wanted).scalar_one_or_none())

    def newest(self, search: Search, most: int, before: int | None = None) -> list[Link]:
        """What is found, the newest first; ``before``: only links before this one."""
        with self._patiently() as connection:
            wanted = self._within(connection, search)
            if wanted is None:
                return []
            if before is not None:
                wanted = wanted.where(_LINKS.c.id < before)
            rows = connection.execute(wanted.order_by(_LINKS.c.id.desc()).limit(most)).all()
        return [self._link(row) for row in rows]

    def all(self, search: Search) -> Iterator[Link]:
        """Everything that is found, the oldest first, a little at a time."""
        with self._patiently() as connection:
            wanted = self._within(connection, search)
            if wanted is None:
                return
            done = 0
            while True:
                page = wanted.where(_LINKS.c.id > done).order_by(_LINKS.c.id).limit(_BATCH)
                rows = connection.execute(page).all()
                if not rows:
                    return
                yield from map(self._link, rows)
                done = rows[-1].id

    @contextmanager
    def _patiently(self) -> Iterator[Connection]:
        """What is rare in a long stretch takes longer to find than a turn may wait."""
        patient = self._database.for_long_work()
        try:
            with patient.read() as connection:
                yield connection
        finally:
            patient.dispose()

    def _within(self, connection: Connection, search: Search) -> Select[Any] | None:
        last = connection.execute(_LAST).scalar_one_or_none()
        if last is None:
            return None
        first = _first_at(connection, search.since - CLOCKS_DIFFER, last)
        end = _first_at(connection, search.until + CLOCKS_DIFFER, last)
        wanted = _ALL.where(_LINKS.c.id >= first, _LINKS.c.id < end)
        return wanted.where(*_conditions(search))

    def _link(self, row: Any) -> Link:
        ending = self._ending(row.id_number)
        return Link(
            row.id, row.at, row.person_id, ending, row.call_id, row.actor, row.what, row.proof
        )

    def _ending(self, sealed: bytes | None) -> str | None:
        if sealed is None:
            return None
        return self._keyring.decrypt_text(sealed, "persons.id_number")[-_ENDING:]


def _conditions(search: Search) -> Iterator[ColumnElement[bool]]:
    yield _LINKS.c.at >= search.since
    yield _LINKS.c.at < search.until
    if search.actors:
        yield _LINKS.c.actor.in_(search.actors)
    if search.what:
        yield _LINKS.c.what.startswith(search.what, autoescape=True)
    if search.person_id is not None:
        yield _LINKS.c.person_id == search.person_id
    if search.call_id is not None:
        yield _LINKS.c.call_id == search.call_id


def _first_at(connection: Connection, moment: datetime, last: int) -> int:
    """The first link at ``moment`` or later; one behind the ``last`` when there is none."""
    low, high = 1, last + 1
    while low < high:
        middle = (low + high) // 2
        found = connection.execute(_AT, {"least": middle}).first()
        if found is None or found.at >= moment:
            high = middle
        else:
            low = found.id + 1
    return low


_LINKS: Table = Base.metadata.tables["disclosures"]
_LAST = select(func.max(_LINKS.c.id))
_AT = (
    select(_LINKS.c.id, _LINKS.c.at)
    .where(_LINKS.c.id >= bindparam("least"))
    .order_by(_LINKS.c.id)
    .limit(1)
)
_ALL = select(
    _LINKS.c.id,
    _LINKS.c.at,
    _LINKS.c.person_id,
    Person.id_number,
    _LINKS.c.call_id,
    _LINKS.c.actor,
    _LINKS.c.what,
    _LINKS.c.proof,
).select_from(_LINKS.outerjoin(Person.__table__, Person.id == _LINKS.c.person_id))
