"""What supervisors did to the line: appended, never changed, and nothing about a caller."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select

from db.engine import Database
from db.models import DeskAct

WHAT = (
    "announce",
    "announce-stop",
    "overflow-on",
    "overflow-off",
    "reassign",
    "hurry",
    "send",
    "reopen",
)
"""``reassign``: a waiting caller to another group or agent. ``hurry``: to be served sooner.
``send``: an agent to another state. ``reopen``: a closed ticket."""


@dataclass(frozen=True, slots=True)
class Act:
    """``made_by`` is an account of the desk, ``about`` what it was done to."""

    at: datetime
    made_by: str
    what: str
    about: str


def note(connection: Connection, made_by: str, what: str, about: str, now: datetime) -> None:
    """Write down what was done, in the transaction that does it."""
    if what not in WHAT:
        raise ValueError(f"acts are one of {', '.join(WHAT)}, not {what!r}")
    row = {"at": now, "made_by": made_by, "what": what, "about": about}
    connection.execute(insert(DeskAct), row)


def latest(database: Database, most: int) -> list[Act]:
    """The last so many acts, the newest first."""
    with database.read() as connection:
        return [Act(*row) for row in connection.execute(_LATEST, {"most": most})]


_LATEST = (
    select(DeskAct.at, DeskAct.made_by, DeskAct.what, DeskAct.about)
    .order_by(DeskAct.id.desc())
    .limit(bindparam("most"))
)
