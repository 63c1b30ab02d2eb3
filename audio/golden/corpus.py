"""The corpus as a file: read, made anew, compared."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from difflib import unified_diff
from pathlib import Path
from typing import TypedDict

from audio.golden.chosen import CHOSEN
from audio.languages import LANGUAGES
from audio.values import speak, write

PATH = Path(__file__).with_name("spoken-values.json")
BY_HAND = "by-hand"
"""The rule of entries that a person wrote: their words are never made anew."""


class Entry(TypedDict):
    """One value in one language; ``README.md`` explains the fields."""

    type: str
    value: object
    language: str
    words: str
    written: str
    rule: str


def load(path: Path = PATH) -> list[Entry]:
    """Every entry. Raises OSError when the file cannot be opened."""
    entries: list[Entry] = json.loads(path.read_text("utf-8"))
    return entries


def renewed(entries: Sequence[Entry]) -> list[Entry]:
    """The corpus made anew: what a person wrote stays, the rest is what the line says now."""
    by_hand = [entry for entry in entries if entry["rule"] == BY_HAND]
    known = {_key(entry["type"], entry["value"], entry["language"]) for entry in by_hand}
    return [*by_hand, *_made(known)]


def differences(old: Sequence[Entry], new: Sequence[Entry]) -> list[str]:
    """Lines of a unified diff; none when both are the same."""
    before, after = written_out(old).splitlines(), written_out(new).splitlines()
    return list(unified_diff(before, after, "kept", "made anew", lineterm="", n=0))


def written_out(entries: Sequence[Entry]) -> str:
    """The file: an entry a line, so that a change is read line by line."""
    return "[\n" + ",\n".join(json.dumps(e, ensure_ascii=False) for e in entries) + "\n]\n"


def _made(known: set[str]) -> Iterator[Entry]:
    for chosen in CHOSEN:
        for value in chosen.values:
            for code, language in LANGUAGES.items():
                key = _key(chosen.kind, value, code)
                if key in known:
                    continue
                known.add(key)
                yield Entry(
                    type=chosen.kind,
                    value=value,
                    language=code,
                    words=speak(chosen.kind, value, language),
                    written=write(chosen.kind, value, language),
                    rule=chosen.rule,
                )


def _key(kind: str, value: object, language: str) -> str:
    return json.dumps([kind, value, language])
