"""The rows that could not be loaded, beside the file they came from, with line and reason.

The file can be mended and loaded as it is: its last two columns are ignored then. It holds what
the rows hold, hence only its owner may read it.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from db.imports.errors import RefusedError
from db.imports.header import Header
from db.imports.values import Cell, text_of

_TITLES = ("line", "reason")


class Rejects:
    """A reject file that appears with its first row.

    It can be cut back to a length it had at a commit, so that a load that died goes on without
    losing or repeating a row.
    """

    def __init__(self, source: Path, header: Header) -> None:
        self.path = source.with_name(source.name + ".rejects.csv")
        self._places = sorted(header.places)
        self._titles = [header.titles[place] for place in self._places]
        self._file: IO[str] | None = None

    def can_resume(self, size: int) -> bool:
        """Whether the file still holds what was written up to ``size`` bytes."""
        return size == 0 or (self.path.is_file() and self.path.stat().st_size >= size)

    def resume(self, size: int) -> None:
        """Go on behind ``size`` bytes; 0 forgets an older file at the first row."""
        if size:
            self._file = self._open(size)

    def write(self, line: int, cells: Sequence[Cell], reason: str) -> None:
        """Add one row of the file, as it stood there."""
        if self._file is None:
            self._file = self._open(0)
            titles = [*self._titles, *_TITLES]
            csv.writer(self._file).writerow(["\ufeff" + titles[0], *titles[1:]])
        held = [text_of(cells[place]) if place < len(cells) else "" for place in self._places]
        csv.writer(self._file).writerow([*held, str(line), reason])

    def keep(self) -> int:
        """Make sure that what was written stays; returns the length in bytes, 0 for no file."""
        if self._file is None:
            return 0
        self._file.flush()
        os.fsync(self._file.fileno())
        return os.fstat(self._file.fileno()).st_size

    def close(self) -> Path | None:
        """The path of the file, if there is one."""
        if self._file is None:
            return None
        self._file.close()
        return self.path

    def _open(self, size: int) -> IO[str]:
        """The file, cut to ``size`` bytes; only its owner may read it, and no link is followed."""
        try:
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
            os.fchmod(handle, 0o600)
        except OSError as error:
            raise RefusedError(
                f"the reject file {self.path} cannot be written: {error.strerror}; it belongs "
                "beside the file that is loaded"
            ) from error
        file = io.TextIOWrapper(os.fdopen(handle, "r+b"), encoding="utf-8", newline="")
        file.truncate(size)
        file.seek(size)
        return file
