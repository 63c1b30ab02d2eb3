"""Opening a file: its fingerprint, its encoding, and its rows one after the other.

Nothing is held but the row at hand, however long the file is (a spreadsheet's table of strings
excepted, which its format puts in front).
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from db.imports.errors import RefusedError
from db.imports.values import Cell, Line

_PIECE = 1 << 20
_CELL_LIMIT = 10_000  # a longer cell is an unclosed quotation mark


@dataclass(frozen=True)
class Source:
    """A file that can be read. ``size`` is what ``Line.done`` goes up to."""

    path: Path
    sha256: str
    size: int
    spreadsheet: bool
    changed_at: int

    @contextmanager
    def lines(self) -> Iterator[Iterator[Line]]:
        """The rows that are not blank, the header first; line numbers count from 1.

        Raises ``RefusedError`` where the file cannot be read on.
        """
        with self.path.open("rb") as file:
            rows = _spreadsheet_rows(file) if self.spreadsheet else _csv_rows(file)
            yield (row for row in rows if any(row.cells) or not _is_blank(row.cells))

    def has_changed(self) -> bool:
        """Whether the file is no longer the one whose fingerprint was taken."""
        now = self.path.stat()
        return (now.st_size, now.st_mtime_ns) != (self.size, self.changed_at)


def _spreadsheet_rows(file: BinaryIO) -> Iterator[Line]:
    # Here: openpyxl takes longer to load than most text files do.
    from db.imports.spreadsheet import spreadsheet_rows

    return spreadsheet_rows(file)


def _is_blank(cells: list[Cell]) -> bool:
    return all(cell in (None, "") for cell in cells)


def open_source(path: Path, seen: Callable[[int, int], None] | None = None) -> Source:
    """Read a file through once: its SHA-256, and whether it is text the line can read.

    ``seen(bytes, size)`` is told how far it is. Raises ``RefusedError``.
    """
    suffix = path.suffix.lower()
    if suffix == ".xls":
        raise RefusedError("an .xls file is of an old format: open it and save it as .xlsx")
    if suffix not in (".csv", ".xlsx"):
        raise RefusedError("a file to import is a .csv or an .xlsx file, and is named so")
    try:
        with path.open("rb") as file:
            stat = path.stat()
            digest = _fingerprint(file, suffix == ".csv", stat.st_size, seen)
    except OSError as error:
        raise RefusedError(f"the file cannot be read: {error.strerror}") from error
    return Source(path, digest, stat.st_size, suffix == ".xlsx", stat.st_mtime_ns)


def _fingerprint(
    file: BinaryIO, is_text: bool, size: int, seen: Callable[[int, int], None] | None
) -> str:
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    done = 0
    while piece := file.read(_PIECE):
        digest.update(piece)
        done += len(piece)
        if is_text:
            try:
                text = decoder.decode(piece, final=done >= size)
            except UnicodeDecodeError:
                raise RefusedError(_encoding(file)) from None
            if "\0" in text:
                raise RefusedError("the file holds zero bytes: it is not a CSV file in UTF-8")
        if seen is not None:
            seen(done, size)
    if done == 0:
        raise RefusedError("the file is empty: it needs a header row and rows below")
    return digest.hexdigest()


def _encoding(file: BinaryIO) -> str:
    """What to do about a file that is not UTF-8."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder("gb18030")()
    try:
        # A piece may end within a character, hence not final.
        decoder.decode(file.read(_PIECE))
        guess = "; it looks like GB18030, which Chinese Excel writes"
    except UnicodeDecodeError:
        guess = ""
    return (
        f"the file is not UTF-8{guess}: in Excel or WPS choose Save As and the type "
        "“CSV UTF-8 (Comma delimited)” (CSV UTF-8（逗号分隔）), or save it as .xlsx"
    )


def _csv_rows(file: BinaryIO) -> Iterator[Line]:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    csv.field_size_limit(_CELL_LIMIT)
    reader = csv.reader(text, strict=True)
    number = 1
    try:
        for cells in cast(Iterator[list[Cell]], reader):
            yield Line(number, cells, file.tell())
            number = reader.line_num + 1
    except csv.Error as error:
        raise RefusedError(
            f"line {number} is not CSV ({error}): often a quotation mark that is never closed, or "
            "text behind one; mend it and load the file again"
        ) from None
    except UnicodeDecodeError:
        raise RefusedError("the file changed while it was being read: load it again") from None
