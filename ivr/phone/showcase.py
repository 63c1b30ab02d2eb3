"""Whom a visitor of the demo may call as."""

from __future__ import annotations

from collections.abc import Sequence

from db.demo.showcase import ShowcasePerson
from db.demo.showcase import showcase as everybody
from ivr.settings import Settings


def people(settings: Settings) -> Sequence[ShowcasePerson]:
    """The people of the demo city who have a PIN; nobody when the records are real ones."""
    if not settings.hotline_demo:
        return ()
    return [person for person in everybody().people if person.pin is not None]
