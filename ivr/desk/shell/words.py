"""What is written on the pages, in each language; and whose turn it is to be read in which.

Words are English in the code. Each room of the desk has its own
``translations/<language>/LC_MESSAGES/messages.po``; ``flask desk words`` finds what is new in a
room, puts it there to be translated, and compiles what was.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from flask import Flask, request, session
from flask_babel import Babel

from ivr.desk.door.roles import seat

LANGUAGES: Final = {"zh": "中文", "en": "English"}
"""By code; the first is for a visitor whose browser names none of them."""
TRANSLATED: Final = ("zh",)
TAGS: Final = {"zh": "zh-CN", "en": "en"}
"""What a browser and a screen reader call them."""
DESK: Final = Path(__file__).parents[1]


def rooms() -> list[Path]:
    """The rooms of the desk that have pages."""
    return sorted(path.parent for path in DESK.glob("*/templates"))


def language() -> str:
    """The language of whoever asks: of their account, else as chosen, else as the browser says."""
    found = seat()
    own = found.member.language if found is not None else None
    for wanted in (own, session.get("language")):
        if wanted in LANGUAGES:
            return str(wanted)
    return request.accept_languages.best_match(LANGUAGES) or next(iter(LANGUAGES))


def configure(app: Flask, zone: str) -> None:
    """Put the words on the application; moments are told in the city's ``zone``."""
    folders = ";".join(str(room / "translations") for room in rooms())
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = folders
    Babel(app, locale_selector=language, timezone_selector=lambda: zone)
