"""Whom a visitor of the demo may call as."""

from __future__ import annotations

from collections.abc import Sequence

from db.demo import showcase
from db.demo.present import is_present
from db.demo.showcase import ShowcasePerson
from ivr.line import Line


def people(line: Line) -> Sequence[ShowcasePerson]:
    """The people of the demo city who have a PIN; nobody when the records are real ones."""
    if not line.settings.hotline_demo or not is_present(line.database):
        return ()
    return [person for person in showcase().people if person.pin is not None]
