"""Which sentence of a menu offered a key, whether it was heard or cut short."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from xml.etree.ElementTree import Element

import defusedxml.ElementTree as SafeET
from defusedxml import DefusedXmlException

from audio.languages import LANGUAGES
from ivr.carrier.sound import Sound
from ivr.phone.happenings import CODES

RESERVED: Final = "90*#"
"""Keys that mean the same everywhere; the page has words of its own for them."""
_ENDINGS: Final = "。．.!！?？ "


def offer(document: str, key: str, sounds: Mapping[str, Sound]) -> dict[str, str]:
    """The sentence in a TwiML document that ends in the name of ``key``: its ``words`` and their
    ``language``; empty when there is none. ``sounds`` are those that were fetched, by URL."""
    if key in RESERVED:
        return {}
    try:
        root = SafeET.fromstring(document)
    except (SafeET.ParseError, DefusedXmlException):
        return {}
    for verb in root.iter():
        words, code = _told(verb, sounds)
        if code in LANGUAGES and words.rstrip(_ENDINGS).endswith(LANGUAGES[code].number(int(key))):
            return {"words": words, "language": code}
    return {}


def _told(verb: Element, sounds: Mapping[str, Sound]) -> tuple[str, str]:
    """The words of a verb and their language; empty for a verb that says nothing."""
    text = (verb.text or "").strip()
    if verb.tag == "Say":
        return text, CODES.get(verb.get("language", ""), "")
    if verb.tag == "Play" and text in sounds:
        return sounds[text].words, sounds[text].language
    return "", ""
