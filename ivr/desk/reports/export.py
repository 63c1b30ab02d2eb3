"""The same figures as files. Columns have names that do not change with the language."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from db.reports import Sums
from ivr.desk.reports.figures import FIGURES

Cell = str | float | int | None
CSV, XLSX = "csv", "xlsx"
TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def rows(figures: Mapping[date, Sums]) -> Iterator[list[Cell]]:
    """A row for each time, the first one names the columns; errands have one each."""
    errands = sorted({name for sums in figures.values() for name in sums.errands})
    yield ["begins", *(f.key for f in FIGURES), *(f"errand:{name}" for name in errands)]
    for begins, sums in figures.items():
        values: Iterable[Cell] = (figure.of(sums) for figure in FIGURES)
        yield [begins.isoformat(), *values, *(sums.errands[name] for name in errands)]


def as_csv(figures: Mapping[date, Sums]) -> bytes:
    """For any program; spreadsheets know by the first three bytes that it is UTF-8."""
    text = io.StringIO()
    csv.writer(text).writerows(rows(figures))
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(figures: Mapping[date, Sums]) -> bytes:
    """A workbook: the figures, and what each of them means."""
    # Only here: most workers never write one, and it is large.
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "figures"
    for row in rows(figures):
        sheet.append(row)
    sheet.freeze_panes = "B2"
    meanings = book.create_sheet("definitions")
    for figure in FIGURES:
        meanings.append([figure.key, str(figure.name), str(figure.means)])
    for each in (sheet, meanings):
        for cell in each[1]:
            cell.font = Font(bold=each is sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
