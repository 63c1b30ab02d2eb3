"""Cards: what state they are in, by the agency's word and by what callers froze themselves.

Their numbers stay encrypted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Table, and_, bindparam, select

from db.kinds import CARD_STATUSES
from db.models import Base, Moment
from db.prepared import Prepared


@dataclass(frozen=True, slots=True)
class CardStanding:
    """One card. ``status`` is one of ``db.kinds.CARD_STATUSES``: ``frozen`` by the agency, or by
    telephone, and then ``since`` and ``until`` say when it began and ends by itself."""

    status: str
    since: datetime | None = None
    until: datetime | None = None


def standing(connection: Connection, person_id: int, now: datetime) -> list[CardStanding]:
    """Each card on record, in the order of ``CARD_STATUSES``: the one that works comes first."""
    found = [
        CardStanding("frozen", since, until)
        # Only what works can be stopped: a card that is lost or being made stays what it is.
        if until is not None and status == "active"
        else CardStanding(status)
        for status, since, until in _CARDS_OF.all(connection, {"person": person_id, "now": now})
    ]
    return sorted(found, key=lambda card: CARD_STATUSES.index(card.status))


_CARDS: Table = Base.metadata.tables["cards"]
_FREEZES: Table = Base.metadata.tables["freezes"]
_FROZEN_NOW = and_(
    _FREEZES.c.person_id == _CARDS.c.person_id,
    _FREEZES.c.lifted_at.is_(None),
    _FREEZES.c.until > bindparam("now", type_=Moment),
)
_CARDS_OF = Prepared(
    select(_CARDS.c.status, _FREEZES.c.since, _FREEZES.c.until)
    .select_from(_CARDS.outerjoin(_FREEZES, _FROZEN_NOW))
    .where(_CARDS.c.person_id == bindparam("person"))
)
