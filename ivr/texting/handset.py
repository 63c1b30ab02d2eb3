"""The demo's carrier: messages come up on the telephone in the browser that asked for them, and
callbacks ring it.

Only where there is nobody real: a code that whoever calls can read on the page proves nothing.
"""

from __future__ import annotations

import secrets

PREFIX = "handset-"
"""What its names begin with: those messages, and no others, are shown, and those calls ring
(``ivr.phone``)."""


class HandsetSender:
    """Hands messages to the page, by saying that it has them."""

    def send(self, to: str, text: str, status_url: str) -> str:
        """Hand a message over (``Sender``)."""
        return PREFIX + secrets.token_hex(16)


class HandsetCaller:
    """Lets the page ring, by saying that it does (``db.ringing``)."""

    def place(self, to: str, url: str, fallback_url: str, status_url: str) -> str:
        """Let it ring (``Caller``); whoever answers is a call of our own carrier's."""
        return PREFIX + secrets.token_hex(16)
