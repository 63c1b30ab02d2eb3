"""The rules that callers ask about are found in both languages, and expired ones are marked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from flows.topics import Topics
from ivr.desk.agent.knowledge import rules
from tests.desk.agent.seat import Seat
from tests.desk.house import House

TOLD = """
field = "other"
effective = {begins}
expires = {ends}

[text.zh-CN]
title = "旧规定"
spoken = "从前是这样的。"
legal_basis = "依据旧办法。"
full = "从前的全文。"

[text.en-US]
title = "an old rule"
spoken = "It used to be so."
legal_basis = "By the old measure."
full = "The old text in full."
"""


def test_every_rule_is_there_until_one_is_looked_for(desk: House, agent: Seat) -> None:
    page = agent.visitor.get("/desk/knowledge")
    told = desk.parts.line.topics.told(date(2026, 3, 16))
    assert len(told) > 5
    for version in told:
        text = version.content.text["en-US"]
        assert text.title in page.text
        assert text.spoken in page.text
        assert text.legal_basis in page.text
    assert "Version of " in page.text


def test_a_word_is_looked_for_in_both_languages(desk: House, agent: Seat) -> None:
    (title,) = (
        v.content.text["en-US"].title
        for v in desk.parts.line.topics.told(date(2026, 3, 16))
        if v.name == "unemployment"
    )
    for wanted in ("失业", "UNEMPLOYMENT", "unemployment insurance"):
        page = agent.visitor.piece("/desk/knowledge", words=wanted)
        assert "<html" not in page.html
        assert title in page.text


def test_what_no_rule_has_is_not_found(desk: House, agent: Seat) -> None:
    page = agent.visitor.get("/desk/knowledge?words=zzz<script>")
    assert "No rule has these words." in page.text
    assert "<script>" not in page.html.partition("<body")[2]


def test_the_language_of_the_agent_comes_first(desk: House) -> None:
    page = Seat(desk, "1001", language="zh").visitor.get("/desk/knowledge?words=失业")
    assert page.html.index('lang="zh-CN"><small>') < page.html.index('lang="en-US"><small>')


@pytest.mark.parametrize(
    ("begins", "ends", "on", "holds"),
    [
        (date(2020, 1, 1), date(2025, 12, 31), date(2026, 3, 16), False),
        (date(2020, 1, 1), date(2026, 3, 16), date(2026, 3, 16), True),
        (date(2026, 7, 1), date(2027, 7, 1), date(2026, 3, 16), False),
    ],
)
def test_one_that_does_not_hold_is_found_last_and_marked(
    tmp_path: Path, begins: date, ends: date, on: date, holds: bool
) -> None:
    for name, span in (("old", (begins, ends)), ("present", (date(2020, 1, 1), date(2030, 1, 1)))):
        (tmp_path / name).mkdir()
        text = TOLD.format(begins=span[0], ends=span[1])
        (tmp_path / name / "2020-01-01.toml").write_text(text, "utf-8")
    topics = Topics.load(tmp_path, ("zh-CN", "en-US"))
    found = {rule.version.name: rule.holds for rule in rules(topics, "old rule", on)}
    assert found == {"old": holds, "present": True}
    if not holds:
        assert list(found) == ["present", "old"]
    assert rules(topics, "newest", on) == []


def test_an_expired_one_is_marked_on_the_page(desk: House, agent: Seat) -> None:
    topic = desk.parts.line.topics.newest(date(2026, 3, 16))[0]
    assert "expired" not in agent.visitor.get("/desk/knowledge").text
    object.__setattr__(topic.content, "expires", date(2026, 3, 15))
    try:
        assert "expired" in agent.visitor.get("/desk/knowledge").text
    finally:
        object.__setattr__(topic.content, "expires", None)
