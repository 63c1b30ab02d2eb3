"""What the pages of the desk work with, beside the line itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import current_app

from db.door import Door
from db.passwords import Passwords
from db.sittings import Sittings
from db.staff import Accounts
from ivr.line import Line


@dataclass(frozen=True)
class Desk:
    """The parts of the desk. ``clock`` gives aware moments."""

    line: Line
    clock: Callable[[], datetime]
    accounts: Accounts
    door: Door
    sittings: Sittings

    @classmethod
    def of(cls, line: Line, clock: Callable[[], datetime]) -> Desk:
        """The desk of a line."""
        passwords = Passwords()
        return cls(
            line,
            clock,
            Accounts(line.database, line.keyring, passwords),
            Door(line.database, line.keyring, passwords, demo=line.settings.hotline_demo),
            Sittings(line.database),
        )


def desk() -> Desk:
    """The desk of the running application."""
    found: Desk = current_app.extensions["desk"]
    return found


def now() -> datetime:
    """The moment it is, by the line's clock."""
    return desk().clock()
