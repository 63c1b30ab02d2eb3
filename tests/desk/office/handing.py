"""Handing files in at the desk, and looking at what became of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from db.chores import IMPORT, Chores, Standing
from db.models import Person
from ivr.work.chores import FOLDER
from tests.desk.house import House
from tests.desk.visitor import Page, Visitor

PAGE = "/desk/office/imports"
Work = Callable[[], Any]


def hand_in(visitor: Visitor, kind: str, path: Path) -> Page:
    """Hand a file in; gives the page of its load."""
    with path.open("rb") as file:
        page = visitor.post(PAGE, kind=kind, file=(file, path.name))
    assert page.status == 303, page.text
    return visitor.get(page.goes_to)


def latest(desk: House) -> Standing:
    """The load that was asked for last."""
    return Chores(desk.database, desk.keyring).latest(IMPORT, 1)[0]


def of(desk: House) -> str:
    """The address of the latest load."""
    return f"{PAGE}/{latest(desk).id}"


def people(desk: House) -> int:
    """How many are on record."""
    with desk.database.read() as connection:
        return connection.execute(select(func.count()).select_from(Person)).scalar_one()


def kept(desk: House) -> list[Path]:
    """The files that lie in the instance folder."""
    folder = desk.line.settings.hotline_instance / FOLDER
    return sorted(folder.iterdir()) if folder.is_dir() else []
