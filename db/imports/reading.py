"""The rows of a file in pieces, each row checked by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from db.imports.errors import RefusedError
from db.imports.header import Header, read_header
from db.imports.kinds import Checker, Kind, Row
from db.imports.source import Source
from db.imports.values import Cell, CellError, Line


@dataclass
class Piece:
    """Some rows of a file: good ones with their values, bad ones with the reason."""

    good: list[tuple[Line, Row]] = field(default_factory=list)
    bad: list[tuple[Line, str]] = field(default_factory=list)
    done: int = 0
    """Bytes of the file up to here."""


def header_of(kind: Kind, lines: Iterator[Line], source: Source) -> Header:
    """Read the header, the first row. Raises ``RefusedError``."""
    first = next(lines, None)
    if first is None:
        raise RefusedError("the file is empty: it needs a header row and rows below")
    return read_header(kind, first.cells, ragged=source.spreadsheet)


def pieces(lines: Iterable[Line], header: Header, checker: Checker, size: int) -> Iterator[Piece]:
    """Check the rows below the header, ``size`` at a time."""
    rest = iter(lines)
    while some := list(islice(rest, size)):
        piece = Piece(done=some[-1].done)
        for line in some:
            try:
                piece.good.append((line, checker.check(_arranged(line.cells, header))))
            except CellError as error:
                piece.bad.append((line, str(error)))
        yield piece


def _arranged(cells: list[Cell], header: Header) -> list[Cell]:
    """The cells in the order of the kind's columns. ``CellError`` when their number is wrong."""
    if len(cells) != header.width:
        while len(cells) > header.width and cells[-1] in (None, ""):
            cells.pop()
        if header.ragged:
            cells.extend([None] * (header.width - len(cells)))
        if len(cells) != header.width:
            raise CellError(f"the row has {len(cells)} cells, the header {header.width}")
    return [cells[place] for place in header.places]
