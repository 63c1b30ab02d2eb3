"""What agents write down about calls: one note for each call and agent, kept encrypted."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Table, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from db.engine import Database
from db.models import Agent, Base, CallNote
from db.secrets import Keyring

LONGEST = 4000
"""Characters of a note."""
_TEXT = "call_notes.text"


@dataclass(frozen=True, slots=True)
class Note:
    """What the agent ``staff_number`` wrote about a call, last at ``at``. The staff number is
    None for an agent who was removed since."""

    call_id: int
    agent_id: int
    staff_number: str | None
    at: datetime
    text: str = field(repr=False)


class Notes:
    """The notes of the line."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    def write(self, call_id: int, agent_id: int, text: str, now: datetime) -> None:
        """Keep what an agent's note of a call says now; an empty one is taken out.

        Raises ``ValueError`` when it is longer than ``LONGEST``.
        """
        if len(text) > LONGEST:
            raise ValueError(f"a note has at most {LONGEST} characters: shorten it")
        whose = {"of_call": call_id, "of_agent": agent_id}
        if not text.strip():
            with self._database.write() as connection:
                connection.execute(_DELETE, whose)
            return
        values = {"text": self._keyring.encrypt(text, _TEXT), "at": now}
        # Two windows of one agent may both be the first; then the later one's words stay.
        if not self._change({**whose, **values}):
            with suppress(IntegrityError), self._database.write() as connection:
                connection.execute(
                    insert(CallNote), {"call_id": call_id, "agent_id": agent_id, **values}
                )
                return
            self._change({**whose, **values})

    def of_calls(self, call_ids: Collection[int]) -> list[Note]:
        """What was written about these calls, the newest first."""
        with self._database.read() as connection:
            rows = connection.execute(_OF_CALLS, {"calls": list(call_ids)}).all()
        return [
            Note(
                row.call_id,
                row.agent_id,
                row.staff_number,
                row.at,
                self._keyring.decrypt_text(row.text, _TEXT),
            )
            for row in rows
        ]

    def own(self, call_id: int, agent_id: int) -> str:
        """What an agent wrote about a call; empty when they wrote nothing."""
        mine = [n for n in self.of_calls([call_id]) if n.agent_id == agent_id]
        return mine[0].text if mine else ""

    def _change(self, values: dict[str, object]) -> bool:
        with self._database.write() as connection:
            return connection.execute(_CHANGE, values).rowcount == 1


_NOTES: Table = Base.metadata.tables["call_notes"]
_MINE = (
    _NOTES.c.call_id == bindparam("of_call"),
    _NOTES.c.agent_id == bindparam("of_agent"),
)
_CHANGE = update(_NOTES).where(*_MINE).values(text=bindparam("text"), at=bindparam("at"))
_DELETE = delete(_NOTES).where(*_MINE)
_OF_CALLS = (
    select(CallNote.call_id, CallNote.agent_id, Agent.staff_number, CallNote.at, CallNote.text)
    .outerjoin(Agent, Agent.id == CallNote.agent_id)
    .where(CallNote.call_id.in_(bindparam("calls", expanding=True)))
    .order_by(CallNote.at.desc(), CallNote.id.desc())
)
