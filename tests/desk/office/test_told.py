"""Sentences of the lower rooms are known by their shape, whatever stands in them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from db.imports import KINDS, RefusedError
from db.imports.header import read_header
from db.imports.source import open_source
from flows.city.libraries import differences
from flows.city.years import Year
from ivr.desk.office.told import SHAPES, told
from tests.desk.house import House


def refused(do: Callable[[], object]) -> str:
    """What a file is refused with."""
    with pytest.raises(RefusedError) as error:
        do()
    return str(error.value)


def of_file(path: Path, data: bytes) -> str:
    """What a file of these bytes is refused with."""
    path.write_bytes(data)

    def read() -> None:
        with open_source(path).lines() as lines:
            list(lines)

    return refused(read)


def of_year(*, holidays: set[date], workdays: set[date] | None = None) -> str:
    """What is wrong with 2026, if it were so."""
    year = Year(holidays=frozenset(holidays), workdays=frozenset(workdays or set()))
    return year.problem(2026) or differences(2026, year)[0]


def sentences(folder: Path) -> list[str]:
    """One of each shape, by those who say them."""
    csv, book = folder / "a.csv", folder / "a.xlsx"
    huge = folder / "huge.xlsx"
    with zipfile.ZipFile(huge, "w", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo("sheet")
        archive.writestr(entry, b"")
        archive.infolist()[0].file_size = 3 << 30
    return [
        refused(lambda: read_header(KINDS["cards"], KINDS["pins"].columns)),
        refused(lambda: read_header(KINDS["cards"], ["id_number", "colour"])),
        of_file(csv, "身份证号,姓名".encode("gb18030")),
        of_file(csv, b"\xff\xff\xff"),
        of_file(csv, b"a\0b"),
        of_file(csv, b""),
        of_file(csv, b'a,b\n"c'),
        refused(lambda: list_rows(huge)),
        of_file(book, b"no workbook"),
        of_year(holidays={date(2027, 1, 1)}),
        of_year(holidays={date(2026, 1, 3)}, workdays={date(2026, 1, 3)}),
        of_year(holidays=set(), workdays={date(2026, 1, 5)}),
        of_year(holidays=set()),
    ]


def list_rows(path: Path) -> None:
    with open_source(path).lines() as lines:
        list(lines)


def test_each_shape_is_of_a_sentence_that_somebody_says(desk: House, tmp_path: Path) -> None:
    said = sentences(tmp_path)
    for sentence, (pattern, _) in zip(said, SHAPES, strict=True):
        assert pattern.fullmatch(sentence), f"{sentence!r} is not {pattern.pattern!r}"
    english, chinese = {"Accept-Language": "en"}, {"Accept-Language": "zh"}
    for sentence in said:
        with desk.app.test_request_context("/desk", headers=english):
            in_english = told(sentence)
        with desk.app.test_request_context("/desk", headers=chinese):
            in_chinese = told(sentence)
        assert in_english != in_chinese
        assert "%(" not in in_english + in_chinese


def test_what_stands_in_them_is_translated_too(desk: House) -> None:
    titles = ["id_number", "colour", "status", "status"]
    said = refused(lambda: read_header(KINDS["cards"], titles))
    with desk.app.test_request_context("/desk", headers={"Accept-Language": "zh"}):
        in_chinese = told(said)
    assert "社保卡文件" in in_chinese
    assert "columns" not in in_chinese
    assert "colour" in in_chinese


def test_what_nobody_knows_is_shown_as_it_is(desk: House) -> None:
    with desk.app.test_request_context("/desk"):
        assert told("something new happened") == "something new happened"
