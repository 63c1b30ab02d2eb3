"""What people at the desk did that somebody may ask about later: links of the audit trail.

Beside what was told of whom (``db.audit``) the chain holds who made PINs for letters, loaded files,
changed where agents are rung, searched the trail for a person, or took it out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from db import audit
from db.engine import Database
from db.secrets import Keyring

NOBODY = 0
"""The person of a deed that is about no one in particular."""
DESK = "desk"
"""The proof: signed in, by password and second factor."""


def actor(account_id: int) -> str:
    """An account as the trail names it: whatever it is called, it is the same one."""
    return f"account {account_id}"


def note(
    database: Database,
    keyring: Keyring,
    what: str,
    *,
    account_id: int,
    at: datetime,
    people: Iterable[int] = (NOBODY,),
) -> None:
    """Add a link for each of ``people``; ``what`` is a short name, and never holds a value."""
    with database.write() as connection:
        for person_id in people:
            audit.disclose(
                connection,
                keyring,
                at=at,
                person_id=person_id,
                call_id=None,
                actor=actor(account_id),
                what=what,
                proof=DESK,
            )
