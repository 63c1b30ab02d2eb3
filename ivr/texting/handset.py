"""The demo's carrier of messages: they come up on the telephone in the browser that asked for them.

Only where there is nobody real: a code that whoever calls can read on the page proves nothing.
"""

from __future__ import annotations

import secrets

PREFIX = "handset-"
"""What the names of its messages begin with: those, and no others, are shown (``ivr.phone``)."""


class HandsetSender:
    """Hands messages to the page, by saying that it has them."""

    def send(self, to: str, text: str, status_url: str) -> str:
        """Hand a message over (``Sender``)."""
        return PREFIX + secrets.token_hex(16)
