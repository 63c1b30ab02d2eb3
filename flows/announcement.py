"""The emergency announcement: words of a supervisor, heard before everything else while it is on.

They are no phrase of the book, which is read when the line starts: the utterance itself holds them.
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.call import Call
from flows.dialogue import Utterance

ANNOUNCED = ""
"""Stands where an utterance names its phrase. Its slots are ``text``, and ``sound``: the name of a
recording of the text, empty when the carrier's voice reads it."""


def announced(call: Call, language: str) -> Iterator[Utterance]:
    """What is announced in a language; once a call and never again."""
    heard: list[str] = call.memo.setdefault("announced", [])
    found = call.services.announced(call.now).get(language)
    if found is not None and language not in heard:
        heard.append(language)
        call.note("announced", language=language)
        yield Utterance(ANNOUNCED, (("text", found.text), ("sound", found.sound or "")), language)
