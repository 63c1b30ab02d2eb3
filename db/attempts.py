"""The ledger of tries at PINs: who may still try, and who has tried too often.

A try is written down *before* its PIN is hashed, and from then on counts as a failure until it is
settled. Tries at one record, or from one number, are admitted one after the other (SQLite has one
writer; PostgreSQL takes an advisory lock on both), so calls that guess in parallel never get more
hashes than one call would. A try whose process died stays a failure unless the carrier repeats the
turn, which then finishes the same try.

What counts, within the window and since the last lock ran out:

- on a record: failures, known ID or not, except those from the same number (or the same call) as a
  later success. That is NIST SP 800-63B, 5.2.2, which forgives failures from where the person then
  succeeded: a stranger's failures stay, and nobody's own PIN buys guesses at another's;
- from a number: failures, forgiven by nothing, and different records, found or not. A call that
  hides its number is counted by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    Connection,
    LargeBinary,
    ScalarSelect,
    Table,
    and_,
    bindparam,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from db.models import Base, Moment
from db.prepared import Prepared, each, fixed, named

OUTCOMES = ("pending", "verified", "refused", "locking", "locked")
"""``locking`` is the refusal that was one too many; ``locked`` was never hashed."""
_FAILED = ("pending", "refused", "locking")

_ATTEMPTS: Table = Base.metadata.tables["pin_attempts"]
_LOCKS: Table = Base.metadata.tables["locks"]


@dataclass(frozen=True, slots=True)
class Limits:
    """How often may be tried. Defaults: CALLER.md, "Identification"."""

    record_failures: int = 5
    number_failures: int = 10
    number_records: int = 5
    window: timedelta = timedelta(hours=24)
    lock: timedelta = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Try:
    """One try: whose record (by every key, newest first), from where, in which turn, when."""

    call_id: int
    turn: int
    records: tuple[bytes, ...]
    number: bytes | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a try stands: its outcome so far, ``pending`` when its PIN may be hashed.

    ``last`` tells that a failure of this try is one too many, and of what.
    """

    attempt_id: int
    outcome: str
    person_id: int | None = None
    until: datetime | None = None
    last: tuple[str, ...] = ()


class _Row(NamedTuple):
    """What is known of a try and of those before it; the first four are of the try itself."""

    attempt_id: int | None
    outcome: str | None
    record_index: bytes | None
    person_id: int | None
    record_until: datetime | None
    number_until: datetime | None
    record_failures: int
    number_failures: int
    number_records: int


def admit(connection: Connection, attempt: Try, limits: Limits) -> Standing:
    """Write a try down, or find it again if this turn has been here before.

    In the caller's transaction, which must be committed before the PIN is hashed.
    """
    take_turns(connection, attempt.records[0], attempt.number)
    values = {
        "call": attempt.call_id,
        "turn": attempt.turn,
        "number": attempt.number,
        "since": attempt.at - limits.window,
        **named("record", attempt.records),
    }
    # A SELECT of subqueries alone has one row whatever there is.
    [found] = _standing(attempt.number is None, len(attempt.records)).all(connection, values)
    row = _Row(*found)
    ends = (row.record_until, row.number_until)
    until = max((end for end in ends if end and end > attempt.at), default=None)

    if row.attempt_id is not None and row.outcome is not None:
        if row.record_index not in attempt.records:
            # One turn cannot ask about two records: whatever this is, it is not to be hashed.
            return Standing(row.attempt_id, "refused")
        # The counts hold the try itself already.
        last = _used_up(limits, row.record_failures, row.number_failures)
        if row.outcome in ("locking", "locked"):
            until = until or attempt.at + limits.lock
        return Standing(row.attempt_id, row.outcome, row.person_id, until, last)

    if until is None:
        over = _used_up(limits, row.record_failures, row.number_failures)
        if row.number_records >= limits.number_records:
            over = (*over, "number") if "number" not in over else over
        if over:
            until = lock(connection, attempt, limits, over)
    last = _used_up(limits, row.record_failures + 1, row.number_failures + 1)
    outcome = "locked" if until else "pending"
    row_of_try = {
        "call_id": attempt.call_id,
        "turn": attempt.turn,
        "record_index": attempt.records[0],
        "number_index": attempt.number,
        "at": attempt.at,
        "outcome": outcome,
    }
    [(attempt_id,)] = _WRITE_DOWN.all(connection, row_of_try)
    return Standing(attempt_id, outcome, until=until, last=last)


def take_turns(connection: Connection, record: bytes, number: bytes | None) -> None:
    """Let transactions about the same record, or from the same number, follow one another.

    SQLite has one writer anyway; PostgreSQL takes an advisory lock on both, in an order that cannot
    deadlock, until the transaction ends.
    """
    if connection.dialect.name == "postgresql":
        keys = (int.from_bytes(index[:8], signed=True) for index in (record, number or record))
        first, second = sorted(keys)
        _TAKE_TURNS.all(connection, {"first": first, "second": second})


def settle(
    connection: Connection, attempt: Try, limits: Limits, standing: Standing, person_id: int | None
) -> Standing:
    """Write down how a hashed try ended: ``person_id`` is the person proven, or ``None``.

    A failure that was one too many locks the record, the number, or both, from now on.
    """
    until = None
    outcome = "verified" if person_id is not None else "locking" if standing.last else "refused"
    if outcome == "locking":
        until = lock(connection, attempt, limits, standing.last)
    values = {"attempt": standing.attempt_id, "outcome": outcome, "person_id": person_id}
    _SETTLE.execute(connection, values)
    return Standing(standing.attempt_id, outcome, person_id, until)


def lock(connection: Connection, attempt: Try, limits: Limits, kinds: tuple[str, ...]) -> datetime:
    """Lock the record, the number, or both; returns until when. A hidden number has no lock."""
    until = attempt.at + limits.lock
    indexes = {"record": attempt.records[0], "number": attempt.number}
    rows = [
        {"index": indexes[kind], "kind": kind, "since": attempt.at, "until": until}
        for kind in kinds
        if indexes[kind] is not None
    ]
    if rows:
        connection.execute(_LOCK[connection.dialect.name], rows)
    return until


def _used_up(limits: Limits, record_failures: int, number_failures: int) -> tuple[str, ...]:
    over = {
        "record": record_failures >= limits.record_failures,
        "number": number_failures >= limits.number_failures,
    }
    return tuple(kind for kind, is_over in over.items() if is_over)


# --- statements ----------------------------------------------------------------------------------

_TAKE_TURNS = Prepared(
    select(
        func.pg_advisory_xact_lock(bindparam("first")),
        func.pg_advisory_xact_lock(bindparam("second")),
    )
)


@cache
def _standing(hidden: bool, keys: int) -> Prepared:
    """All that is known of a try in one row, for a known number or a hidden one.

    The record has an index by each of ``keys``.
    """
    here = and_(_ATTEMPTS.c.call_id == bindparam("call"), _ATTEMPTS.c.turn == bindparam("turn"))
    records = each("record", keys, LargeBinary)
    record_until = _until(and_(_LOCKS.c.kind == "record", _LOCKS.c.index.in_(records)))
    number_until = _until(and_(_LOCKS.c.kind == "number", _LOCKS.c.index == bindparam("number")))

    def recent(table: Any, until: ScalarSelect[Any]) -> Any:
        since = bindparam("since", type_=Moment)
        return and_(table.c.at > since, table.c.at >= func.coalesce(until, since))

    tried = _ATTEMPTS.alias("tried")
    later = _ATTEMPTS.alias("later")
    forgiven = select(later.c.id).where(
        later.c.record_index == tried.c.record_index,
        later.c.outcome == "verified",
        later.c.id > tried.c.id,
        or_(later.c.call_id == tried.c.call_id, later.c.number_index == tried.c.number_index),
    )
    record_failures = select(func.count()).where(
        tried.c.record_index.in_(records),
        recent(tried, record_until),
        tried.c.outcome.in_(fixed(_FAILED)),
        ~forgiven.exists(),
    )
    from_here = (
        tried.c.call_id == bindparam("call")
        if hidden
        else tried.c.number_index == bindparam("number")
    )
    number_failures = select(func.count()).where(
        from_here, recent(tried, number_until), tried.c.outcome.in_(fixed(_FAILED))
    )
    number_records = select(func.count(tried.c.record_index.distinct())).where(
        from_here,
        recent(tried, number_until),
        tried.c.outcome != "locked",
        tried.c.record_index.not_in(records),
    )
    statement = select(
        *(
            select(_ATTEMPTS.c[name]).where(here).scalar_subquery().label(label)
            for name, label in (
                ("id", "attempt_id"),
                ("outcome", "outcome"),
                ("record_index", "record_index"),
                ("person_id", "person_id"),
            )
        ),
        record_until.label("record_until"),
        number_until.label("number_until"),
        record_failures.scalar_subquery().label("record_failures"),
        number_failures.scalar_subquery().label("number_failures"),
        number_records.scalar_subquery().label("number_records"),
    )
    return Prepared(statement)


def _until(which: Any) -> ScalarSelect[Any]:
    return select(func.max(_LOCKS.c.until)).where(which).scalar_subquery()


_WRITTEN_DOWN = ("call_id", "turn", "record_index", "number_index", "at", "outcome")
_WRITE_DOWN = Prepared(
    insert(_ATTEMPTS)
    .values({name: bindparam(name) for name in _WRITTEN_DOWN})
    .returning(_ATTEMPTS.c.id)
)
_SETTLE = Prepared(
    update(_ATTEMPTS)
    .where(_ATTEMPTS.c.id == bindparam("attempt"), _ATTEMPTS.c.outcome == "pending")
    .values(outcome=bindparam("outcome"), person_id=bindparam("person_id"))
)


def _lock(dialect: Any) -> Any:
    put = dialect.insert(_LOCKS)
    return put.on_conflict_do_update(
        index_elements=["index", "kind"],
        set_={"since": put.excluded.since, "until": put.excluded.until},
    )


_LOCK = {"sqlite": _lock(sqlite), "postgresql": _lock(postgresql)}
