"""Where files that are handed in lie until a worker has loaded them: in ``instance/``, readable by
the line alone."""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path
from typing import BinaryIO

SUFFIXES = (".csv", ".xlsx")
_REJECTS = ".rejects.csv"
_PIECE = 1 << 20


def keep(folder: Path, stream: BinaryIO, suffix: str) -> str:
    """Write what was handed in to a new file, a piece at a time; gives the file's name."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{secrets.token_hex(12)}{suffix}"
    path = folder / name
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            shutil.copyfileobj(stream, file, _PIECE)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return name


def rejects_of(folder: Path, name: str | None) -> Path | None:
    """The reject file of a file, if it has one still."""
    if name is None:
        return None
    path = folder / (name + _REJECTS)
    return path if path.is_file() else None
