"""The statements by which a turn is saved: the call moves, what happened is appended, and what was
told is added to the audit trail.

On PostgreSQL as much of it as can be is one statement: a way there and back costs more than the
work.
"""

from __future__ import annotations

from sqlalchemy import (
    CTE,
    JSON,
    Insert,
    Integer,
    and_,
    bindparam,
    column,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql

from db.audit import HEAD, LINKS
from db.models import Call, Event, Moment
from db.prepared import Prepared

_MOVED = (
    update(Call)
    .where(Call.id == bindparam("call_id"), Call.turn == bindparam("expected"))
    .values(
        turn=bindparam("next"),
        step=bindparam("new_step"),
        state=bindparam("new_state"),
        answer=bindparam("new_answer"),
        language=bindparam("new_language"),
        person_id=bindparam("new_person"),
        proof=bindparam("new_proof"),
        speech=bindparam("new_speech"),
        touched_at=bindparam("now"),
        finished=bindparam("new_finished"),
        verified_at=func.coalesce(bindparam("verified_at", type_=Moment), Call.verified_at),
    )
)
MOVE = Prepared(_MOVED)
_EVENT = ("call_id", "turn", "at", "kind", "data")
APPEND = Prepared(insert(Event).values({name: bindparam(name) for name in _EVENT}).inline())


def _appended(moved: CTE) -> Insert:
    """The turn's events, for PostgreSQL, if the call was ``moved``."""
    notes = (
        func.json_array_elements(bindparam("notes", type_=JSON))
        .table_valued(column("value", postgresql.JSON), with_ordinality="nth")
        .render_derived()
    )
    note = notes.c.value
    appended = select(
        moved.c.id,
        bindparam("expected", type_=Integer),
        bindparam("now", type_=Moment),
        note["kind"].astext,
        note["data"],
    ).order_by(notes.c.nth)
    return insert(Event).from_select(_EVENT, appended)


MOVE_AND_APPEND = Prepared(_appended(_MOVED.returning(Call.id).cte("moved")))


def _move_tell_and_append() -> Prepared:
    """The same with a link of the audit trail, where its end is still what the turn has read.

    The call is locked before the end, as everybody does who needs both; where one of the two has
    moved on, nothing is changed at all.
    """
    taken = and_(Call.id == bindparam("call_id"), Call.turn == bindparam("expected"))
    mine = select(Call.id).where(taken).with_for_update().cte("mine")
    fits = and_(HEAD.c.id == 1, HEAD.c.hash == bindparam("known_state"))
    end = (
        select(HEAD.c.id).where(fits, select(mine.c.id).exists()).with_for_update().cte("chain_end")
    )
    moved = _MOVED.where(select(end.c.id).exists()).returning(Call.id).cte("moved")
    told = select(*(bindparam(f"link_{c.name}", type_=c.type) for c in LINKS.c)).select_from(moved)
    link = insert(LINKS).from_select([c.name for c in LINKS.c], told).cte("link")
    end_moved = (
        update(HEAD)
        .where(HEAD.c.id == 1, select(moved.c.id).exists())
        .values(last=bindparam("end_last"), hash=bindparam("end_state"))
        .cte("end_moved")
    )
    return Prepared(_appended(moved).add_cte(link, end_moved))


MOVE_TELL_AND_APPEND = _move_tell_and_append()
