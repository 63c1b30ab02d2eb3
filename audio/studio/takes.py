"""How each line is read by a studio voice: as its language is, unless it has a take of its own.

``takes.json`` names lines that were not understood as the voice read them, and how it reads them
instead: faster, slower, cut earlier (``flask audio retake`` finds out), or with other words that
sound the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from audio.studio.lines import Line

HOME = Path(__file__).with_name("takes.json")
_MADE_BY = "1"
"""Goes up when the studio makes other sound from the same words: everything is then stale."""


@dataclass(frozen=True)
class Voice:
    """A voice of the model, and its speed (1 is its own).

    ``ahead``: by how many seconds the sound is taken to run ahead of the network's clock where it
    is cut; a little more keeps the beginning of the next word out.
    """

    name: str
    speed: float
    ahead: float = field(default=0.0, repr=False)


VOICES: Mapping[str, Voice] = {
    "zh-CN": Voice("zm_yunxi", 0.9),
    "en-US": Voice("af_heart", 0.95),
}
"""By language; chosen by what the ears understood (docs/voices.md)."""


class Takes:
    """Every line's voice and speed, and the words it reads if they are others."""

    def __init__(self, table: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> None:
        """``table``: by language and line, ``speed``, ``ahead``, ``says``; each may be missing."""
        self._table = {code: dict(some) for code, some in table.items()}

    @classmethod
    def load(cls, file: Path = HOME) -> Takes:
        """The takes that come with the studio. Raises ValueError for a broken file."""
        return cls(json.loads(file.read_text("utf-8")))

    def save(self, file: Path = HOME) -> None:
        """Sorted, a line a take."""
        file.write_text(
            json.dumps(self._table, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8"
        )

    def voice(self, line: Line) -> Voice:
        """Who reads ``line``, and how fast."""
        usual, own = VOICES[line.language], self._of(line)
        return replace(
            usual, speed=own.get("speed", usual.speed), ahead=own.get("ahead", usual.ahead)
        )

    def says(self, line: Line) -> str:
        """The words to read in the place of the line's own; empty when it has no others."""
        return str(self._of(line).get("says", ""))

    def at(self, lines: Iterable[Line], speed: float, ahead: float = 0.0) -> Takes:
        """These takes, with other ones of ``lines`` at ``speed``, cut ``ahead`` seconds earlier."""
        other = Takes(self._table)
        for line in lines:
            some = other._table.setdefault(line.language, {})
            own = {**some.get(line.name, {}), "speed": speed, "ahead": ahead}
            some[line.name] = {key: value for key, value in own.items() if key != "ahead" or value}
        return other

    def recipe(self, line: Line) -> str:
        """Changes whenever the line would sound different."""
        voice = self.voice(line)
        how: tuple[object, ...] = (_MADE_BY, voice, self.says(line), line.sentence, line.text)
        how += (line.final, voice.ahead) if voice.ahead else (line.final,)
        return hashlib.sha256(str(how).encode()).hexdigest()[:12]

    def _of(self, line: Line) -> Mapping[str, Any]:
        return self._table.get(line.language, {}).get(line.name, {})
