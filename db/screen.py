"""What an agent sees of a call as soon as they take it.

Nothing here names anybody or tells an amount: who is on the line is an id and the last four digits
of a number. What is on record is shown by ``db.reveals``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import bindparam, select

from db.engine import Database
from db.models import Agent, Call, Disclosure, Event, QueueEntry
from db.secrets import PHONE, Keyring

MOST_STEPS = 200


@dataclass(frozen=True, slots=True)
class OnLine:
    """A call as it stands. ``state`` is its place in the conversation (``flows.state``),
    ``number_ending`` the last four digits of the calling number."""

    call_id: int
    sid: str
    ref: str
    language: str
    step: str
    started_at: datetime
    ended_at: datetime | None
    person_id: int | None
    verified_at: datetime | None
    proof: str
    state: bytes = field(repr=False)
    number_ending: str | None = field(repr=False)
    number_indexes: tuple[bytes, ...] = field(repr=False, default=())


@dataclass(frozen=True, slots=True)
class Visit:
    """The caller came to ``step`` at ``at``, by ``how`` (an input of ``ivr.turn``)."""

    at: datetime
    step: str
    how: str


@dataclass(frozen=True, slots=True)
class Told:
    """What was disclosed of a record in the call, ``by`` the line (``caller``) or an agent."""

    at: datetime
    what: str
    by: str


@dataclass(frozen=True, slots=True)
class Wait:
    """A wait for a person in the call, and who took it. ``handed_to``: ``agent:ID``, ``lane:NAME``,
    when they have handed the caller on."""

    entry_id: int
    topic: str
    entered_at: datetime
    staff_number: str | None
    joined_at: datetime | None
    ended_at: datetime | None
    outcome: str | None
    handed_to: str | None
    disposition: str | None
    score: int | None


@dataclass(frozen=True, slots=True)
class Handing:
    """What was last done about handing a caller on: an event of ``db.handing`` and whom it is
    about, an agent by the row's number; ``to`` as in ``handed_to``."""

    kind: str
    agent_id: int | None
    to: str | None


class Screens:
    """Reads what is shown of calls."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    def call(self, call_id: int) -> OnLine | None:
        """A call as it stands; None when it has gone from the records."""
        with self._database.read() as connection:
            row = connection.execute(_CALL, {"call": call_id}).one_or_none()
        if row is None:
            return None
        number = self._keyring.decrypt_text(row.number, "calls.number") if row.number else None
        return OnLine(
            call_id=row.id,
            sid=row.sid,
            ref=row.ref,
            language=row.language,
            step=row.step,
            started_at=row.started_at,
            ended_at=row.ended_at,
            person_id=row.person_id,
            verified_at=row.verified_at,
            proof=row.proof,
            state=self._keyring.decrypt(row.state, "calls.state") if row.state else b"",
            number_ending=number[-4:] if number else None,
            number_indexes=tuple(self._keyring.indexes(PHONE, number)) if number else (),
        )

    def path(self, call_id: int) -> list[Visit]:
        """Where the caller has been, one step after another."""
        with self._database.read() as connection:
            rows = connection.execute(_TURNS, {"call": call_id, "most": MOST_STEPS}).all()
        visits = [
            Visit(row.at, row.data.get("to", ""), row.data.get("input", ""))
            for row in reversed(rows)
        ]
        return [
            visit
            for nth, visit in enumerate(visits)
            if visit.step and (nth == 0 or visits[nth - 1].step != visit.step)
        ]

    def told(self, call_id: int, person_id: int) -> list[Told]:
        """What was told of a person in a call, in the order in which it was."""
        with self._database.read() as connection:
            rows = connection.execute(_TOLD, {"call": call_id, "person": person_id})
            return [Told(*row) for row in rows]

    def handing(self, call_id: int, since: datetime) -> Handing | None:
        """What was last done about handing a caller on, in the talk that began at ``since``."""
        with self._database.read() as connection:
            row = connection.execute(_HANDING, {"call": call_id, "since": since}).first()
        return None if row is None else Handing(row.kind, row.data.get("agent"), row.data.get("to"))

    def waits(self, call_ids: Collection[int]) -> dict[int, tuple[Wait, ...]]:
        """The waits of calls, by call, oldest first."""
        found: dict[int, list[Wait]] = {}
        with self._database.read() as connection:
            for call_id, *rest in connection.execute(_WAITS, {"calls": list(call_ids)}):
                found.setdefault(call_id, []).append(Wait(*rest))
        return {call_id: tuple(waits) for call_id, waits in found.items()}


_CALL = select(
    Call.id,
    Call.sid,
    Call.ref,
    Call.language,
    Call.step,
    Call.started_at,
    Call.ended_at,
    Call.person_id,
    Call.verified_at,
    Call.proof,
    Call.state,
    Call.number,
).where(Call.id == bindparam("call"))
_TURNS = (
    select(Event.at, Event.data)
    .where(Event.call_id == bindparam("call"), Event.kind == "turn")
    .order_by(Event.id.desc())
    .limit(bindparam("most"))
)
_HANDING = (
    select(Event.kind, Event.data)
    .where(
        Event.call_id == bindparam("call"),
        Event.at >= bindparam("since"),
        Event.kind.in_(("handed-on", "asked", "taken-over", "not-taken-over", "taken-back")),
    )
    .order_by(Event.id.desc())
    .limit(1)
)
_TOLD = (
    select(Disclosure.at, Disclosure.what, Disclosure.actor)
    .where(Disclosure.person_id == bindparam("person"), Disclosure.call_id == bindparam("call"))
    .order_by(Disclosure.id)
)
_WAITS = (
    select(
        QueueEntry.call_id,
        QueueEntry.id,
        QueueEntry.topic,
        QueueEntry.entered_at,
        Agent.staff_number,
        QueueEntry.joined_at,
        QueueEntry.ended_at,
        QueueEntry.outcome,
        QueueEntry.handed_to,
        QueueEntry.disposition,
        QueueEntry.score,
    )
    .outerjoin(Agent, Agent.id == QueueEntry.agent_id)
    .where(QueueEntry.call_id.in_(bindparam("calls", expanding=True)))
    .order_by(QueueEntry.id)
)
