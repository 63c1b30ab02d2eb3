"""What a carrier of text messages is, or of calls, and how it says no."""

from __future__ import annotations

from typing import Protocol

STATUS = "/message/status"


def status_url(base_url: str, entry: int) -> str:
    """Where the carrier is asked to report on the message ``entry`` of the outbox."""
    return f"{base_url}{STATUS}?of={entry}"


class NotDoneError(Exception):
    """It was not done. ``kind`` names why, without a number or a word of the message."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class PermanentError(NotDoneError):
    """And never will be: the number cannot get it, or the message cannot be sent."""


class TemporaryError(NotDoneError):
    """But another time it may be."""


class Sender(Protocol):
    """Hands text messages over."""

    def send(self, to: str, text: str, status_url: str) -> str:
        """Hand ``text`` over for ``to`` (E.164); gives the carrier's name of the message.

        Reports go to ``status_url``. Raises ``PermanentError`` or ``TemporaryError``.
        """
        ...


class LegCaller(Protocol):
    """Calls agents, wherever they are reached."""

    def ring(self, to: str, url: str, status_url: str, seconds: int) -> str:
        """Ring ``to`` (E.164, ``sip:…`` or ``client:…``) for so many seconds; gives the carrier's
        name of the call. Raises as ``Caller.place`` does."""
        ...

    def end(self, sid: str) -> None:
        """End a call, whether it rings or was answered. Raises as ``Caller.place`` does; nothing
        when it is over already."""
        ...


class Caller(Protocol):
    """Places calls."""

    def place(self, to: str, url: str, fallback_url: str, status_url: str) -> str:
        """Ring ``to`` (E.164); gives the carrier's name of the call.

        When it is picked up ``url`` is asked what to play, as for a call that comes in. Raises
        ``PermanentError`` or ``TemporaryError``.
        """
        ...
