"""Which sentence of a menu offered a key, whether it was heard or cut short."""

from __future__ import annotations

from typing import Final

import defusedxml.ElementTree as SafeET
from defusedxml import DefusedXmlException

from audio.languages import LANGUAGES
from ivr.phone.happenings import CODES

RESERVED: Final = "90*#"
"""Keys that mean the same everywhere; the page has words of its own for them."""
_ENDINGS: Final = "。．.!！?？ "


def offer(document: str, key: str) -> dict[str, str]:
    """The sentence in a TwiML document that ends in the name of ``key``: its ``words`` and their
    ``language``; empty when there is none."""
    if key in RESERVED:
        return {}
    try:
        root = SafeET.fromstring(document)
    except (SafeET.ParseError, DefusedXmlException):
        return {}
    for said in root.iter("Say"):
        code = CODES.get(said.get("language", ""))
        words = (said.text or "").strip()
        if code and words.rstrip(_ENDINGS).endswith(LANGUAGES[code].number(int(key))):
            return {"words": words, "language": code}
    return {}
