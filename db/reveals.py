"""Showing agents what is on record: for a reason, for one call, for ten minutes, and audited.

Nothing of a person but the last four digits of their ID number is shown without this. Each part
that is shown is a link of the audit chain (``desk.<part>: <reason>``, by ``agent <staff number>``),
written in the transaction that allows it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, insert, select

from db import audit
from db.engine import Database
from db.models import Agent, Reveal
from db.queue import note
from db.secrets import Keyring

PARTS = (
    "identity",
    "accounts",
    "contributions",
    "enrolments",
    "benefits",
    "claims",
    "cards",
)
"""What can be asked for of a person; ``identity``: name, ID number, mobile, place and employer."""
NUMBER = "number"
"""The calling number of a ticket, to answer it."""
REASONS = ("question", "identify", "complaint", "correction", "answer", "other")
LASTS = timedelta(minutes=10)
LONGEST_WORDS = 300
PAGE = 50
_WORDS = "reveals.words"


class ReasonError(ValueError):
    """There is no reason, or none that can be kept; ``missing`` names what is wrong: ``reason``,
    ``words`` or ``parts``."""

    def __init__(self, missing: str) -> None:
        super().__init__(f"nothing is shown without {missing}")
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks in which call, and why: one of ``REASONS``, and their own words."""

    agent_id: int
    staff_number: str
    call_id: int
    reason: str
    words: str

    def check(self) -> None:
        """Raises ``ReasonError``."""
        if self.reason not in REASONS:
            raise ReasonError("reason")
        if not self.words.strip() or len(self.words) > LONGEST_WORDS:
            raise ReasonError("words")


@dataclass(frozen=True, slots=True)
class Shown:
    """A part that may be seen ``until`` a moment. ``person_id`` is None for the number of a ticket
    nobody is known by."""

    person_id: int | None
    part: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an agent was shown a part of a record. ``staff_number`` is None for one who was removed
    since."""

    at: datetime
    staff_number: str | None
    person_id: int | None
    part: str
    reason: str
    words: str


class Reveals:
    """What agents may see at this moment, and what they have seen."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    def show(
        self,
        asking: Asking,
        person_id: int | None,
        parts: Collection[str],
        proof: str,
        now: datetime,
    ) -> None:
        """Let ``asking`` see parts of a person's record from now on, for ``LASTS``.

        ``proof`` is by what the caller was known to be this person; empty when they are not. Raises
        ``ReasonError`` and shows nothing without a reason, or without ``parts``.
        """
        asking.check()
        wanted = [part for part in (*PARTS, NUMBER) if part in parts]
        if not wanted:
            raise ReasonError("parts")
        with self._database.write() as connection:
            for part in wanted:
                self._show(connection, asking, person_id, part, proof or "none", now)

    def _show(
        self,
        connection: Connection,
        asking: Asking,
        person_id: int | None,
        part: str,
        proof: str,
        now: datetime,
    ) -> None:
        if person_id is None:
            # The chain is of persons; of nobody known there is only the call.
            who = asking.staff_number
            note(connection, asking.call_id, "revealed", now, agent=who, what=part)
        else:
            audit.disclose(
                connection,
                self._keyring,
                at=now,
                person_id=person_id,
                call_id=asking.call_id,
                actor=f"agent {asking.staff_number}",
                what=f"desk.{part}: {asking.reason}",
                proof=proof,
            )
        row = {
            "at": now,
            "agent_id": asking.agent_id,
            "call_id": asking.call_id,
            "person_id": person_id,
            "what": part,
            "reason": asking.reason,
            "words": self._keyring.encrypt(asking.words.strip(), _WORDS),
        }
        connection.execute(insert(Reveal), row)

    def sought(self, asking: Asking, now: datetime) -> None:
        """Note that somebody was looked for who is not on record. Raises ``ReasonError``."""
        asking.check()
        with self._database.write() as connection:
            note(connection, asking.call_id, "sought", now, agent=asking.staff_number)

    def standing(self, agent_id: int, call_id: int, now: datetime) -> list[Shown]:
        """What an agent may see of a call at this moment, the newest first."""
        whose = {"agent": agent_id, "call": call_id, "since": now - LASTS}
        with self._database.read() as connection:
            rows = connection.execute(_STANDING, whose).all()
        return [Shown(row.person_id, row.what, row.at + LASTS) for row in rows]

    def reasons(self, page: int = 1) -> tuple[list[Reason], bool]:
        """A page of all that was shown, newest first, and whether there are more."""
        wanted = _REASONS.limit(PAGE + 1).offset(PAGE * (max(page, 1) - 1))
        with self._database.read() as connection:
            rows = connection.execute(wanted).all()
        found = [
            Reason(
                row.at,
                row.staff_number,
                row.person_id,
                row.what,
                row.reason,
                self._keyring.decrypt_text(row.words, _WORDS),
            )
            for row in rows[:PAGE]
        ]
        return found, len(rows) > PAGE


_REASONS = (
    select(
        Reveal.at, Agent.staff_number, Reveal.person_id, Reveal.what, Reveal.reason, Reveal.words
    )
    .outerjoin(Agent, Agent.id == Reveal.agent_id)
    .order_by(Reveal.id.desc())
)
_STANDING = (
    select(Reveal.person_id, Reveal.what, Reveal.at)
    .where(
        Reveal.call_id == bindparam("call"),
        Reveal.agent_id == bindparam("agent"),
        Reveal.at > bindparam("since"),
    )
    .order_by(Reveal.at.desc(), Reveal.id.desc())
)
