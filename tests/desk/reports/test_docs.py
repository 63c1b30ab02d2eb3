"""The page about the reports says what they count."""

from __future__ import annotations

from pathlib import Path

from flask_babel import force_locale

from ivr.desk.reports.figures import FIGURES
from tests.desk.house import House

PAGE = Path(__file__).parents[3] / "docs" / "reports.md"


def test_each_figure_is_explained_as_on_the_page(desk: House) -> None:
    told = PAGE.read_text("utf-8")
    with desk.app.test_request_context(), force_locale("en"):
        rows = [f"| `{each.key}` | {each.name} | {each.means} |" for each in FIGURES]
    assert [row for row in rows if row not in told] == []
