"""The helper that calls a line three ways notices a line that cannot bear it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.plugins.line import Line
from tests.plugins.ways import FRESH, PLAIN, TWICE


@pytest.fixture
def own_line(tmp_path: Path, sqlite_template: Path, keyring_text: str) -> Line:
    """A line whose ways this test goes by itself."""

    def new_database() -> str:
        path = tmp_path / "hotline.db"
        for old in tmp_path.glob("hotline.db*"):
            old.unlink()
        shutil.copy(sqlite_template, path)
        return f"sqlite:///{path}"

    return Line(tmp_path, keyring_text, new_database)


def test_alike(own_line: Line) -> None:
    for way in (PLAIN, FRESH, TWICE):
        with own_line.open(way):
            call = own_line.new_telephone().dial()
            call.press("2")
            call.hangs_up()
    own_line.check()


def test_another_sound_is_noticed(own_line: Line) -> None:
    for way, key in ((PLAIN, "1"), (TWICE, "2")):
        with own_line.open(way):
            call = own_line.new_telephone().dial()
            call.press(key)
            call.hangs_up()
    with pytest.raises(AssertionError, match="each webhook twice: the calls sound different"):
        own_line.check()


def test_another_row_is_noticed(own_line: Line) -> None:
    for way in (PLAIN, FRESH):
        with own_line.open(way):
            call = own_line.new_telephone().dial()
            call.hangs_up()
            if way is FRESH:
                own_line.employs("+861082300001")
    with pytest.raises(AssertionError, match=r"another worker.*other rows are left behind"):
        own_line.check()


def test_a_fault_of_the_line_is_noticed(own_line: Line) -> None:
    with pytest.raises(AssertionError, match="13314"), own_line.open(PLAIN):
        broken = b'<Response><Gather numDigits="none"/></Response>'
        own_line.new_telephone().dial(twiml=broken)


def test_time_does_not_go_back(own_line: Line) -> None:
    with own_line.open(PLAIN), pytest.raises(ValueError, match="has passed"):
        own_line.it_is("2026-03-15 10:00")
