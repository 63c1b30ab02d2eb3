"""Whether anything is to be done about those who wait: one look that nearly always says no."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, func, or_, select

from db import duty
from db.models import Duty, QueueEntry
from db.prepared import Prepared, fixed
from db.queue.entry import ABSENT, CALLING, DONE, OFFERED, TALKING, WAITING


@dataclass(frozen=True, slots=True)
class Limits:
    """Since when something has taken too long: an offer, a caller's silence, a page's silence, a
    call to somebody who kept their place, a talk."""

    offered_before: datetime
    seen_before: datetime
    page_before: datetime
    called_before: datetime
    joined_before: datetime


def alone(connection: Connection) -> None:
    """Nobody else assigns until this transaction ends. (On SQLite there is one writer anyway.)"""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def stirs(connection: Connection, now: datetime, limits: Limits) -> bool:
    """Whether anything is to be done: somebody to assign, or something that has lapsed."""
    moments = {
        "now": now,
        "offered": limits.offered_before,
        "seen": limits.seen_before,
        "page": limits.page_before,
        "called": limits.called_before,
        "joined": limits.joined_before,
    }
    found = _STIRS.first(connection, moments)
    return found is not None and bool(found[0])


_LOCK = 12333
_MOMENT = QueueEntry.seen_at.type
_ANY_WAITING = (
    select(QueueEntry.id)
    .where(QueueEntry.state == WAITING)
    .where(
        or_(
            QueueEntry.due_at.is_(None),
            QueueEntry.due_at <= bindparam("now", type_=_MOMENT),
        )
    )
    .exists()
)
_ANY_READY = select(Duty.agent_id).where(Duty.state == duty.READY).exists()
_KEPT_FOR = (
    select(QueueEntry.id)
    .join(Duty, Duty.agent_id == QueueEntry.wanted_id)
    .where(
        QueueEntry.state == WAITING,
        Duty.state == duty.OFFERED,
        Duty.entry_id == QueueEntry.before_id,
    )
    .exists()
)
"""Somebody was handed on, and whoever takes over is kept for them."""
SPARE = and_(
    QueueEntry.leg_sid.is_not(None),
    or_(
        QueueEntry.state == WAITING,
        and_(QueueEntry.state == DONE, QueueEntry.joined_at.is_(None)),
        and_(QueueEntry.state == TALKING, QueueEntry.handed_to.is_not(None)),
    ),
)
"""Agents' own calls that are of no more use: nobody is there to be talked to, or somebody else
takes over."""
_STIRS = Prepared(
    select(
        or_(
            select(QueueEntry.id).where(SPARE).exists(),
            select(QueueEntry.id)
            .where(
                QueueEntry.asked_id.is_not(None),
                QueueEntry.asked_at < bindparam("offered", type_=_MOMENT),
                QueueEntry.state == TALKING,
            )
            .exists(),
            and_(_ANY_WAITING, _ANY_READY),
            _KEPT_FOR,
            select(QueueEntry.id)
            .where(
                or_(
                    and_(
                        QueueEntry.state == OFFERED,
                        QueueEntry.offered_at < bindparam("offered", type_=_MOMENT),
                    ),
                    and_(
                        QueueEntry.state.in_(fixed((WAITING, OFFERED))),
                        QueueEntry.mode != ABSENT,
                        QueueEntry.seen_at < bindparam("seen", type_=_MOMENT),
                    ),
                    and_(
                        QueueEntry.state == OFFERED,
                        QueueEntry.mode == ABSENT,
                        QueueEntry.accepted_at.is_not(None),
                    ),
                    and_(
                        QueueEntry.state == TALKING,
                        QueueEntry.joined_at < bindparam("joined", type_=_MOMENT),
                    ),
                    and_(
                        QueueEntry.state == CALLING,
                        QueueEntry.offered_at < bindparam("called", type_=_MOMENT),
                    ),
                )
            )
            .exists(),
            select(Duty.agent_id)
            .where(
                or_(
                    and_(
                        Duty.state.in_(fixed((duty.WRAPUP, duty.AWAY))),
                        Duty.until <= bindparam("now", type_=_MOMENT),
                    ),
                    and_(
                        Duty.state == duty.OFFERED,
                        Duty.since < bindparam("offered", type_=_MOMENT),
                    ),
                    and_(
                        Duty.state.in_(fixed((duty.READY, duty.WRAPUP))),
                        Duty.seen_at < bindparam("page", type_=_MOMENT),
                    ),
                )
            )
            .exists(),
        )
    )
)
