"""What templates may use beside Flask's own: files with their version, moments, masks, tables."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from itertools import count
from pathlib import Path

from flask import current_app, url_for
from flask_babel import format_date, format_datetime, format_time
from markupsafe import Markup, escape

_CELL = re.compile(r"<t[dh](?=[\s>])")
_SHOWN = 4
"""How much of a number is shown: what a caller is asked to compare."""


def asset(room: str, name: str) -> str:
    """The address of a file in a room's folder ``static``; another version has another address."""
    found = current_app.blueprints[f"desk.{room}"]
    return url_for(f"desk.{room}.static", filename=name, v=_version(f"{found.static_folder}", name))


@cache
def _version(folder: str, name: str) -> str:
    return hashlib.sha256((Path(folder) / name).read_bytes()).hexdigest()[:12]


def moment(value: datetime | None, kind: str = "short") -> Markup:
    """An aware moment as the city's clock and calendar say it; ``kind``: short, medium, time."""
    if value is None:
        return Markup("—")
    text = format_time(value, "short") if kind == "time" else format_datetime(value, kind)
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), text)


def day(value: date | None) -> Markup:
    """A day of the calendar."""
    if value is None:
        return Markup("—")
    return Markup('<time datetime="{}">{}</time>').format(
        value.isoformat(), format_date(value, "medium", rebase=False)
    )


def masked(value: str | None) -> str:
    """An ID, card or telephone number of which only the last four are shown."""
    if not value:
        return "—"
    hidden = max(len(value) - _SHOWN, 0)
    return "•" * hidden + value[hidden:] if hidden else "•" * len(value)


def labelled(row: str, columns: Sequence[str]) -> Markup:
    """The cells of a row, each with the name of its column: read by narrow screens, where a table
    is a list."""
    place = count()

    def label(found: re.Match[str]) -> str:
        at = next(place)
        name = columns[at] if at < len(columns) else ""
        return f'{found[0]} data-label="{escape(name)}"'

    # The row was rendered by a template, which has escaped what is in it.
    return Markup(_CELL.sub(label, str(row)))  # noqa: S704
