"""The outbox: what the line has promised to do, kept with the turn that promised it.

A promise is written in the turn's own transaction and carried out later by a worker (``ivr.work``).
``key`` names it, so that it is promised once however often the turn is tried.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, insert

from db.models import Base
from db.secrets import Keyring

BODY = "outbox.body"


def put(
    connection: Connection,
    keyring: Keyring,
    *,
    key: str,
    kind: str,
    body: dict[str, Any],
    call_id: int | None,
    person_id: int | None,
    due_at: datetime,
    now: datetime,
) -> None:
    """Promise something, inside the caller's transaction.

    ``body`` is JSON and is kept encrypted. Raises ``IntegrityError`` when ``key`` was promised.
    """
    row = {
        "key": key,
        "kind": kind,
        "call_id": call_id,
        "person_id": person_id,
        "body": keyring.encrypt(json.dumps(body, ensure_ascii=False), BODY),
        "state": "waiting",
        "due_at": due_at,
        "tries": 0,
        "created_at": now,
    }
    connection.execute(_PUT, row)


_OUTBOX: Table = Base.metadata.tables["outbox"]
_PUT = insert(_OUTBOX)
