"""Files as they come: columns in any order, encodings, workbooks, and what is wrong with them."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.imports import KINDS, RefusedError
from db.imports.errors import RefusedError as _Refused
from db.imports.header import read_header
from db.imports.vocabulary import COLUMNS
from db.models import Account, Contribution, Import
from tests.imports.files import ADA, BEN, ROWS, Loading, rejected, write_csv, write_xlsx

ACCOUNT = (ADA, "medical", "1.00", "2026-02-28")


def _refusal(loading: Loading, kind: str, path: Path) -> str:
    with pytest.raises(RefusedError) as caught:
        loading.load(kind, path)
    return str(caught.value)


@given(st.sampled_from(list(KINDS)), st.randoms(), st.data())
def test_columns_in_any_order_under_any_name(kind: str, chance: Any, data: st.DataObject) -> None:
    columns = list(KINDS[kind].columns)
    chance.shuffle(columns)
    dressed = st.sampled_from(("{}", " {} ", "{}（元）", "\ufeff{}"))
    titles = [
        data.draw(dressed).format(data.draw(st.sampled_from([c, c.upper(), *COLUMNS[c]])))
        for c in columns
    ]
    header = read_header(KINDS[kind], [*titles, ""])
    assert [columns[place] for place in header.places] == list(KINDS[kind].columns)


@pytest.mark.parametrize(
    ("titles", "sentence"),
    [
        (
            ["id_number", "account", "balance", "date of birth"],
            "the header of a file of accounts must name its columns; "
            "unknown columns: date of birth; missing columns: as_of (截止日期)",
        ),
        (
            ["id_number", "account", "balance", "余额", "as_of"],
            "the header of a file of accounts must name its columns; "
            "columns that stand there twice: 余额",
        ),
        (
            ["id_number", "", "account", "balance", "as_of"],
            "the header of a file of accounts must name its columns; "
            "unknown columns: column 2, which has no name",
        ),
        (["身份证号", "查询密码"], "the header is that of pins, not of accounts"),
    ],
)
def test_headers_that_do_not_fit(titles: Sequence[str], sentence: str) -> None:
    with pytest.raises(_Refused) as caught:
        read_header(KINDS["accounts"], titles)
    assert str(caught.value) == sentence


def test_a_file_all_in_chinese(small: Loading) -> None:
    titles = ["到账日期", "状态", "个人缴费（元）", "单位缴费", "缴费基数", "费款所属期", "险种"]
    rows = [["2026年2月15日", "已缴", "180", "720.00", "9,000.00", "202602", "职工医保", ADA]]
    path = write_csv(
        small.folder / "缴费.csv", "contributions", rows, titles=[*titles, "公民身份号码"]
    )
    assert small.load("contributions", path).changed == 1
    row = small.table(Contribution)[0]
    assert row[1:] == (
        202602, "employee-medical", 900000, 72000, 18000, "paid", date(2026, 2, 15),
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf_8_with_and_without_its_mark(small: Loading, encoding: str) -> None:
    path = write_csv(small.folder / "a.csv", "accounts", [ACCOUNT], encoding=encoding)
    assert small.load("accounts", path).good == 1


def test_gb18030_is_recognised_wherever_it_begins(small: Loading) -> None:
    path = write_csv(small.folder / "a.csv", "persons", encoding="gb18030")
    assert "looks like GB18030" in _refusal(small, "persons", path)
    assert "CSV UTF-8" in _refusal(small, "persons", path)
    rows = [(ADA, "medical", "1.00", "2026-02-28")] * 40_000
    late = write_csv(small.folder / "late.csv", "accounts", rows)
    late.write_bytes(late.read_bytes() + "张三".encode("gb18030"))
    assert "not UTF-8" in _refusal(small, "accounts", late)
    assert small.table(Account) == []
    assert [entry.kind for entry in small.table(Import)] == ["persons"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b"\n\n", "empty"),
        ("a.csv", b"id_number\0", "zero bytes"),
        ("a.xls", b"x", "save it as .xlsx"),
        ("a.txt", b"x", ".csv or an .xlsx"),
        ("a.xlsx", b"x", "not an .xlsx workbook"),
        ("a.csv", b'id_number,account,balance,as_of\nx,"y,z,1\n' + b"a\n" * 9000, "line 2 is not"),
        ("a.csv", b'id_number,account,balance,as_of\n"x"y,z,1,2\n', "line 2 is not CSV"),
    ],
)
def test_files_that_are_refused(small: Loading, name: str, content: bytes, words: str) -> None:
    path = small.folder / name
    path.write_bytes(content)
    assert words in _refusal(small, "accounts", path)
    assert small.table(Account) == []


def test_a_file_that_breaks_off_in_the_middle_leaves_nothing_behind(small: Loading) -> None:
    path = write_csv(small.folder / "a.csv", "accounts", [ACCOUNT] * 6000)
    path.write_text(path.read_text() + '"x"y,z,1,2\n')
    assert "line 6002 is not CSV" in _refusal(small, "accounts", path)
    with small.database.read() as connection:
        assert connection.execute(KINDS["accounts"].staged.select()).all() == []
    assert small.table(Account) == []


def test_a_file_that_cannot_be_found(small: Loading) -> None:
    assert "cannot be read: No such file" in _refusal(small, "accounts", small.folder / "no.csv")
    with pytest.raises(RefusedError, match="there is no kind people"):
        small.load("people", small.folder / "no.csv")


def test_rejects_say_line_and_reason_and_are_private(small: Loading) -> None:
    rows: list[Any] = [
        ACCOUNT,
        (ADA, "medical", "-", "2026-02-30"),
        (BEN, "medical", "2.00"),
        (ADA[:-1] + "A", "medical", "3.00", "2026-02-28"),
    ]
    report = small.rows("accounts", rows)
    assert (report.lines, report.good, report.bad, report.changed) == (4, 1, 3, 1)
    assert report.rejects_path == small.folder / "accounts.csv.rejects.csv"
    assert stat.S_IMODE(report.rejects_path.stat().st_mode) == 0o600
    assert rejected(report) == [
        [*rows[1], "3", "balance is not an amount in yuan, like 1234.05; "
         "as_of is not a date written as YYYY-MM-DD"],
        [*rows[2], "", "4", "the row has 3 cells, the header 4"],
        [*rows[3], "5", "id_number is not an ID number: 18 characters (or 15 of an old one) with "
         "a real birth date and the right check character"],
    ]  # fmt: skip


def test_a_mended_reject_file_can_be_loaded(small: Loading) -> None:
    titles = ["余额", "截止日期", "账户", "身份证号"]
    path = write_csv(
        small.folder / "a.csv", "accounts", [("x", "2026-02-28", "医保", ADA)], titles=titles
    )
    rejects = small.load("accounts", path).rejects_path
    assert rejects is not None
    mended = rejects.with_name("mended.csv")
    mended.write_text(rejects.read_text("utf-8").replace("x,2026", "1.00,2026", 1), "utf-8")
    report = small.load("accounts", mended)
    assert (report.good, report.bad, report.rejects_path) == (1, 0, None)


def test_reasons_never_hold_a_pin(small: Loading) -> None:
    report = small.rows("pins", [(ADA, "12345"), (ADA, "1234a678"), (ADA[:-1], "908172")])
    assert report.bad == 3
    for row in rejected(report):
        assert row[1] not in row[-1]


def test_corrections_are_adjustments(small: Loading) -> None:
    report = small.rows("entries", [(ADA, "medical", "2026-02-10", "credit", "-1.00", "x")])
    assert rejected(report)[0][-1] == ("amount must not be negative: a correction is an adjustment")
    report = small.rows("contributions", [(*ROWS["contributions"][1][:-1], "2026-02-15")])
    assert rejected(report)[0][-1] == "paid_on must be empty while status is owed"
    report = small.rows("claims", [(ADA, "2026-02-01", "x", "1.00", "0.60", "0.50", "paid")])
    assert rejected(report)[0][-1] == "fund_paid and personal_paid are more than total"


def test_a_workbook_with_its_own_numbers_and_dates(small: Loading) -> None:
    rows: list[Any] = [
        [ADA, "医保", 1234.05, datetime(2026, 2, 28), None],  # noqa: DTZ001 - as workbooks have it
        [None, None, None, None, None],
        [BEN, "医保", 7, "2026-02-28"],
        [990100198802291, "医保", 7, "2026-02-28"],
        [ADA, "养老", 0.1 + 0.2, "2026-02-28"],
    ]
    path = write_xlsx(small.folder / "a.xlsx", ["身份证号", "账户", "余额", "截止日期"], rows)
    report = small.load("accounts", path)
    assert (report.lines, report.good, report.bad) == (4, 3, 1)
    line, reason = rejected(report)[0][-2:]
    assert line == "5"
    assert reason.endswith("which loses digits: format the column as text")
    balances = [(account.account, account.balance) for account in small.table(Account)]
    assert balances == [("medical", 123405), ("pension", 30), ("medical", 700)]
    assert small.load("accounts", path).changed == 0


def test_a_dry_run_changes_nothing(small: Loading) -> None:
    path = write_csv(small.folder / "a.csv", "accounts", [ACCOUNT, (*ACCOUNT[:2], "x", "y")])
    before = small.table(Import)
    report = small.load("accounts", path, dry_run=True)
    assert (report.lines, report.good, report.bad, report.changed) == (2, 1, 1, None)
    assert len(rejected(report)) == 1
    assert (small.table(Account), small.table(Import)) == ([], before)
    assert small.load("accounts", path).changed == 1


def test_progress_goes_from_the_first_byte_to_the_last(small: Loading) -> None:
    path = write_csv(small.folder / "a.csv", "accounts", [ACCOUNT])
    told: list[tuple[str, int, int]] = []
    small.load("accounts", path, progress=lambda *step: told.append(step))
    size = path.stat().st_size
    assert told == [
        ("read", size, size),
        ("load", size, size),
        ("merge", 0, 1),
        ("merge", 1, 1),
    ]
