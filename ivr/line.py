"""What the commands and pages may reach of the line; made in ``app.py``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app

from audio.phrases import PhraseBook
from db.announcements import Announcements
from db.engine import Database
from db.hasher import PinHasher
from db.secrets import Keyring
from db.switches import Switches
from flows.city import City
from flows.map import CallMap
from flows.topics import Topics
from ivr.audio.voices import Voices
from ivr.queue.returns import Returns
from ivr.settings import Settings


@dataclass(frozen=True)
class Line:
    """The parts of one line."""

    settings: Settings
    city: City
    topics: Topics
    book: PhraseBook
    voices: Voices
    call_map: CallMap
    keyring: Keyring
    database: Database
    hasher: PinHasher
    announcements: Announcements
    switches: Switches
    wake: Callable[[], None]
    """Tells the workers that there is something in the outbox."""
    dispatch: Callable[[], None]
    """Brings callers who wait and agents together; whoever may have changed something calls it."""
    returns: Returns
    called: Callable[[int, str, str], None]
    """Told what became of a call of the line's own: its entry in the outbox, CallSid, status."""
    again: Callable[[Settings, Callable[[], datetime]], Flask]
    """The line once more, by other settings and another clock: for telephones that turn theirs."""


def line() -> Line:
    """The line of the running application."""
    found: Line = current_app.extensions["hotline"]
    return found
