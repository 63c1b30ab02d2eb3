"""What callers have said into a recording: kept here, encrypted, once it was fetched."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from db.engine import Database
from db.models import Base, Outgoing, Voicemail
from db.outbox import FETCH
from db.secrets import Keyring

SOUND = "voicemails.sound"
Standing = Literal["kept", "coming", "lost", "none"]
"""Whether there is a sound to a ticket: here, still at the carrier, not to be had from it, or never
made (a carrier that keeps none, as the telephone of the demo)."""


class Voicemails:
    """The recordings of tickets, by the number of the ticket."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    def put(self, ticket: str, sound: bytes, seconds: int, now: datetime) -> bool:
        """Keep a sound (WAV); False when there is one already."""
        row = {
            "ticket": ticket,
            "sound": self._keyring.encrypt(sound, SOUND),
            "seconds": seconds,
            "fetched_at": now,
        }
        try:
            with self._database.write() as connection:
                connection.execute(insert(Voicemail), row)
        except IntegrityError:
            return False
        return True

    def has(self, ticket: str) -> bool:
        """Whether the sound is here."""
        with self._database.read() as connection:
            return connection.execute(_HAS, {"ticket": ticket}).first() is not None

    def sound(self, ticket: str) -> bytes | None:
        """The sound (WAV), for whoever answers the ticket; None when it is not here."""
        with self._database.read() as connection:
            sealed = connection.execute(_SOUND, {"ticket": ticket}).scalar()
        return None if sealed is None else self._keyring.decrypt(sealed, SOUND)

    def deleted(self, ticket: str, now: datetime) -> None:
        """The carrier has it no more."""
        with self._database.write() as connection:
            connection.execute(_DELETED, {"wanted": ticket, "now": now})

    def standing(self, ticket: str) -> Standing:
        """Whether there is a sound to hear."""
        with self._database.read() as connection:
            if connection.execute(_HAS, {"ticket": ticket}).first() is not None:
                return "kept"
            state = connection.execute(_FETCHING, {"key": f"{FETCH}/{ticket}"}).scalar()
        if state is None:
            return "none"
        return "coming" if state == "waiting" else "lost"


_VOICEMAILS: Table = Base.metadata.tables["voicemails"]
_HAS = select(Voicemail.ticket).where(Voicemail.ticket == bindparam("ticket"))
_SOUND = select(Voicemail.sound).where(Voicemail.ticket == bindparam("ticket"))
_DELETED = (
    update(_VOICEMAILS)
    .where(_VOICEMAILS.c.ticket == bindparam("wanted"), _VOICEMAILS.c.deleted_at.is_(None))
    .values(deleted_at=bindparam("now"))
)
_FETCHING = select(Outgoing.state).where(Outgoing.key == bindparam("key"))
