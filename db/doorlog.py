"""Looking through what happened at the desk's door: who came in, who did not, whose account was
changed by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from db.engine import Database
from db.models import DoorEvent, Staff

NOBODY = -1
"""Instead of an account's id: those who typed a name that nobody has."""


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened at the door. ``what`` is one of ``db.door.WHAT``; ``name``: whose
    account it was about, None for a name that nobody has."""

    id: int
    at: datetime
    name: str | None
    what: str
    by: str


def happened(
    database: Database,
    since: datetime,
    until: datetime,
    *,
    staff_id: int | None = None,
    what: str = "",
    most: int,
    before: int | None = None,
) -> list[Happened]:
    """What happened from ``since`` up to but not at ``until``, the newest first."""
    wanted = (
        select(DoorEvent.id, DoorEvent.at, Staff.name, DoorEvent.what, DoorEvent.by)
        .outerjoin(Staff, Staff.id == DoorEvent.staff_id)
        .where(DoorEvent.at >= since, DoorEvent.at < until)
    )
    if staff_id is not None:
        whose = (
            DoorEvent.staff_id.is_(None) if staff_id == NOBODY else DoorEvent.staff_id == staff_id
        )
        wanted = wanted.where(whose)
    if what:
        wanted = wanted.where(DoorEvent.what == what)
    if before is not None:
        wanted = wanted.where(DoorEvent.id < before)
    with database.read() as connection:
        rows = connection.execute(wanted.order_by(DoorEvent.id.desc()).limit(most))
        return [Happened(*row) for row in rows]
