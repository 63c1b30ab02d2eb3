"""Calls: where each stands, saved together with what happened in the turn, or not at all.

A turn reads its call without a lock, works, and then saves with one short transaction that begins
by moving the call from turn *n* to *n + 1*. Of two workers with the same turn only one can do
that; the other finds nothing to move and gives the first one's answer.
"""

from __future__ import annotations

import secrets as random
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from db import audit
from db.audit import HEAD, LINKS, End, Told
from db.engine import Database
from db.models import Call, Caller
from db.prepared import Prepared
from db.queue import USUAL_WRAPUP, over, talks
from db.saving import APPEND, MOVE, MOVE_AND_APPEND, MOVE_TELL_AND_APPEND
from db.secrets import PHONE, Keyring
from db.tickets import called_back

_FOUND = select(
    Call.id,
    Call.ref,
    Call.language,
    Call.person_id,
    Call.turn,
    Call.step,
    Call.state,
    Call.answer,
    Call.touched_at,
    Call.number_index,
    Call.finished,
    Call.ended_at,
    Call.accepted_turn,
    Call.proof,
).where(Call.sid == bindparam("sid"))
_FIND = Prepared(_FOUND)
# Who is known may be told something in this turn: then it matters where the audit trail ends.
_FIND_WITH_END = Prepared(
    _FOUND.add_columns(HEAD.c.last, HEAD.c.hash).outerjoin(
        HEAD, and_(HEAD.c.id == 1, Call.person_id.is_not(None))
    )
)
_SPEECH_OF = Prepared(
    select(Call.speech, Call.touched_at, Call.ended_at).where(Call.ref == bindparam("ref"))
)
_LANGUAGE = select(Caller.language).where(Caller.number_index.in_(bindparam("n", expanding=True)))
# By when it began: an index of what changes in every turn would be written in every turn.
_LAST = (
    select(Call.touched_at, Call.finished, Call.state)
    .where(
        Call.number_index.in_(bindparam("n", expanding=True)),
        Call.started_at >= bindparam("since"),
        Call.sid != bindparam("sid"),
    )
    .order_by(Call.started_at.desc(), Call.id.desc())
    .limit(1)
)
_LONGEST = timedelta(days=1)
"""No carrier lets a call last longer."""
_STATE, _ANSWER, _NUMBER = "calls.state", "calls.answer", "calls.number"
_SPEECH = "calls.speech"

Note = tuple[str, dict[str, Any]]
"""An event's kind and data, without anything about the person."""
Write = Callable[[Connection], None]


class StoredCall(NamedTuple):
    """A call as it was saved. ``turn`` is the number the carrier must send next."""

    id: int
    sid: str
    ref: str
    language: str
    person_id: int | None
    turn: int
    step: str
    state: bytes
    sealed: bytes
    """What it was told last, encrypted (``Calls.answer``)."""
    touched_at: datetime
    number_index: bytes | None
    finished: bool
    ended: bool
    accepted: bool
    """Whether the agent who was just rung has accepted the call."""
    proof: str
    """By what ``person_id`` was proven (``flows.proof``)."""
    end: End | None
    """Where the audit trail ended when the call was read; None where nobody needs to know."""


@dataclass(frozen=True)
class Saved:
    """What a turn leaves behind; ``notes`` are at least one, the turn itself. What was ``told``
    is added to the audit trail and ``writes`` run in the same transaction."""

    step: str
    state: bytes
    answer: str
    language: str
    person_id: int | None
    proof: str
    finished: bool
    notes: Sequence[Note]
    verified: bool = False
    """The caller was verified in this turn."""
    speech: bytes | None = None
    """What of the answer is played and tells something: told to nobody but this call's carrier."""
    told: Sequence[Told] = ()
    writes: Sequence[Write] = ()


class Calls:
    """The calls of the line, in the database."""

    def __init__(
        self, database: Database, keyring: Keyring, wrapup: timedelta = USUAL_WRAPUP
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._wrapup = wrapup
        # A way to PostgreSQL costs more than what is found on it.
        self._find = _FIND if database.dialect == "sqlite" else _FIND_WITH_END
        self.one_connection = database.one_connection
        """Within it a turn reads and writes over one connection (``Database``)."""

    def find(self, sid: str) -> StoredCall | None:
        """The call the carrier calls ``sid``."""
        with self._database.read() as connection:
            found = self._find.first(connection, {"sid": sid})
        if found is None:
            return None
        (call_id, ref, language, person_id, turn, step, state, sealed, *others) = found
        touched_at, number_index, finished, ended_at, accepted_turn, proof, *end = others
        return StoredCall(
            id=call_id,
            sid=sid,
            ref=ref,
            language=language,
            person_id=person_id,
            turn=turn,
            step=step,
            state=self._keyring.decrypt(state, _STATE) if state else b"",
            sealed=sealed,
            touched_at=touched_at,
            number_index=number_index,
            finished=finished,
            ended=ended_at is not None,
            accepted=accepted_turn == turn,
            proof=proof,
            end=End(*end) if end and end[0] is not None else None,
        )

    def answer(self, call: StoredCall) -> str:
        """The document that was the answer to its last turn; empty before the first."""
        return self._keyring.decrypt_text(call.sealed, _ANSWER) if call.sealed else ""

    def begin(self, sid: str, number: str | None, language: str, now: datetime) -> StoredCall:
        """Note a new call, before its first turn; gives it, or the one that was there already."""
        ref = random.token_hex(8)
        row = {
            "sid": sid,
            "ref": ref,
            "number": self._keyring.encrypt(number, _NUMBER) if number else None,
            "number_index": self._keyring.index(PHONE, number) if number else None,
            "language": language,
            "turn": 0,
            "proof": "",
            "step": "",
            "state": b"",
            "answer": b"",
            "started_at": now,
            "touched_at": now,
            "finished": False,
        }
        # A carrier may tell two workers at once; then the other one's row is the call.
        with suppress(IntegrityError), self._database.write() as connection:
            connection.execute(insert(Call), row)
        return self._found(sid)

    def _found(self, sid: str) -> StoredCall:
        found = self.find(sid)
        if found is None:
            raise LookupError("a call that is being taken has gone from the records")
        return found

    def again(self, call: StoredCall) -> StoredCall:
        """The call as somebody else has saved it meanwhile."""
        return self._found(call.sid)

    def save(self, call: StoredCall, saved: Saved, now: datetime) -> bool:
        """Move the call to its next turn. False when somebody else has taken this turn."""
        place = {
            "call_id": call.id,
            "expected": call.turn,
            "next": call.turn + 1,
            "new_step": saved.step,
            "new_state": self._keyring.encrypt(saved.state, _STATE),
            "new_answer": self._keyring.encrypt(saved.answer, _ANSWER),
            "new_language": saved.language,
            "new_person": saved.person_id,
            "new_proof": saved.proof,
            "new_speech": self._keyring.encrypt(saved.speech, _SPEECH) if saved.speech else None,
            "now": now,
            "new_finished": saved.finished,
            "verified_at": now if saved.verified else None,
        }
        if self._database.dialect == "postgresql":
            place["notes"] = [{"kind": kind, "data": data} for kind, data in saved.notes]
            if not saved.writes and not saved.told:
                with self._database.read() as connection:
                    return MOVE_AND_APPEND.execute(connection, place) > 0
            if not saved.writes and self._moved_and_told(call, saved, place):
                return True
        with self._database.write() as connection:
            if not self._move(connection, call, place, saved.notes, now):
                return False
            for told in saved.told:
                audit.disclose(connection, self._keyring, **told._asdict())
            for write in saved.writes:
                write(connection)
        return True

    def _moved_and_told(self, call: StoredCall, saved: Saved, place: dict[str, Any]) -> bool:
        """Whether a turn that tells one thing could be saved in one statement. Where not, somebody
        has taken the turn, or told another caller something meanwhile, and nothing was changed."""
        if call.end is None or len(saved.told) != 1:
            return False
        link = audit.link(self._keyring, call.end, saved.told[0])
        values = {f"link_{column.name}": link[column.name] for column in LINKS.c}
        ends = {
            "known_state": call.end.state,
            "end_last": link["end_last"],
            "end_state": link["end_state"],
        }
        with self._database.read() as connection:
            return MOVE_TELL_AND_APPEND.execute(connection, {**place, **values, **ends}) > 0

    def _move(
        self,
        connection: Connection,
        call: StoredCall,
        place: dict[str, Any],
        notes: Sequence[Note],
        now: datetime,
    ) -> bool:
        if "notes" in place:
            return MOVE_AND_APPEND.execute(connection, place) > 0
        if MOVE.execute(connection, place) != 1:
            return False
        self._append(connection, call.id, call.turn, notes, now)
        return True

    def accept(self, ref: str, turn: int, at: datetime) -> bool:
        """An agent takes the call that rings. True also when it is told twice; False when the
        call has moved on and there is nobody to be joined to."""
        with self._database.write() as connection:
            mine = connection.execute(
                update(Call)
                .where(Call.ref == ref, Call.turn == turn)
                .where(func.coalesce(Call.accepted_turn, -1) != turn)
                .values(accepted_turn=turn)
            )
            row = connection.execute(
                select(Call.id, Call.turn, Call.accepted_turn).where(Call.ref == ref)
            ).one_or_none()
            if row is not None and mine.rowcount == 1:
                self._append(connection, row.id, turn, [("accepted", {})], at)
                talks(connection, row.id, at)
                # Not every carrier asks for another turn when it is the caller who hangs up.
                called_back(connection, row.id, at)
        return row is not None and row.turn == turn == row.accepted_turn

    def speech(self, ref: str, since: datetime | None = None) -> bytes | None:
        """What the call that we call ``ref`` is being told (``Saved.speech``), if it goes on and
        its last turn was taken after ``since``."""
        with self._database.read() as connection:
            found = _SPEECH_OF.first(connection, {"ref": ref})
        if found is None:
            return None
        speech, touched_at, ended_at = found
        if not speech or ended_at is not None or (since and touched_at <= since):
            return None
        return self._keyring.decrypt(speech, _SPEECH)

    def ended(self, sid: str, status: str, at: datetime) -> bool:
        """The carrier says the call is over. False when it was known, or is no call of ours."""
        with self._database.write() as connection:
            moved = connection.execute(
                update(Call)
                .where(Call.sid == sid, Call.ended_at.is_(None))
                .values(ended_at=at, ended_how=status)
            )
            if moved.rowcount != 1:
                return False
            row = connection.execute(select(Call.id, Call.turn).where(Call.sid == sid)).one()
            self._append(connection, row.id, row.turn, [("ended", {"how": status})], at)
            over(connection, row.id, at, self._wrapup)
        return True

    def language_of(self, number: str) -> str | None:
        """The language last chosen at a calling number."""
        with self._database.read() as connection:
            indexes = self._keyring.indexes(PHONE, number)
            return connection.execute(_LANGUAGE, {"n": indexes}).scalars().first()

    def remember_language(self, call: StoredCall, language: str) -> Write | None:
        """A write that keeps the caller's language for their next call."""
        index = call.number_index
        if index is None:
            return None

        def write(connection: Connection) -> None:
            known = update(Caller).where(Caller.number_index == index).values(language=language)
            if connection.execute(known).rowcount == 0:
                connection.execute(insert(Caller), {"number_index": index, "language": language})

        return write

    def cut_off(self, number: str, sid: str, now: datetime, within: timedelta) -> bytes | None:
        """The state of this number's last call, when it was cut off less than ``within`` ago."""
        with self._database.read() as connection:
            row = connection.execute(
                _LAST,
                {
                    "n": self._keyring.indexes(PHONE, number),
                    "since": now - _LONGEST,
                    "sid": sid,
                },
            ).one_or_none()
        if row is None or row.touched_at < now - within or row.finished or not row.state:
            return None
        return self._keyring.decrypt(row.state, _STATE)

    def number_of(self, connection: Connection, call_id: int) -> str | None:
        """The calling number of a call, in clear. For promises to call back, never for logs."""
        number = connection.execute(select(Call.number).where(Call.id == call_id)).scalar_one()
        return self._keyring.decrypt_text(number, _NUMBER) if number else None

    @staticmethod
    def _append(
        connection: Connection, call_id: int, turn: int, notes: Iterable[Note], at: datetime
    ) -> None:
        row = {"call_id": call_id, "turn": turn, "at": at}
        for kind, data in notes:
            APPEND.execute(connection, {**row, "kind": kind, "data": data})
