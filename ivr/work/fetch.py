"""Brings recordings from the carrier to our storage, and has them deleted there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from db.outbox import Outbox, Taken
from db.voicemail import Voicemails


def is_kept(url: str) -> bool:
    """Whether a carrier has the sound. Our own carrier has none, and says so by a name that cannot
    exist (RFC 2606)."""
    host = urlsplit(url).hostname or ""
    return bool(host) and not host.endswith(".invalid")


class Recordings(Protocol):
    """A carrier that keeps recordings."""

    def fetch(self, url: str) -> bytes:
        """The sound (WAV). Raises ``PermanentError`` or ``TemporaryError``."""
        ...

    def delete(self, url: str) -> None:
        """Let it be gone there; it may be gone already. Raises as ``fetch`` does."""
        ...


@dataclass(frozen=True)
class Fetch:
    """Fetches, keeps, then deletes. Stopped in between, it goes on with what is left: a sound is
    deleted only when it is here. ``clock`` gives aware moments."""

    outbox: Outbox
    voicemails: Voicemails
    recordings: Recordings
    clock: Callable[[], datetime]

    def __call__(self, taken: Taken) -> str:
        body = self.outbox.body(taken)
        ticket, url = body["ticket"], body["url"]
        if not self.voicemails.has(ticket):
            self.voicemails.put(ticket, self.recordings.fetch(url), body["seconds"], self.clock())
        self.recordings.delete(url)
        self.voicemails.deleted(ticket, self.clock())
        return f"fetched-{ticket}"
