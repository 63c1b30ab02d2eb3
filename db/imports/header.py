"""The first row of a file: which column stands where."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.imports.errors import RefusedError
from db.imports.kinds import KINDS, Kind
from db.imports.values import Cell, CellError, plain
from db.imports.vocabulary import COLUMNS

_REMARKS = {"line": ("行号",), "reason": ("原因",)}
"""Columns a reject file has beside its kind's, so that it can be mended and loaded as it is."""
_UNIT = re.compile(r"\((?:元|yuan|rmb)\)$")


@dataclass(frozen=True)
class Header:
    """``places``: where each column of the kind stands in a row; ``width``: cells in a row.

    With ``ragged`` (spreadsheets) empty cells at the end of a row are not there at all.
    """

    places: tuple[int, ...]
    width: int
    titles: tuple[str, ...]
    ragged: bool = False


def read_header(kind: Kind, cells: Sequence[Cell], *, ragged: bool = False) -> Header:
    """Find the columns of ``kind``, in any order, under their names or their Chinese ones.

    Raises ``RefusedError`` with one sentence naming what is unknown, missing or there twice.
    """
    titles = [_title(cell) for cell in cells]
    while titles and not titles[-1]:
        titles.pop()
    known = _spellings(kind)
    found: dict[str, int] = {}
    unknown, twice = [], []
    for place, title in enumerate(titles):
        column = known.get(_folded(title))
        if column is None:
            unknown.append(title or f"column {place + 1}, which has no name")
        elif column in found:
            twice.append(title)
        else:
            found[column] = place
    missing = [column for column in kind.columns if column not in found]
    if unknown or missing or twice:
        raise RefusedError(_sentence(kind, titles, unknown, missing, twice))
    places = tuple(found[column] for column in kind.columns)
    return Header(places, len(titles), tuple(titles), ragged)


def _title(cell: Cell) -> str:
    try:
        return plain(cell)
    except CellError:
        return "a name with control characters"


def _folded(title: str) -> str:
    """A title without what people vary: width, case, blanks for underscores, the unit."""
    plain_title = unicodedata.normalize("NFKC", title).lower().strip()
    return re.sub(r"[\s_-]+", "_", _UNIT.sub("", plain_title))


def _spellings(kind: Kind) -> Mapping[str, str]:
    names = {column: COLUMNS[column] for column in kind.columns} | _REMARKS
    return {_folded(s): name for name, chinese in names.items() for s in (name, *chinese)}


def _sentence(
    kind: Kind, titles: list[str], unknown: list[str], missing: list[str], twice: list[str]
) -> str:
    others = [
        other.name
        for other in KINDS.values()
        if other is not kind and _fits(other, [title for title in titles if title])
    ]
    if others:
        return f"the header is that of {' or '.join(others)}, not of {kind.name}"
    parts = []
    if unknown:
        parts.append(f"unknown columns: {', '.join(unknown)}")
    if missing:
        wanted = (f"{column} ({COLUMNS[column][0]})" for column in missing)
        parts.append(f"missing columns: {', '.join(wanted)}")
    if twice:
        parts.append(f"columns that stand there twice: {', '.join(twice)}")
    return f"the header of a file of {kind.name} must name its columns; {'; '.join(parts)}"


def _fits(kind: Kind, titles: list[str]) -> bool:
    known = _spellings(kind)
    return {known.get(_folded(title)) for title in titles} - set(_REMARKS) == set(kind.columns)
