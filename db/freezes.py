"""Freezes by telephone: a stop on all of a person's cards, for some days or until it is lifted.

They stand apart from ``cards``, which the agency's file fills, so that loading it never lifts one;
``db.cards`` reads both together.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, update
from sqlalchemy.dialects import postgresql, sqlite

from db.conflict import GoneError
from db.engine import Later
from db.models import Base


def begin(person_id: int, until: datetime, call_id: int, proof: str) -> Later:
    """A write that freezes the person's cards until an aware moment.

    It raises ``GoneError`` when they are frozen already: there is one freeze at a time.
    """

    def write(connection: Connection, now: datetime) -> None:
        connection.execute(_CLOSE_PAST, {"person": person_id, "now": now})
        row = {
            "person_id": person_id,
            "since": now,
            "until": until,
            "call_id": call_id,
            "proof": proof,
        }
        if connection.execute(_BEGIN[connection.dialect.name], row).one_or_none() is None:
            raise GoneError

    return write


def lift(person_id: int) -> Later:
    """A write that ends the person's freeze now. It raises ``GoneError`` when there is none."""

    def write(connection: Connection, now: datetime) -> None:
        if connection.execute(_LIFT, {"person": person_id, "now": now}).rowcount != 1:
            raise GoneError

    return write


_FREEZES: Table = Base.metadata.tables["freezes"]
_OPEN = (_FREEZES.c.person_id == bindparam("person")) & _FREEZES.c.lifted_at.is_(None)
_PAST = _FREEZES.c.until <= bindparam("now")
_CLOSE_PAST = update(_FREEZES).where(_OPEN, _PAST).values(lifted_at=_FREEZES.c.until)
_LIFT = update(_FREEZES).where(_OPEN, ~_PAST).values(lifted_at=bindparam("now"))


def _begin(dialect: Any) -> Any:
    return dialect.insert(_FREEZES).on_conflict_do_nothing().returning(_FREEZES.c.id)


_BEGIN = {"sqlite": _begin(sqlite), "postgresql": _begin(postgresql)}
