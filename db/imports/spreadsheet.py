"""The rows of an .xlsx file, streamed."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from db.imports.errors import RefusedError
from db.imports.values import Line

_LARGEST = 2 << 30
"""Bytes a workbook may unfold to: a small file that unfolds to more is an attack."""

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ParseError,
    EOFError,
    KeyError,
    IndexError,
    ValueError,
)


def spreadsheet_rows(file: BinaryIO) -> Iterator[Line]:
    """The rows of the first sheet.

    Formulas give the value that was last computed. Raises ``RefusedError``.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(member.file_size for member in archive.infolist()) > _LARGEST:
                raise RefusedError("the workbook is too large: save the sheet as CSV UTF-8")
        file.seek(0)
        book = load_workbook(file, read_only=True, data_only=True)
        try:
            sheet = book.worksheets[0]
            # The recorded size of a sheet is often wrong; it would cut rows off.
            sheet.reset_dimensions()
            for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
                yield Line(number, list(cells), file.tell())  # type: ignore[arg-type]
        finally:
            book.close()
    except _BROKEN as error:
        raise RefusedError(
            "the file is not an .xlsx workbook, or is damaged: open it and save it once more"
        ) from error
