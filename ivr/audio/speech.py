"""What of one answer is played to one caller alone: kept with the call, heard under a nonce.

The files are not made beforehand. The sentences are kept as the flow said them, encrypted, and a
file is put together when the carrier comes for it.
"""

from __future__ import annotations

import hmac
import re
import secrets
from typing import Any, NamedTuple, Self

import orjson

_NONCE_BYTES = 15
"""Twenty letters: nobody guesses them in the minutes for which they are good."""


_PATH = re.compile(
    r"/audio/said/(?P<ref>[0-9a-f]{16})/(?P<nonce>[\w-]{20})/(?P<nth>[0-9]{1,3})\.wav", re.ASCII
)


class Sentence(NamedTuple):
    """An utterance that is played."""

    phrase: str
    slots: dict[str, Any]
    language: str


class Speech:
    """The sentences of one answer to the call that we call ``ref``."""

    def __init__(self, ref: str) -> None:
        self._ref = ref
        self._nonce = ""
        self._said: list[Sentence] = []

    def add(self, phrase: str, slots: tuple[tuple[str, Any], ...], language: str) -> str:
        """Take a sentence; gives the path under which the carrier will hear it."""
        self._nonce = self._nonce or secrets.token_urlsafe(_NONCE_BYTES)
        self._said.append(Sentence(phrase, dict(slots), language))
        return f"/audio/said/{self._ref}/{self._nonce}/{len(self._said) - 1}.wav"

    def dump(self) -> bytes | None:
        """To be kept; None when nothing was taken."""
        if not self._said:
            return None
        return orjson.dumps([self._nonce, [[*each] for each in self._said]])

    @classmethod
    def load(cls, ref: str, kept: bytes) -> Self:
        """What ``dump`` gave."""
        speech = cls(ref)
        speech._nonce, said = orjson.loads(kept)
        speech._said = [Sentence(*each) for each in said]
        return speech

    def at(self, path: str) -> Sentence | None:
        """The sentence under a path of this answer; None for any other."""
        found = _PATH.fullmatch(path)
        if found is None or found["ref"] != self._ref:
            return None
        known = hmac.compare_digest(found["nonce"], self._nonce)
        nth = int(found["nth"])
        return self._said[nth] if known and nth < len(self._said) else None


def ref_of(path: str) -> str | None:
    """Whose sentence is under a path, by our own name of the call; None for any other path."""
    found = _PATH.fullmatch(path)
    return found["ref"] if found else None
