"""A load in a process of its own that is killed (SIGKILL) at a chosen moment.

``python -m tests.imports.dying MOMENT KIND FILE NOW``, with the database and the keys in the
environment as the line has them. Moments: ``staging`` (some pieces are committed), ``rejecting``
(a reject file is ahead of the commit), ``settling`` (all is staged), ``merging`` (inside the last
transaction).
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from db.engine import Database
from db.imports import ledger, load
from db.secrets import Keyring
from tests.imports.files import CHEAP

PIECE = 50


def die() -> None:
    """As ``kill -9`` from outside: nothing is closed, nothing is said."""
    os.kill(os.getpid(), signal.SIGKILL)


def main(moment: str, kind: str, path: str, now: str) -> None:
    """Load, and die on the way."""
    module = sys.modules["db.imports.load"]
    setattr(module, "_PIECE", PIECE)  # noqa: B010
    pieces = 0

    def progress(phase: str, done: int, total: int) -> None:
        nonlocal pieces
        pieces += phase == "load"
        if (moment, phase) == ("settling", "merge") or (moment == "staging" and pieces == 3):
            die()

    def dying(function: Callable[..., Any], nth: int) -> Callable[..., Any]:
        calls = 0

        def call(*given: Any, **named: Any) -> Any:
            nonlocal calls
            calls += 1
            result = function(*given, **named)
            if calls == nth:
                die()
            return result

        return call

    if moment == "rejecting":
        setattr(ledger, "advance", dying(ledger.advance, 3))  # noqa: B010
    if moment == "merging":
        setattr(module, "merge", dying(getattr(module, "merge"), 1))  # noqa: B009, B010
    database = Database(os.environ["DATABASE_URL"])
    keyring = Keyring.parse(os.environ["HOTLINE_KEYS"])
    clock = datetime.fromisoformat(now)
    load(database, keyring, CHEAP, kind, Path(path), now=lambda: clock, progress=progress)


if __name__ == "__main__":
    main(*sys.argv[1:])
