"""The time a report is about, as the address says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from werkzeug.datastructures import MultiDict

from db.reports import LONGEST

By = Literal["hour", "day"]


@dataclass(frozen=True, slots=True)
class Span:
    """From ``first`` to ``last``, both included. ``wrong``: what was asked for could not be."""

    first: date
    last: date
    by: By
    wrong: bool = False

    @classmethod
    def asked(cls, given: MultiDict[str, str], today: date) -> Span:
        """What the address asks for; yesterday when it asks for nothing, or for what cannot be."""
        usual = today - timedelta(days=1)
        try:
            first = date.fromisoformat(given.get("first") or usual.isoformat())
            last = date.fromisoformat(given.get("last") or max(first, usual).isoformat())
        except ValueError:
            return cls(usual, usual, "hour", wrong=True)
        if not timedelta() <= last - first < timedelta(days=LONGEST) or last > today:
            return cls(usual, usual, "hour", wrong=True)
        by: By = "day" if given.get("by") == "day" else "hour"
        return cls(first, last, by)

    @property
    def address(self) -> dict[str, str]:
        """The same as fields of an address."""
        return {"first": self.first.isoformat(), "last": self.last.isoformat(), "by": self.by}

    def __str__(self) -> str:
        return f"{self.first.isoformat()}_{self.last.isoformat()}_{self.by}"
