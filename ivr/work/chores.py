"""What the desk has asked for and takes long: loading a file, checking the audit trail.

A worker that is killed leaves the chore to the next one: a load goes on where it was
(``db.imports``), a check begins again.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import psycopg
from sqlalchemy.exc import DBAPIError

from db import audit
from db.chores import IMPORT, VERIFY, Chores, Standing
from db.engine import Database
from db.imports import Progress, RefusedError, Report, load
from db.imports.lease import LeaseLostError
from db.outbox import Outbox, Taken
from db.secrets import Keyring, SecretsError
from ivr.texting.sender import TemporaryError
from ivr.work.errands import NotYetError
from ivr.work.heart import beating

FOLDER: Final = "imports"
"""In ``instance/``: files that were handed in, and their reject files, until they are forgotten."""
KEPT = timedelta(days=7)
"""How long reject files, and files that could not be loaded, are kept."""
LOOK_AGAIN = timedelta(seconds=10)
MISSED = timedelta(minutes=10)
"""How long a file is looked for: another machine's worker may have it."""
TELL_EVERY = timedelta(seconds=1)
BEATS = 4
"""In the time for which a worker has a promise: one may be missed."""
_LONG_NUMBER = re.compile(r"[0-9]{5,}(?=[0-9Xx]{4})")
Work = Callable[[Standing, Progress], tuple[str, Mapping[str, Any]]]


@dataclass(frozen=True)
class Doer:
    """Does chores of one kind. ``work`` gives the state in which one ends, and its outcome;
    ``clear`` takes away what it needed. ``lease``: for how long a worker has a promise."""

    chores: Chores
    outbox: Outbox
    work: Work
    clock: Callable[[], datetime]
    lease: timedelta
    clear: Callable[[Standing], None] = lambda chore: None

    def __call__(self, taken: Taken) -> str:
        chore_id = int(self.outbox.body(taken)["chore"])
        name = f"{taken.kind}/{chore_id}"
        chore = self.chores.get(chore_id)
        if chore is None or chore.ended_at is not None:
            return name
        if not self.chores.take(chore_id, self.clock()):
            raise NotYetError(LOOK_AGAIN)
        try:
            with beating(lambda: self._beat(taken, chore_id), self.lease.total_seconds() / BEATS):
                state, outcome = self.work(chore, self._teller(chore_id))
        except Exception:
            self.chores.put_back(chore_id)
            raise
        self.chores.end(chore_id, state, outcome, self.clock())
        self.clear(chore)
        return name

    def _beat(self, taken: Taken, chore_id: int) -> None:
        now = self.clock()
        self.outbox.extend(taken, now + self.lease)
        self.chores.seen(chore_id, now)

    def _teller(self, chore_id: int) -> Progress:
        told: tuple[str, datetime] | None = None

        def tell(phase: str, done: int, total: int) -> None:
            nonlocal told
            now = self.clock()
            if told is None or told[0] != phase or now - told[1] >= TELL_EVERY:
                told = (phase, now)
                self.chores.tell(chore_id, phase, done, total, now)

        return tell


@dataclass(frozen=True)
class Loads:
    """Loads files that were handed in. ``hasher`` are the parameters of ``PinHasher``."""

    database: Database
    keyring: Keyring
    hasher: Mapping[str, int]
    folder: Path
    clock: Callable[[], datetime]

    def __call__(self, chore: Standing, tell: Progress) -> tuple[str, Mapping[str, Any]]:
        path = self.folder / str(chore.file)
        if not path.is_file():
            if self.clock() - chore.made_at < MISSED:
                raise NotYetError(LOOK_AGAIN)
            return "refused", {"missing": True}
        try:
            report = load(
                self.database,
                self.keyring,
                self.hasher,
                chore.about,
                path,
                now=self.clock,
                progress=tell,
            )
        except LeaseLostError:
            # Somebody loads this kind by the command, or a worker has just died over it.
            raise NotYetError(LOOK_AGAIN) from None
        except (RefusedError, SecretsError) as error:
            return "refused", {"sentence": masked(str(error))}
        except (DBAPIError, sqlite3.Error, psycopg.Error) as error:
            # Their text may quote rows, and what a worker does not know is logged whole.
            raise TemporaryError(type(error).__name__) from None
        return "done", _told(report)

    def clear(self, chore: Standing) -> None:
        """Delete the file of a load that has ended: what it says is on record now, or refused."""
        (self.folder / str(chore.file)).unlink(missing_ok=True)

    def forget(self) -> None:
        """Delete what was left behind long ago."""
        forget(self.folder, self.clock() - KEPT)


@dataclass(frozen=True)
class Checks:
    """Follows the chain of the audit trail from its first link."""

    database: Database
    keyring: Keyring

    def __call__(self, chore: Standing, tell: Progress) -> tuple[str, Mapping[str, Any]]:
        links = 0

        def show(done: int, total: int) -> None:
            nonlocal links
            links = total
            tell("links", done, total)

        patient = self.database.for_long_work()
        try:
            broken = audit.verify(patient, self.keyring, show)
        except SecretsError as error:
            return "refused", {"sentence": str(error)}
        finally:
            patient.dispose()
        if broken is None:
            return "done", {"links": links}
        return "done", {"broken": broken.link, "reason": broken.reason}


def doers(
    database: Database,
    keyring: Keyring,
    outbox: Outbox,
    loads: Loads,
    clock: Callable[[], datetime],
    lease: timedelta,
) -> dict[str, Doer]:
    """Who does what, by kind."""
    chores = Chores(database, keyring)
    return {
        IMPORT: Doer(chores, outbox, loads, clock, lease, loads.clear),
        VERIFY: Doer(chores, outbox, Checks(database, keyring), clock, lease),
    }


def masked(sentence: str) -> str:
    """A sentence without long numbers: of a file that has no header row it quotes the first one."""
    return _LONG_NUMBER.sub(lambda found: "•" * len(found[0]), sentence)


def forget(folder: Path, before: datetime) -> None:
    """Delete the files of ``folder`` that nobody has touched since then."""
    if folder.is_dir():
        for path in folder.iterdir():
            if path.stat().st_mtime < before.timestamp():
                path.unlink(missing_ok=True)


def _told(report: Report) -> Mapping[str, Any]:
    already = report.already_loaded
    return {
        "lines": report.lines,
        "good": report.good,
        "bad": report.bad,
        "changed": report.changed or 0,
        "resumed_from": report.resumed_from,
        "already_loaded": already.isoformat() if already else None,
    }
