"""Loading a file: check each row, stage the good ones, then make all of them visible at once.

The load may die at any moment. What it staged is committed in pieces together with how far it is
and how long its reject file was, so the next load of the same file goes on from there. Callers see
nothing of it before the last transaction, and everything after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from db.bulk import insert_rows
from db.engine import Database
from db.imports import ledger
from db.imports.errors import RefusedError
from db.imports.hashing import BulkHasher
from db.imports.header import Header
from db.imports.kinds import KINDS, Checker, Kind
from db.imports.lease import Lease, LeaseLostError
from db.imports.ledger import Standing
from db.imports.merge import merge, settle
from db.imports.people import People
from db.imports.reading import Piece, header_of, pieces
from db.imports.rejects import Rejects
from db.imports.sealing import NOBODY, CardSealer, PersonSealer, PinSealer, PlainSealer, Sealer
from db.imports.source import Source, open_source
from db.imports.values import Line
from db.secrets import Keyring

CHINA = ZoneInfo("Asia/Shanghai")
"""One zone for the whole country: what "today" is for dates in files."""
_PIECE = 5_000
_PIECE_OF_PINS = 128  # a second or two of hashing, so that progress is seen and kept


class Progress(Protocol):
    """Told how far a load is."""

    def __call__(self, phase: str, done: int, total: int) -> None:
        """``phase`` is ``read`` or ``load`` (bytes of the file), or ``merge`` (0 or 1 of 1)."""


@dataclass(frozen=True)
class Report:
    """What a load did: rows of the file, how many were good or rejected, and what changed.

    ``changed`` counts rows on record that are new or different; ``None`` for a dry run.
    ``resumed_from`` is the number of rows an earlier load had already done, and
    ``already_loaded`` the moment when an earlier load of the very same file had done everything.
    """

    kind: str
    lines: int
    good: int
    bad: int
    changed: int | None
    rejects_path: Path | None
    resumed_from: int = 0
    already_loaded: datetime | None = None


def load(
    database: Database,
    keyring: Keyring,
    hasher_parameters: Mapping[str, int],
    kind: str,
    path: Path,
    *,
    now: Callable[[], datetime],
    progress: Progress | None = None,
    dry_run: bool = False,
) -> Report:
    """Load the file at ``path`` as ``kind``; with ``dry_run`` only check it.

    ``hasher_parameters`` are those of ``db.hasher.PinHasher``; ``now`` gives aware moments.
    Raises ``RefusedError`` with a sentence when the file cannot be loaded at all.
    """
    if kind not in KINDS:
        raise RefusedError(f"there is no kind {kind}: choose one of {', '.join(KINDS)}")
    tell = progress or (lambda phase, done, total: None)
    source = open_source(path, lambda done, total: tell("read", done, total))
    patient = database.for_long_work()
    try:
        with BulkHasher(keyring, hasher_parameters) as hasher:
            task = _Load(patient, keyring, hasher, KINDS[kind], source, now, tell)
            if dry_run:
                return task.check()
            lease = Lease(kind, now)
            lease.take(database)
            try:
                return task.run(lease)
            finally:
                lease.release(database)
    finally:
        patient.dispose()


class _Load:
    """One load of one file."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        hasher: BulkHasher,
        kind: Kind,
        source: Source,
        now: Callable[[], datetime],
        tell: Progress,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._hasher = hasher
        self._kind = kind
        self._source = source
        self._now = now
        self._tell = tell
        self._checker = Checker(kind, now().astimezone(CHINA).date())

    def run(self, lease: Lease) -> Report:
        """Load the file under ``lease``."""
        standing = ledger.begin(
            self._database, self._kind, self._source.sha256, self._keyring.newest, self._now()
        )
        if standing.done_at is not None:
            return self._report(standing, changed=0, already_loaded=standing.done_at)
        with self._source.lines() as lines:
            header = header_of(self._kind, lines, self._source)
            rejects = Rejects(self._source.path, header)
            if not rejects.can_resume(standing.rejects_bytes):
                standing = ledger.forget(self._database, standing, self._keyring.newest)
            resumed_from = standing.lines
            ledger.sweep(self._database, self._kind, keep=standing)
            rejects.resume(standing.rejects_bytes)
            try:
                rest = islice(lines, standing.lines, None)
                standing = self._stage(lease, standing, rejects, self._pieces(rest, header))
            except LeaseLostError:
                raise
            except RefusedError:
                ledger.sweep(self._database, self._kind)
                raise
            finally:
                rejects_path = rejects.close()
        changed = self._publish(lease, standing)
        return self._report(standing, changed, rejects_path, resumed_from)

    def check(self) -> Report:
        """Check the file and write its reject file; the database is only read."""
        standing = ledger.Standing(0, self._now())
        people = None if self._kind is KINDS["persons"] else People(self._keyring)
        with self._source.lines() as lines:
            header = header_of(self._kind, lines, self._source)
            rejects = Rejects(self._source.path, header)
            try:
                for piece in self._pieces(lines, header):
                    if people is not None:
                        self._reject_strangers(piece, people)
                    standing = self._count(standing, piece, rejects)
            finally:
                rejects_path = rejects.close()
        return self._report(standing, None, rejects_path)

    def _pieces(self, lines: Iterator[Line], header: Header) -> Iterator[Piece]:
        size = _PIECE_OF_PINS if self._kind is KINDS["pins"] else _PIECE
        for piece in pieces(lines, header, self._checker, size):
            yield piece
            self._tell("load", piece.done, self._source.size)
        if self._source.has_changed():
            raise RefusedError("the file changed while it was being read: load it again")

    def _reject_strangers(self, piece: Piece, people: People) -> None:
        with self._database.read() as connection:
            known = people.find(connection, [row[0] for _, row in piece.good])
        piece.bad += [(line, NOBODY) for line, row in piece.good if row[0] not in known]
        piece.good = [(line, row) for line, row in piece.good if row[0] in known]

    def _stage(
        self, lease: Lease, standing: Standing, rejects: Rejects, staging: Iterator[Piece]
    ) -> Standing:
        sealer = self._sealer(standing)
        columns = ("import_id", "line", *sealer.columns)
        for piece in staging:
            rows = self._seal(sealer, standing.import_id, piece)
            standing = self._count(standing, piece, rejects)
            with self._database.write() as connection:
                lease.renew(connection)
                insert_rows(connection, self._kind.staged, columns, rows)
                ledger.advance(connection, standing)
        return standing

    def _seal(self, sealer: Sealer, import_id: int, piece: Piece) -> list[tuple[Any, ...]]:
        """The rows to stage; those of nobody move over to the bad ones."""
        with self._database.read() as connection:
            sealed = list(sealer.seal(connection, [row for _, row in piece.good]))
        pairs = list(zip(piece.good, sealed, strict=True))
        piece.bad += [(line, row) for (line, _), row in pairs if isinstance(row, str)]
        piece.good = [good for good, row in pairs if not isinstance(row, str)]
        return [
            (import_id, line.number, *row) for (line, _), row in pairs if isinstance(row, tuple)
        ]

    def _count(self, standing: Standing, piece: Piece, rejects: Rejects) -> Standing:
        for line, reason in sorted(piece.bad, key=lambda bad: bad[0].number):
            rejects.write(line.number, line.cells, reason)
        return standing.further(
            good=len(piece.good), bad=len(piece.bad), rejects_bytes=rejects.keep()
        )

    def _sealer(self, standing: Standing) -> Sealer:
        if self._kind is KINDS["persons"]:
            return PersonSealer(self._keyring)
        if self._kind is KINDS["cards"]:
            return CardSealer(self._keyring)
        if self._kind is KINDS["pins"]:
            return PinSealer(self._keyring, self._hasher, standing.started_at)
        return PlainSealer(self._kind, self._keyring)

    def _publish(self, lease: Lease, standing: Standing) -> int:
        """Make what is staged visible; returns how many rows on record changed."""
        self._tell("merge", 0, 1)
        settle(self._database, self._kind, standing.import_id, lease)
        with self._database.write() as connection:
            lease.renew(connection)
            changed = merge(connection, self._kind, standing.import_id)
            ledger.finish(connection, standing, changed, self._now())
        ledger.sweep(self._database, self._kind)
        self._tell("merge", 1, 1)
        return changed

    def _report(
        self,
        standing: Standing,
        changed: int | None,
        rejects_path: Path | None = None,
        resumed_from: int = 0,
        already_loaded: datetime | None = None,
    ) -> Report:
        return Report(
            self._kind.name,
            standing.lines,
            standing.good,
            standing.bad,
            changed,
            rejects_path,
            resumed_from,
            already_loaded,
        )
