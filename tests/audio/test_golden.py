"""A corpus of values and their words, written by hand from the rules of CALLER's table.

Add to it what somebody stumbled over; never regenerate it from the code.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TypedDict

import pytest

from audio.languages import LANGUAGES
from audio.values import KINDS, speak


class Entry(TypedDict):
    type: str
    value: object
    language: str
    words: str


GOLDEN: list[Entry] = json.loads(Path(__file__).with_name("golden.json").read_text("utf-8"))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_words_are_those_of_the_corpus(kind: str) -> None:
    entries = [entry for entry in GOLDEN if entry["type"] == kind]
    spoken = [speak(kind, entry["value"], LANGUAGES[entry["language"]]) for entry in entries]
    assert spoken == [entry["words"] for entry in entries]


def test_the_corpus_knows_every_kind_in_every_language() -> None:
    held = Counter((entry["type"], entry["language"]) for entry in GOLDEN)
    wanted = {(kind, code) for kind in KINDS for code in LANGUAGES}
    assert set(held) == wanted
    assert min(held.values()) >= 4


def test_no_entry_twice() -> None:
    seen = Counter(json.dumps(entry, sort_keys=True) for entry in GOLDEN)
    assert max(seen.values()) == 1
