"""What is recorded in a language: ``<language>/index.json``, a line for each recording.

A recording is known by the words that are heard and by how they end: *final* closes a sentence and
falls, anything else leaves the voice up, since more follows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

INDEX = "index.json"
_ID_DIGITS = 20


class IndexBroken(ValueError):  # noqa: N818
    """An index that cannot be used; the text names the file and the cure."""


@dataclass(frozen=True)
class Entry:
    """One recording.

    ``name`` is the file without ``.wav``. ``peak`` and ``loudness`` are dB of full scale, the
    loudness over the parts that speak. ``recipe`` tells how a studio voice made it, so that a
    change of the studio makes it again; what a person spoke has none.
    """

    name: str
    text: str
    final: bool
    seconds: float
    peak: float
    loudness: float
    text_hash: str
    id: str
    source: str
    recipe: str = ""


def text_hash(text: str, final: bool) -> str:
    """Changes when other words are to be read, or the same with another ending."""
    return hashlib.sha256(f"{text}\n{final}".encode()).hexdigest()[:12]


def sound_id(samples: bytes) -> str:
    """The name of a sound: the same samples have the same, for ever."""
    return hashlib.sha256(samples).hexdigest()[:_ID_DIGITS]


def read(folder: Path) -> tuple[Entry, ...]:
    """Raises IndexBroken; OSError when it cannot be opened."""
    file = folder / INDEX
    try:
        rows = json.loads(file.read_text("utf-8"))
        return tuple(Entry(**row) for row in rows["recordings"])
    except (ValueError, KeyError, TypeError) as error:
        raise IndexBroken(
            f"{folder.name}/{INDEX} is not an index of recordings; "
            "take it from the repository again, or run flask audio render --all"
        ) from error


def write(folder: Path, entries: Iterable[Entry]) -> None:
    """Sorted by name, an entry a line, so that a change reads as one; whole or not at all."""
    lines = ",\n".join(
        json.dumps(asdict(entry), ensure_ascii=False)
        for entry in sorted(entries, key=lambda entry: entry.name)
    )
    draft = folder / f"{INDEX}.new"
    draft.write_text(f'{{"recordings": [\n{lines}\n]}}\n', "utf-8")
    draft.replace(folder / INDEX)
