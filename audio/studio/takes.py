"""How each line is read by a studio voice: the voice of its language, unless it has a take.

``takes.toml`` names lines that were not understood as the voice read them, and how it reads them
instead: slower, or with other words that sound the same.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from audio.studio.lines import Line

_FILE = Path(__file__).with_name("takes.toml")
_MADE_BY = "1"
"""Goes up when the studio makes other sound from the same words: everything is then stale."""


@dataclass(frozen=True)
class Voice:
    """A voice of the model, and its speed (1 is its own)."""

    name: str
    speed: float


VOICES: Mapping[str, Voice] = {
    "zh-CN": Voice("zf_xiaobei", 0.95),
    "en-US": Voice("af_heart", 0.95),
}
"""By language; chosen by what the ears understood (docs/voices.md)."""


@dataclass(frozen=True)
class Take:
    """How one line is read. ``says`` are the words to read in its place, if others."""

    voice: Voice
    says: str = ""


class Takes:
    """Every line's take."""

    def __init__(self, table: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> None:
        """``table``: by language and line, ``speed``, ``voice`` and ``says``."""
        self._table = table

    @classmethod
    def load(cls, file: Path = _FILE) -> Takes:
        """The takes that come with the studio. Raises ValueError for a broken file."""
        return cls(tomllib.loads(file.read_text("utf-8")))

    def of(self, line: Line) -> Take:
        """How ``line`` is read."""
        own = self._table.get(line.language, {}).get(line.name, {})
        usual = VOICES[line.language]
        voice = replace(
            usual, name=own.get("voice", usual.name), speed=own.get("speed", usual.speed)
        )
        return Take(voice, own.get("says", ""))

    def recipe(self, line: Line) -> str:
        """Changes whenever the line would sound different."""
        take = self.of(line)
        words = [_MADE_BY, str(take), line.sentence, line.text, str(line.final)]
        return hashlib.sha256("\n".join(words).encode()).hexdigest()[:12]
