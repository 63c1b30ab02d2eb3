"""Callers who wait without being on the line: called when an agent is theirs.

Whoever takes the offer of such a caller is kept for them, and the worker calls the caller. An agent
with a page of the desk takes it there; one who has a telephone alone is kept at once, and their
telephone rings when the caller has pressed the key to be joined. Either way it is the caller who
is called before the agent's telephone rings: an agent who holds a line that nobody answers is of
no use, and a caller who has pressed a key is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from db import absent, dialling, outbox, queue
from db.dialling import Undone
from db.engine import Database
from db.outbox import TEXT
from db.secrets import Keyring
from flows.city import City
from flows.dialogue import Utterance, say
from flows.slots import is_bearable
from ivr import logs

LONGEST = timedelta(minutes=5)
"""For ringing, for a worker who was killed, and for who is called to hear why; then an agent is
kept no longer."""


@dataclass(frozen=True)
class Returns:
    """``words`` writes a text message in a language. ``places_calls``: this line can call; where
    it cannot, callbacks wait for agents who look after their tickets."""

    database: Database
    keyring: Keyring
    city: City
    words: Callable[[Iterable[Utterance], str], str]
    clock: Callable[[], datetime]
    places_calls: bool

    def ready(self, connection: Connection, now: datetime) -> set[int]:
        """Whom agents may be offered now; outside hours only whom an operator has called."""
        if not self.places_calls:
            return set()
        return absent.ready(connection, now, bearable=is_bearable(self.city, now))

    def place(self, connection: Connection, now: datetime) -> bool:
        """Have those called whose offer was taken; gives whether there are any."""
        taken = [
            each
            for each in queue.in_state(connection, queue.OFFERED)
            if each.mode == queue.ABSENT and each.accepted_at is not None
        ]
        placed = [dialling.place(connection, self.keyring, each, now) for each in taken]
        return any(placed)

    def lapse(self, connection: Connection, now: datetime) -> None:
        """Calls of which nothing was heard, callbacks that an agent has seen to, and those whose
        date is over."""
        for each in dialling.too_long(connection, now - LONGEST):
            self._apologise(
                connection, dialling.unanswered(connection, each.token or "", "unknown", now), now
            )
        for each in absent.answered(connection):
            queue.end(connection, each, "left", now)
        today = now.astimezone(self.city.tz).date()
        for each in absent.overdue(connection, today):
            self._apologise(connection, dialling.give_up(connection, each, now), now)

    def ended(self, entry: int, sid: str, status: str) -> None:
        """The carrier reports how a call ended (CallStatus) that was placed for ``entry`` of the
        outbox."""
        now = self.clock()
        with self.database.write() as connection:
            queue.alone(connection)
            changed, undone = dialling.ended(connection, entry, sid, status, now)
            self._apologise(connection, undone, now)
        if changed:
            logs.log.info("a callback ended", entry=entry, status=status)

    def picked_up(self, entry: int, sid: str) -> None:
        """Somebody has picked up the call ``sid``, placed for ``entry``."""
        dialling.picked_up(self.database, entry, sid)

    def refused(self, token: str, why: str) -> None:
        """The carrier will never place this call: as if nobody had answered."""
        now = self.clock()
        with self.database.write() as connection:
            queue.alone(connection)
            self._apologise(connection, dialling.unanswered(connection, token, why, now), now)

    def put_off(self, token: str) -> None:
        """The carrier could not place the call now."""
        with self.database.write() as connection:
            queue.alone(connection)
            dialling.put_off(connection, token, self.clock())

    def _apologise(self, connection: Connection, undone: Undone | None, now: datetime) -> None:
        """A text message to whom the line has not reached, where there is a mobile."""
        if undone is None or undone.person_id is None:
            return
        if not outbox.has_mobile(connection, undone.person_id):
            return
        said = [say("returned.undone", ticket=undone.ticket)]
        outbox.put(
            connection,
            self.keyring,
            key=f"undone/{undone.ticket}/{undone.entry_id}",
            kind=TEXT,
            body={"text": self.words(said, undone.language), "language": undone.language},
            call_id=undone.call_id,
            person_id=undone.person_id,
            due_at=now,
            now=now,
        )
