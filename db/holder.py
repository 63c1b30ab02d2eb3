"""Who a record belongs to: what an agent sees of them, masked or not."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import Table, bindparam, select

from db.engine import Database
from db.models import Base
from db.secrets import Keyring


@dataclass(frozen=True, slots=True)
class Holder:
    """A person on record. ``mobile`` is E.164, ``insured_place`` of GB/T 2260."""

    person_id: int
    name: str = field(repr=False)
    id_number: str = field(repr=False)
    mobile: str | None = field(repr=False)
    insured_place: str = field(repr=False)
    employer: str | None = field(repr=False)


class Holders:
    """The people on record."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    def ending(self, person_id: int) -> str | None:
        """The last four characters of a person's ID number; None for one who has gone from the
        records."""
        found = self.find(person_id)
        return None if found is None else found.id_number[-4:]

    def find(self, person_id: int) -> Holder | None:
        """A person in clear: only for whom it was revealed (``db.reveals``)."""
        with self._database.read() as connection:
            row = connection.execute(_FIND, {"person": person_id}).one_or_none()
        if row is None:
            return None
        return Holder(
            person_id=person_id,
            name=self._keyring.decrypt_text(row.name, "persons.name"),
            id_number=self._keyring.decrypt_text(row.id_number, "persons.id_number"),
            mobile=self._keyring.decrypt_text(row.mobile, "persons.mobile") if row.mobile else None,
            insured_place=row.insured_place,
            employer=row.employer,
        )


_PERSONS: Table = Base.metadata.tables["persons"]
_FIND = select(
    _PERSONS.c.name,
    _PERSONS.c.id_number,
    _PERSONS.c.mobile,
    _PERSONS.c.insured_place,
    _PERSONS.c.employer,
).where(_PERSONS.c.id == bindparam("person"))
