"""Cards: what state they are in. Their numbers stay encrypted."""

from __future__ import annotations

from sqlalchemy import Connection, Table, bindparam, select

from db.kinds import CARD_STATUSES
from db.models import Base
from db.prepared import Prepared


def statuses(connection: Connection, person_id: int) -> list[str]:
    """The status of each card on record, in the order of ``db.kinds.CARD_STATUSES``: the one that
    works comes first."""
    found = [status for (status,) in _STATUSES.all(connection, {"person": person_id})]
    return sorted(found, key=CARD_STATUSES.index)


_CARDS: Table = Base.metadata.tables["cards"]
_STATUSES = Prepared(select(_CARDS.c.status).where(_CARDS.c.person_id == bindparam("person")))
