"""Level ``load``: an import of contributions beside the raw driver (goal P13).

The yardstick writes the same rows into the live table once, with ``executemany`` or COPY and no
check at all. An import checks each row, finds out whose it is, keeps it in staging until all of
the file is there, and then makes all of it visible at once: each row is written twice. ``twice`` is
what those two writes cost in SQL alone, and so the least an import that is never half visible can
cost.
"""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table, delete, insert, select

from bench import people
from bench.figures import ratios, spread
from bench.line import Line
from bench.turns import Say
from db.bulk import insert_rows
from db.engine import Database
from db.imports.kinds import KINDS
from db.imports.load import load
from db.models import Base
from db.periods import between
from db.secrets import Keyring

MONTHS = between(202301, 202412)
"""Two years that nobody on record has contributions of."""
NOW = datetime(2026, 3, 1, tzinfo=UTC)
_KIND = KINDS["contributions"]
_LIVE: Table = Base.metadata.tables["contributions"]
_COLUMNS = (
    *("person_id", "period", "scheme", "base", "employer_amount", "personal_amount"),
    *("status", "paid_on"),
)
_NOBODYS = 10**12
"""An import that does not exist."""


def measure(lines: Sequence[Line], folder: Path, rounds: int, say: Say) -> dict[str, Any]:
    """The import, the yardstick and ``twice``, in alternation; results by name."""
    results: dict[str, Any] = {}
    for line in lines:
        database = Database(line.environment["DATABASE_URL"]).for_long_work()
        keyring = Keyring.parse(line.environment["HOTLINE_KEYS"])
        raw, twice, ours = [], [], []
        try:
            for nth in range(rounds):
                say(f"imports, {line.name}: round {nth + 1} of {rounds}")
                # Another file each time: one that was loaded already is not loaded again.
                file = folder / f"{line.name}-{nth}.csv"
                rows = list(_rows(line.waiting.population, nth))
                _write(file, rows)
                raw.append(_raw(database, rows))
                twice.append(_twice(database, rows))
                ours.append(_ours(database, keyring, line, file, len(rows)))
        finally:
            database.dispose()
        results[f"{line.name}.load"] = {
            "rows": len(rows),
            "rows_per_second": round(len(rows) / spread(ours).median),
            "raw_rows_per_second": round(len(rows) / spread(raw).median),
            "time": ratios(ours, raw).as_dict(),
            "twice": ratios(twice, raw).as_dict(),
        }
    return results


def _rows(population: int, nth: int) -> Iterator[tuple[Any, ...]]:
    for person in range(1, population + 1):
        base = 800_000 + person % 977 * 100 + nth
        for period in MONTHS:
            paid = date(period // 100, period % 100, 15)
            amounts = (base, base // 10, base // 50)
            yield (person, period, "employee-medical", *amounts, "paid", paid)


def _write(file: Path, rows: Sequence[tuple[Any, ...]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as text:
        to = csv.writer(text)
        to.writerow(_KIND.columns)
        for person, period, scheme, base, employer, personal, status, paid in rows:
            month = f"{period // 100}-{period % 100:02}"
            yuan = (f"{fen / 100:.2f}" for fen in (base, employer, personal))
            to.writerow((people.id_number(person), scheme, month, *yuan, status, paid.isoformat()))


def _raw(database: Database, rows: Sequence[tuple[Any, ...]]) -> float:
    begun = time.perf_counter()
    with database.write() as connection:
        insert_rows(connection, _LIVE, _COLUMNS, rows)
    seconds = time.perf_counter() - begun
    _forget(database)
    return seconds


def _twice(database: Database, rows: Sequence[tuple[Any, ...]]) -> float:
    staged = _KIND.staged
    waiting = [(_NOBODYS, number, *row) for number, row in enumerate(rows, start=2)]
    begun = time.perf_counter()
    with database.write() as connection:
        insert_rows(connection, staged, ("import_id", "line", *_COLUMNS), waiting)
    with database.write() as connection:
        wanted = select(*(staged.c[name] for name in _COLUMNS))
        connection.execute(insert(_LIVE).from_select(_COLUMNS, wanted))
    seconds = time.perf_counter() - begun
    with database.write() as connection:
        connection.execute(delete(staged))
    _forget(database)
    return seconds


def _ours(database: Database, keyring: Keyring, line: Line, file: Path, rows: int) -> float:
    cost = {"memory_kib": 64, "time_cost": 1}
    begun = time.perf_counter()
    report = load(database, keyring, cost, "contributions", file, now=lambda: NOW)
    seconds = time.perf_counter() - begun
    if (report.good, report.bad, report.changed) != (rows, 0, rows):
        raise RuntimeError(f"{line.name}: the import did not take every row")
    _forget(database)
    return seconds


def _forget(database: Database) -> None:
    with database.write() as connection:
        connection.execute(delete(_LIVE).where(_LIVE.c.period.in_(MONTHS)))
