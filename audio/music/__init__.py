"""What is heard while waiting: eight parts of eight seconds, each ending in a breath of silence, so
that a caller can be told something between any two of them.

The music was made for this project (``compose``), and anybody may use it under its licence.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


class Music:
    """The parts, as files of 8 kHz µ-law, read once."""

    def __init__(self, folder: Path = _FOLDER) -> None:
        self._parts, self.version = _read(folder)
        """Names what is played: it changes when the music does."""

    def __len__(self) -> int:
        return len(self._parts)

    def part(self, nth: int) -> bytes | None:
        """One file; None when there is no such part."""
        return self._parts[nth] if 0 <= nth < len(self._parts) else None


@cache
def _read(folder: Path) -> tuple[tuple[bytes, ...], str]:
    parts = tuple(path.read_bytes() for path in sorted(folder.glob("part-*.wav")))
    return parts, hashlib.sha256(b"".join(parts)).hexdigest()[:16]
