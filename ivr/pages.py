"""What every page of the line has in common: its headers, and its words in several languages."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Response, request

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "microphone=(), camera=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def send_with_headers(routes: Blueprint) -> None:
    """Put the headers on everything of a blueprint; nothing is kept unless its route says so."""

    @routes.after_request
    def headers(response: Response) -> Response:
        response.headers.update(HEADERS)
        if request.endpoint != f"{routes.name}.static":
            response.headers.setdefault("Cache-Control", "no-store")
        return response


@dataclass(frozen=True)
class Words:
    """What is written on a page: one JSON file a language in ``folder``. ``first`` is for a
    visitor whose browser names none of them."""

    folder: Path
    first: str = "zh-CN"

    @cached_property
    def tables(self) -> dict[str, dict[str, Any]]:
        """Everything that is written, by language."""
        files = sorted(self.folder.glob("*.json"))
        return {file.stem: json.loads(file.read_text("utf-8")) for file in files}

    def of(self, language: str) -> dict[str, Any]:
        """What is written in a language; in the nearest there is, for one the page is not in."""
        return self.tables.get(language) or self.tables[self.first]

    def visitors(self) -> str:
        """The language of whoever asks: as the address says, else as the browser does."""
        asked = request.args.get("lang")
        if asked in self.tables:
            return str(asked)
        return request.accept_languages.best_match(self.tables) or self.first
