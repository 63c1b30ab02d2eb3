"""Enrolments: what a person is insured in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Table, bindparam, select

from db.kinds import SCHEMES
from db.models import Base
from db.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Enrolled:
    """One insurance of a person. ``status`` is one of ``db.kinds.ENROLMENT_STATUSES``; ``months``
    is how many count in all, whenever they were paid."""

    scheme: str
    status: str
    since: date
    months: int


def enrolments(connection: Connection, person_id: int) -> list[Enrolled]:
    """Every insurance on record, in the order of ``db.kinds.SCHEMES``."""
    found = [Enrolled(*row) for row in _ENROLLED.all(connection, {"person": person_id})]
    return sorted(found, key=lambda enrolled: SCHEMES.index(enrolled.scheme))


_ENROLMENTS: Table = Base.metadata.tables["enrolments"]
_ENROLLED = Prepared(
    select(
        _ENROLMENTS.c.scheme, _ENROLMENTS.c.status, _ENROLMENTS.c.since, _ENROLMENTS.c.months
    ).where(_ENROLMENTS.c.person_id == bindparam("person"))
)
