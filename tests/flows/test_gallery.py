"""Every sentence of the check belongs to a picture of the gallery, and every picture to it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from audio.phrases import PhraseBook
from flows import check
from flows.city import City
from flows.tree import call_map
from tests.flows.broken import shapes, sound, speeches, ways
from tests.flows.broken.sound import Picture

ROOT = Path(__file__).parents[2]
GALLERY: dict[str, Picture] = {**shapes.PICTURES, **ways.PICTURES, **speeches.PICTURES}


def _faults(picture: Picture) -> list[str]:
    return check.faults(picture.build(), sound.book(picture.phrases), picture.languages)


@pytest.mark.parametrize("name", GALLERY)
def test_a_broken_line_is_refused_with_its_sentence(name: str) -> None:
    assert _faults(GALLERY[name]) == list(GALLERY[name].sentences)


def test_the_line_that_the_gallery_breaks_is_sound() -> None:
    assert check.faults(sound.line(), sound.book(), sound.LANGUAGES) == []


def _shapes_of_sentences() -> Iterator[str]:
    """Every sentence the check's source can yield, as a regular expression."""
    for file in sorted((ROOT / "flows" / "check").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Yield) and isinstance(node.value, ast.JoinedStr):
                yield "".join(map(_pattern, node.value.values))


def _pattern(part: ast.expr) -> str:
    return re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+"


@pytest.mark.parametrize("sentence", list(_shapes_of_sentences()))
def test_every_sentence_of_the_check_hangs_in_the_gallery(sentence: str) -> None:
    shown = [shown for picture in GALLERY.values() for shown in picture.sentences]
    assert any(re.fullmatch(sentence, each) for each in shown)


def test_the_check_has_no_sentence_in_another_form() -> None:
    """Sentences are yielded as they are written, so that none escapes the test above."""
    found = list(_shapes_of_sentences())
    assert len(found) == len(set(found)) >= 25
    for file in (ROOT / "flows" / "check").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Yield):
                assert isinstance(node.value, ast.JoinedStr | ast.Tuple | ast.Name | ast.Call)


def test_the_shipped_line_has_nothing_wrong() -> None:
    city = City.load(ROOT / "cities" / "demo.toml")
    assert check.faults(call_map(), PhraseBook.load(), city.languages) == []


def test_the_longest_speech_is_named_for_each_language() -> None:
    book = sound.book({"welcome.hello": ("您好，" * 12, "Hello.")})
    assert check.longest(sound.line(), book, sound.LANGUAGES) == {
        "zh-CN": ("welcome.hello", book.longest_seconds("welcome.hello", "zh-CN")),
        "en-US": ("agent.ringing", book.longest_seconds("agent.ringing", "en-US")),
    }
