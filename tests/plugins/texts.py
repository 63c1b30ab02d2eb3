"""The text messages a line has queued, as a test wants to see them."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import select

from db import outbox
from db.engine import Database
from db.models import Outgoing
from db.secrets import Keyring


@dataclass(frozen=True)
class Text:
    """One message: to whom, in which words, and how far it has come (``db.outbox``)."""

    person_id: int
    words: str
    language: str
    state: str


def texts_of(database: Database, keyring: Keyring) -> list[Text]:
    """Every message in the outbox, oldest first."""
    wanted = select(Outgoing.person_id, Outgoing.body, Outgoing.state)
    with database.read() as connection:
        rows = connection.execute(wanted.where(Outgoing.kind == "text").order_by(Outgoing.id)).all()
    found = []
    for row in rows:
        body = json.loads(keyring.decrypt(row.body, outbox.BODY))
        found.append(Text(row.person_id, body["text"], body["language"], row.state))
    return found
