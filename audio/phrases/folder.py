"""Phrases as files: reads ``<language>/*.toml`` and says what cannot be read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from audio.languages import LANGUAGES
from audio.phrases.phrase import Phrase


def read(folder: Path) -> tuple[dict[str, dict[str, Phrase]], list[str]]:
    """Phrases by language and name, and problems as sentences.

    What cannot be read is left out and named. Raises OSError when a file cannot be opened.
    """
    books: dict[str, dict[str, Phrase]] = {}
    problems: list[str] = []
    for place in sorted(folder.iterdir()):
        if not place.is_dir() or place.name.startswith(("_", ".")):
            continue
        if place.name not in LANGUAGES:
            known = ", ".join(LANGUAGES)
            problems.append(
                f"{place.name}: the line does not speak it, only {known}; "
                "rename the folder, or add the language to audio/languages."
            )
            continue
        books[place.name] = {}
        for file in sorted(place.glob("*.toml")):
            phrases, wrong = _read_file(file, f"{place.name}/{file.name}")
            books[place.name].update((phrase.name, phrase) for phrase in phrases)
            problems += wrong
    if not books:
        problems.append(f"{folder.name}: has no folder of a language, such as zh-CN; add one.")
    return books, problems


def _read_file(file: Path, source: str) -> tuple[list[Phrase], list[str]]:
    if "." in file.stem:
        return [], [f"{source}: has a dot in its name; use a table inside the file instead."]
    try:
        table = tomllib.loads(file.read_text("utf-8"))
    except UnicodeDecodeError as error:
        return [], [f"{source}: is not UTF-8 at byte {error.start}; save it as UTF-8."]
    except tomllib.TOMLDecodeError as error:
        return [], [f"{source}: is not TOML: {error}."]
    phrases = []
    problems = []
    for name, text in _leaves(table, file.stem):
        if isinstance(text, str):
            phrases.append(Phrase.parse(name, text, source))
        else:
            problems.append(
                f"{source}: {name} is a {type(text).__name__}, not a text; put it in quotes."
            )
    return phrases, problems


def _leaves(table: Mapping[str, object], prefix: str) -> Iterator[tuple[str, object]]:
    for key, value in table.items():
        name = f"{prefix}.{key}"
        if isinstance(value, dict):
            yield from _leaves(value, name)
        else:
            yield name, value
