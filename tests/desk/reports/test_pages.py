"""The pages of the reports, and what is taken away from them."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta

import pytest
from openpyxl import load_workbook

from db.staff import Role
from tests.desk.house import House
from tests.desk.reports.test_sums import Made

WATCHING = {Role.SUPERVISOR}
YESTERDAY = "2026-03-15"


@pytest.fixture
def busy(desk: House) -> House:
    """Yesterday somebody called, and talked to an agent after ten seconds."""
    made = Made(desk.database)
    at = datetime.fromisoformat(f"{YESTERDAY}T10:00:00+08:00")
    call = made.call(
        at, number_index=b"a", step="medical.balance", ended_at=at + timedelta(minutes=3)
    )
    made.event(call, at, "turn", **{"from": "welcome.menu", "to": "medical.balance"})
    made.talk(call, at, 10, 100, score=1)
    later = at + timedelta(hours=1)
    left = made.call(later, number_index=b"b", ended_at=later + timedelta(minutes=1))
    made.event(left, later, "turn", **{"from": "", "to": "welcome.menu"})
    return desk


def test_yesterday_is_shown_unasked_with_what_each_figure_means(busy: House) -> None:
    page = busy.sign_in(WATCHING).get("/desk/reports")
    assert "Offered 2 Calls that reached the line in this time." in page.text
    assert "Answered within 15 s 100.0% Of all who asked" in page.text
    assert "Hold time, mean 10 s" in page.text
    assert "Talk time, mean 1:40" in page.text
    assert page.html.count('<img src="data:image/svg+xml;base64,') == 4


def test_in_chinese(busy: House) -> None:
    page = busy.sign_in(WATCHING, language="zh").get("/desk/reports")
    assert "来电量 2 这段时间内接入热线的来电。" in page.text


def test_an_empty_day_says_what_to_do(desk: House) -> None:
    visitor = desk.sign_in(WATCHING)
    assert "Nobody called in this time." in visitor.get("/desk/reports").text
    assert "Nobody called on this day." in visitor.get("/desk/reports/steps").text


@pytest.mark.parametrize(
    "asked",
    [
        "first=2026-03-15&last=2026-03-01",
        "first=2025-01-01&last=2026-03-01",
        "last=2026-03-17&first=2026-03-16",
        "first=never",
    ],
)
def test_days_that_cannot_be_are_said_to_be_so(busy: House, asked: str) -> None:
    page = busy.sign_in(WATCHING).get(f"/desk/reports?{asked}")
    assert "at most 92 days" in page.text
    assert "Offered 2" in page.text


def test_by_hour_and_by_day(busy: House) -> None:
    visitor = busy.sign_in(WATCHING)
    address = f"/desk/reports?first={YESTERDAY}&last={YESTERDAY}"
    assert visitor.get(f"{address}&by=hour").html.count('<th scope="row">') == 2
    assert visitor.get(f"{address}&by=day").html.count('<th scope="row">') == 1


def test_the_same_figures_as_csv_and_as_a_workbook(busy: House) -> None:
    visitor = busy.sign_in(WATCHING)
    answer = visitor.get("/desk/reports/figures.csv").answer
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    header, *rows = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    told = [dict(zip(header, row, strict=True)) for row in rows]
    assert [(row["calls"], row["answered"], row["errand:medical"]) for row in told] == [
        ("1", "1", "1"),
        ("1", "0", "0"),
    ]
    book = load_workbook(io.BytesIO(visitor.get("/desk/reports/figures.xlsx").answer.data))
    sheet = book["figures"]
    assert [cell.value for cell in sheet[1]] == header
    assert sheet.max_row == 3
    assert book["definitions"]["B1"].value == "Offered"


def test_only_some_may_take_them_away(busy: House) -> None:
    auditor = busy.sign_in({Role.AUDITOR})
    page = auditor.get("/desk/reports")
    assert page.status == 200
    assert "figures.csv" not in page.html
    assert auditor.get("/desk/reports/figures.csv").status == 403
    assert busy.sign_in({Role.AGENT}).get("/desk/reports").status == 403
    assert busy.sign_in(WATCHING).get("/desk/reports/figures.exe").status == 404


def test_where_callers_left_as_a_table_and_on_the_map(busy: House) -> None:
    visitor = busy.sign_in(WATCHING)
    page = visitor.get(f"/desk/reports/steps?first={YESTERDAY}&last={YESTERDAY}")
    assert "medical.balance" in page.text
    drawn = visitor.get(f"/desk/reports/steps.svg?first={YESTERDAY}&last={YESTERDAY}")
    assert drawn.answer.mimetype == "image/svg+xml"
    assert ">1 / 1</text>" in drawn.html
