"""What is written on the page, in every language, and which language a visitor reads."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from flask import request

FOLDER: Final = Path(__file__).parent / "static" / "words"
FIRST: Final = "zh-CN"
"""For a visitor whose browser names none of ours."""


@cache
def languages() -> tuple[str, ...]:
    """The languages of the page: one file each."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.json")))


@cache
def words(language: str) -> dict[str, Any]:
    """Everything that is written in one language."""
    read: dict[str, Any] = json.loads((FOLDER / f"{language}.json").read_text("utf-8"))
    return read


def visitor_language() -> str:
    """As the address asks, else as the browser does."""
    asked = request.args.get("lang")
    if asked in languages():
        return str(asked)
    return request.accept_languages.best_match(languages()) or FIRST
