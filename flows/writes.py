"""What a turn writes beside the call's new place, as flows ask for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from db.engine import Later
from flows.dialogue import Recording, Utterance


@dataclass(frozen=True)
class NewTicket:
    """A promise to be written with the turn. ``about`` is a word of its kind's own."""

    number: str
    kind: str
    recording: Recording | None
    promised_on: date
    about: str | None = None
    callback_at: datetime | None = None
    code: str | None = None


@dataclass(frozen=True)
class NewText:
    """A text message to a person's registered mobile, to be queued with the turn.

    ``said`` are the utterances it is made of, in the language of the call.
    """

    person_id: int
    said: tuple[Utterance, ...]


@dataclass
class Writes:
    """What the turn saves together with the call's new place, or not at all."""

    verified: bool = False
    disclosures: list[str] = field(default_factory=list)
    tickets: list[NewTicket] = field(default_factory=list)
    texts: list[NewText] = field(default_factory=list)
    also: list[Later] = field(default_factory=list)
    for_worker: bool = False
    """Something was put into the outbox."""
    language: str | None = None
    notes: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
