"""How surely it is known who calls. Each proof is as good as those before it."""

from __future__ import annotations

from enum import IntEnum


class Proof(IntEnum):
    """What a caller has shown. A flow says how much it needs; see ``flows.dialogue.Flow``."""

    NONE = 0
    MOBILE = 1
    """The ID number, from the mobile registered with it. A calling number can be forged: enough to
    protect somebody, never to tell anything."""
    PIN = 2
    """The ID number with its PIN, or a code to the registered mobile when the PIN is forgotten."""
    CODE = 3
    """The PIN, and a one-time code sent to the registered mobile in this call."""

    @property
    def word(self) -> str:
        """As the records and the audit have it."""
        return self.name.lower() if self else ""

    @classmethod
    def of(cls, word: str) -> Proof:
        """The proof that the records call ``word``."""
        return cls[word.upper()] if word else cls.NONE
