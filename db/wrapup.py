"""After the talk: what came of it, and what the agent does next."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Table, bindparam, select, update

from db import duty, queue
from db.engine import Database
from db.models import Base, Duty


class WrapUps:
    """What agents do about the calls they have had."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def dispose(self, entry_id: int, agent_id: int, disposition: str) -> bool:
        """Keep what came of an agent's call, one of ``db.queue.DISPOSITIONS``. False for a call
        that is not theirs."""
        if disposition not in queue.DISPOSITIONS:
            raise ValueError(f"a call cannot have been {disposition!r}")
        values = {"entry": entry_id, "agent": agent_id, "chosen": disposition}
        with self._database.write() as connection:
            return connection.execute(_DISPOSE, values).rowcount == 1

    def choose(self, agent_id: int, state: str, now: datetime) -> bool:
        """The agent chooses what to do from now on (``db.duty.CHOSEN``); a call they were wrapping
        up is done with. False while they are offered a caller or talk.

        Choosing again what one does already changes nothing.
        """
        if state not in duty.CHOSEN:
            raise ValueError(f"an agent cannot choose to be {state!r}")
        with self._database.write() as connection:
            # Nobody is offered to them while they choose.
            queue.alone(connection)
            found = connection.execute(_NOW, {"agent": agent_id}).one_or_none()
            if found is not None and found.state in (duty.OFFERED, duty.TALKING):
                return False
            if found is not None and found.state == state:
                return True
            if found is not None and found.state == duty.WRAPUP and found.entry_id is not None:
                queue.wrapped(connection, found.entry_id, now)
            duty.change(connection, agent_id, state, now, why="chosen")
        return True


_ENTRIES: Table = Base.metadata.tables["queue_entries"]
_DISPOSE = (
    update(_ENTRIES)
    .where(_ENTRIES.c.id == bindparam("entry"), _ENTRIES.c.agent_id == bindparam("agent"))
    .where(_ENTRIES.c.joined_at.is_not(None))
    .values(disposition=bindparam("chosen"))
)
_NOW = select(Duty.state, Duty.entry_id).where(Duty.agent_id == bindparam("agent"))
