"""The picture in one language, from the map and the phrases."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from audio.phrases import PhraseBook
from flows.map import CallMap
from ivr.map.picture import Mark, draw
from ivr.map.plan import plan
from ivr.map.wording import Wording
from ivr.pages import Words

WORDS: Final = Words(Path(__file__).parent / "static" / "words")
"""What is written on the page and below the picture."""


def picture(
    call_map: CallMap, book: PhraseBook, language: str, marks: Mapping[str, Mark] | None = None
) -> str:
    """The SVG; the same map and phrases always give the same text. ``marks`` by step."""
    wording = Wording(book, call_map, language)
    return draw(plan(call_map, book), wording, WORDS.of(language), marks)
