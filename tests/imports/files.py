"""Files as an agency would bring them, and people to be in them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from sqlalchemy import select

from db.engine import Database
from db.imports import KINDS, Report, load
from db.models import Base
from db.secrets import Keyring
from tests.clock import Clock
from tests.db.people import id_number

CHEAP = {"memory_kib": 8, "time_cost": 1}
ADA, BEN = id_number(1), id_number(2)

ROWS: Mapping[str, Sequence[Sequence[str]]] = {
    "persons": [
        (ADA, "张三", "154 0000 0001", "990101", "示范纺织厂"),
        (BEN, "李四", "", "990102", ""),
    ],
    "enrolments": [(ADA, "employee-medical", "active", "2010-07-01", "186")],
    "accounts": [(ADA, "medical", "1234.05", "2026-02-28")],
    "entries": [
        (ADA, "medical", "2026-02-10", "credit", "180.00", "二月划入"),
        (ADA, "medical", "2026-02-11", "spend", "12.50", "示范药店"),
        (ADA, "medical", "2026-02-11", "spend", "12.50", "示范药店"),
        (ADA, "medical", "2026-02-12", "adjustment", "-3.00", ""),
    ],
    "contributions": [
        (ADA, "employee-medical", "2026-01", "9000.00", "720.00", "180.00", "paid", "2026-01-15"),
        (ADA, "employee-medical", "2026-02", "9000.00", "720.00", "180.00", "owed", ""),
        (ADA, "unemployment", "2026-01", "9000.00", "45.00", "45.00", "paid", "2026-01-15"),
    ],
    "benefits": [(BEN, "pension", "2026-02", "3210.40", "2026-02-15")],
    "claims": [
        (ADA, "2026-02-01", "示范医院", "300.00", "200.00", "100.00", "paid"),
        (ADA, "2026-02-01", "示范医院", "300.00", "0", "0", "received"),
    ],
    "cards": [(ADA, "A1234567", "active"), (BEN, "B7654321", "in-production")],
    "pins": [(ADA, "908172"), (BEN, "55120934")],
}
"""Good rows of every kind, in the order of its columns."""


def write_csv(
    path: Path,
    kind: str,
    rows: Iterable[Sequence[str]] | None = None,
    *,
    titles: Sequence[str] | None = None,
    encoding: str = "utf-8",
) -> Path:
    """A CSV file of ``kind``; its good rows and its own column names unless others are given."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(titles or KINDS[kind].columns)
        writer.writerows(ROWS[kind] if rows is None else rows)
    return path


def write_xlsx(path: Path, titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    """A workbook of one sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (titles, *rows):
        sheet.append(list(row))
    book.save(path)
    return path


class Loading:
    """Loads files into a database, and looks at what came of it."""

    def __init__(self, database: Database, keyring: Keyring, clock: Clock, folder: Path) -> None:
        self.database = database
        self.keyring = keyring
        self.clock = clock
        self.folder = folder

    def load(self, kind: str, path: Path, **more: Any) -> Report:
        """Load a file that is there."""
        return load(self.database, self.keyring, CHEAP, kind, path, now=self.clock, **more)

    def rows(
        self, kind: str, rows: Iterable[Sequence[str]] | None = None, name: str = ""
    ) -> Report:
        """Load these rows, or the good rows of a kind."""
        return self.load(kind, write_csv(self.folder / f"{name or kind}.csv", kind, rows))

    def table(self, model: type[Base]) -> list[Any]:
        """All rows of a table, in the order of its key."""
        table: Any = model.__table__
        with self.database.read() as connection:
            found = connection.execute(select(table).order_by(*table.primary_key.columns))
            return list(found.all())


def rejected(report: Report) -> list[list[str]]:
    """The rows of a report's reject file, without its header."""
    assert report.rejects_path is not None
    with report.rejects_path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]
