"""The page of kept results says what the kept results say."""

from __future__ import annotations

import json

from bench.report import FOLDER, page


def test_the_page_is_made_from_the_results() -> None:
    told = json.loads((FOLDER / "results.json").read_text("utf-8"))
    assert (FOLDER / "results.md").read_text("utf-8") == page(told)
