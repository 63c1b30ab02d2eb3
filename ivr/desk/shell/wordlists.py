"""Finding the words of a room, putting them in its lists to be translated, and compiling these."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import pofile
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo

from ivr.desk.shell.words import TRANSLATED, rooms

_METHODS = [("**.py", "python"), ("templates/**.html", "jinja2.ext.babel_extract")]
_OPTIONS = {"templates/**.html": {"silent": "false", "newstyle_gettext": "true"}}
_KEYWORDS = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None}


@dataclass(frozen=True)
class WordList:
    """The words of a room in a language: what is translated (``po``), and what programs read."""

    room: Path
    language: str

    @property
    def po(self) -> Path:
        return self.room / "translations" / self.language / "LC_MESSAGES" / "messages.po"

    @property
    def mo(self) -> Path:
        return self.po.with_suffix(".mo")

    @property
    def name(self) -> str:
        return f"{self.room.name}/{self.language}"

    def read(self) -> Catalog:
        """What is translated so far; an empty list for a new room."""
        if not self.po.exists():
            return Catalog(self.language)
        return pofile.read_po(io.BytesIO(self.po.read_bytes()), self.language)

    def update(self) -> None:
        """Put in what the room says now, drop what it no longer says, compile."""
        kept = self.read()
        kept.update(_said(self.room), no_fuzzy_matching=True)
        kept.obsolete.clear()
        self.po.parent.mkdir(parents=True, exist_ok=True)
        self.po.write_bytes(_written(kept))
        self.mo.write_bytes(compiled(kept))

    def untranslated(self) -> list[str]:
        """What the room says and the list does not, or only as a guess."""
        there = self.read()
        return sorted(
            str(_first(message.id))
            for message in _said(self.room)
            if message.id and not _is_translated(there, str(_first(message.id)))
        )


def wordlists() -> Iterator[WordList]:
    """Every list of every room."""
    for room in rooms():
        for language in TRANSLATED:
            yield WordList(room, language)


def compiled(catalog: Catalog) -> bytes:
    """A list as programs read it: of the same words the same bytes, whenever it is written."""
    written = io.BytesIO()
    catalog.creation_date = catalog.revision_date = datetime(2000, 1, 1, tzinfo=UTC)
    write_mo(written, catalog)
    return written.getvalue()


def _said(room: Path) -> Catalog:
    """Every word of a room, by the file where it stands."""
    found = Catalog()
    for file, _line, message, comments, context in extract_from_dir(
        room, _METHODS, _OPTIONS, _KEYWORDS
    ):
        found.add(message, None, [(file, 0)], auto_comments=comments, context=context)
    return found


def _written(catalog: Catalog) -> bytes:
    """As it is kept: by file, without line numbers and dates, which change for no reason."""
    written = io.BytesIO()
    pofile.write_po(
        written, catalog, width=100, omit_header=True, sort_by_file=True, include_lineno=False
    )
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    header += f'"Language: {catalog.locale}\\n"\n"Plural-Forms: {catalog.plural_forms}\\n"\n\n'
    return header.encode() + written.getvalue().lstrip()


def _is_translated(catalog: Catalog, identity: str) -> bool:
    message = catalog.get(identity)
    if message is None or message.fuzzy or not message.string:
        return False
    return isinstance(message.string, str) or all(message.string)


def _first(identity: str | tuple[str, ...] | list[str]) -> str:
    return identity if isinstance(identity, str) else identity[0]
