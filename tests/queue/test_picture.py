"""The picture in docs/queue.md is the table in the code, and the table is what is done."""

from __future__ import annotations

import re

import pytest

from db import queue
from db.engine import Database
from db.queue import DONE, MOVES, STATES, WAITING
from ivr.settings import ROOT


def test_the_picture_shows_every_move_and_no_other() -> None:
    page = (ROOT / "docs" / "queue.md").read_text("utf-8")
    drawn = set(re.findall(r"^  (\w+) --> (\w+): (\w+)$", page, re.M))
    assert drawn == MOVES


def test_every_state_is_come_to_and_all_but_the_last_are_left() -> None:
    assert {ends for _, ends, _ in MOVES} == set(STATES)
    assert {begins for begins, _, _ in MOVES} == set(STATES) - {DONE}


def test_what_no_wait_can_become_is_refused(database: Database) -> None:
    with (
        database.write() as connection,
        pytest.raises(ValueError, match="a wait that is done does not become waiting"),
    ):
        queue.move(connection, 1, (DONE,), state=WAITING)
