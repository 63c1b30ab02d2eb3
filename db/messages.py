"""The text messages of one call, to be shown where a demo has nobody to send them to."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, select

from db.models import Call, Outgoing, Person
from db.outbox import BODY, TEXT
from db.secrets import Keyring


@dataclass(frozen=True, slots=True)
class Message:
    """One that the carrier has. ``ending``: the last four digits of the mobile it went to."""

    id: int
    words: str = field(repr=False)
    language: str
    ending: str


def of_call(
    connection: Connection, keyring: Keyring, sid: str, carrier: str
) -> tuple[list[Message], int]:
    """The messages of the call the carrier calls ``sid`` that were handed over under a name that
    begins with ``carrier``, oldest first; and how many more are about to be."""
    messages, to_come = [], 0
    for row in connection.execute(_OF_CALL, {"sid": sid}):
        if row.state == "waiting":
            to_come += row.tries <= 1
        elif row.mobile and (row.carrier_sid or "").startswith(carrier):
            body = json.loads(keyring.decrypt(row.body, BODY))
            ending = keyring.decrypt_text(row.mobile, "persons.mobile")[-4:]
            messages.append(Message(row.id, body["text"], body["language"], ending))
    return messages, to_come


_OF_CALL = (
    select(
        Outgoing.id,
        Outgoing.body,
        Outgoing.state,
        Outgoing.tries,
        Outgoing.carrier_sid,
        Person.mobile,
    )
    .join(Call, Call.id == Outgoing.call_id)
    .outerjoin(Person, Person.id == Outgoing.person_id)
    .where(Call.sid == bindparam("sid"), Outgoing.kind == TEXT)
    .order_by(Outgoing.id)
)
