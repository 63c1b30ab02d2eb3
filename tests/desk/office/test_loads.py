"""Files of records handed in at the desk: loaded by a worker, watched on a page, mended, again."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from sqlalchemy import select

from db.models import Account
from db.staff import Role
from ivr.desk.office import loads
from tests.desk.house import House
from tests.desk.office.handing import PAGE, Work, hand_in, kept, latest, of, people
from tests.desk.visitor import Visitor
from tests.imports.files import ADA, BEN, ROWS, write_csv, write_xlsx


def from_file_to_callers(desk: House, operator: Visitor, work: Work, tmp_path: Path) -> None:
    page = hand_in(operator, "persons", write_csv(tmp_path / "人员.csv", "persons"))
    assert "人员.csv" in page.text
    assert "Waiting for a worker" in page.text
    assert 'hx-trigger="every 1s"' in page.html
    assert people(desk) == 0
    [file] = kept(desk)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    work()
    piece = operator.piece(f"{of(desk)}/progress")
    assert "Loaded wholly." in piece.text
    assert "persons 3/16/26, 10:00" in operator.get(PAGE).text, "how the records stand"
    assert "hx-get" not in piece.html, "the page asks no more"
    assert "Rows of the file 2 Loaded 2 New or different 2 Rejected 0" in piece.text
    assert people(desk) == 2
    assert kept(desk) == [], "what was handed in is not kept"
    rows = [ROWS["accounts"][0], ("990000198001010000", "medical", "1", "2026-02-28")]
    path = write_csv(tmp_path / "a.csv", "accounts", rows)
    hand_in(operator, "accounts", path)
    work()
    page = operator.get(of(desk))
    assert "Loaded, but for some rows." in page.text
    with desk.database.read() as connection:
        assert connection.execute(select(Account.balance)).scalar_one() == 1234_05


def test_from_file_to_callers(desk: House, operator: Visitor, work: Work, tmp_path: Path) -> None:
    from_file_to_callers(desk, operator, work, tmp_path)


@pytest.mark.postgres
def test_from_file_to_callers_on_postgresql(
    desk: House, operator: Visitor, work: Work, tmp_path: Path
) -> None:
    from_file_to_callers(desk, operator, work, tmp_path)


def test_a_workbook_too(desk: House, operator: Visitor, work: Work, tmp_path: Path) -> None:
    titles = ["身份证号", "姓名", "手机号", "参保地", "单位名称"]
    hand_in(operator, "persons", write_xlsx(tmp_path / "p.xlsx", titles, ROWS["persons"]))
    work()
    assert "Loaded wholly." in operator.get(of(desk)).text
    assert people(desk) == 2


def test_rejects_are_taken_away_mended_and_deleted(
    desk: House, operator: Visitor, work: Work, tmp_path: Path
) -> None:
    rows = [(ADA, "张三", "", "990101", ""), (BEN, "李四", "12345", "990102", "")]
    hand_in(operator, "persons", write_csv(tmp_path / "p.csv", "persons", rows))
    work()
    page = operator.get(of(desk))
    assert "Rows of the file 2 Loaded 1 New or different 1 Rejected 1" in page.text
    assert "1 of 2 rows; 1 rejected" in operator.get(PAGE).text
    assert BEN not in page.html, "a page shows figures"
    rejects = operator.get(f"{of(desk)}/rejects.csv")
    assert rejects.headers["Content-Disposition"].startswith("attachment")
    assert rejects.headers["Cache-Control"] == "no-store"
    lines = rejects.html.splitlines()
    assert lines[0].endswith("line,reason")
    assert lines[1].startswith(f"{BEN},李四,12345,990102,,3,mobile ")
    mended = tmp_path / "mended.csv"
    mended.write_text(rejects.html.replace("12345", ""), "utf-8")
    first = of(desk)
    hand_in(operator, "persons", mended)
    work()
    assert "Loaded wholly." in operator.get(of(desk)).text
    page = operator.post(f"{first}/rejects/delete", follow=True)
    assert "The reject file is deleted." in page.text
    assert "Hand the file in again to get another." in page.text
    assert operator.get(f"{first}/rejects.csv").status == 404
    assert kept(desk) == []
    assert desk.line.disclosed == [
        "records.load persons",
        "records.rejects persons",
        "records.load persons",
    ]


def test_the_same_file_twice_says_so(
    desk: House, operator: Visitor, work: Work, tmp_path: Path
) -> None:
    for _ in range(2):
        hand_in(operator, "persons", write_csv(tmp_path / "p.csv", "persons"))
        work()
        desk.line.passes(minutes=5)
    page = operator.get(of(desk))
    assert "This very file was loaded already, 3/16/26, 10:00" in page.text
    assert "was loaded already" in operator.get(PAGE).text


def test_a_file_that_cannot_be_read_is_refused_with_the_cure(
    desk: House, operator: Visitor, work: Work, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "p.csv", "persons", encoding="gb18030")
    hand_in(operator, "persons", path)
    work()
    page = operator.get(of(desk))
    assert "The file was refused, and nothing has changed." in page.text
    assert "Save it as “CSV UTF-8 (comma delimited)”" in page.text
    assert "refused" in operator.get(PAGE).text
    assert kept(desk) == []
    chinese = desk.sign_in({Role.OPERATOR}, language="zh").get(of(desk))
    assert "GB18030" in chinese.text
    assert "comma delimited" not in chinese.text


def test_a_file_without_a_header_is_not_quoted(
    desk: House, operator: Visitor, work: Work, tmp_path: Path
) -> None:
    path = tmp_path / "p.csv"
    path.write_text(f"{ADA},张三,15400000001,990101,\n", "utf-8")
    hand_in(operator, "persons", path)
    work()
    page = operator.get(of(desk))
    assert "must name its columns" in page.text
    assert ADA not in page.html
    assert ADA[-4:] in page.text


def test_what_is_no_file_of_records_is_not_taken(desk: House, operator: Visitor) -> None:
    page = operator.post(PAGE, kind="persons", file=(io.BytesIO(b"x"), "people.xls"))
    assert page.status == 422
    assert "neither a .csv nor an .xlsx file" in page.text
    page = operator.post(PAGE, kind="persons")
    assert "Choose a file." in page.text
    page = operator.post(PAGE, kind="gossip", file=(io.BytesIO(b"x"), "p.csv"))
    assert page.status == 422
    assert kept(desk) == []
    assert "No file was handed in here yet." in operator.get(PAGE).text


def test_a_file_that_is_too_large_is_not_taken(
    desk: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loads, "LARGEST", 100_000)
    operator = desk.sign_in({Role.OPERATOR})
    page = operator.post(PAGE, kind="persons", file=(io.BytesIO(b"x" * 200_000), "p.csv"))
    assert page.status == 413
    assert "too large" in page.text
    assert kept(desk) == []


def test_a_name_with_a_path_in_it_is_only_shown(
    desk: House, operator: Visitor, work: Work, tmp_path: Path
) -> None:
    write_csv(tmp_path / "p.csv", "persons")
    data = io.BytesIO((tmp_path / "p.csv").read_bytes())
    operator.post(PAGE, kind="persons", file=(data, "../../<b>p.csv"))
    page = operator.get(of(desk))
    assert latest(desk).name == "<b>p.csv"
    assert "<b>p.csv" not in page.html
    work()
    assert people(desk) == 2


def test_empty_sheets_have_the_columns_of_the_page_s_language(
    desk: House, operator: Visitor
) -> None:
    page = operator.get(f"{PAGE}/columns/cards.csv")
    assert page.html == "\ufeffid_number,card_number,status\r\n"
    chinese = desk.sign_in({Role.OPERATOR}, language="zh")
    assert chinese.get(f"{PAGE}/columns/cards.csv").html.startswith("\ufeff身份证号,社保卡号")
    assert operator.get(f"{PAGE}/columns/gossip.csv").status == 404


def test_a_load_that_is_not_there(operator: Visitor) -> None:
    assert operator.get(f"{PAGE}/7").status == 404
    assert operator.get(f"{PAGE}/7/progress").status == 404
    assert operator.get(f"{PAGE}/7/rejects.csv").status == 404
