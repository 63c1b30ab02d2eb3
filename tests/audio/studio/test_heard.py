"""The report of what was heard: only what was listened to now is told anew."""

from __future__ import annotations

import json
from pathlib import Path

from audio.studio.heard import Hearing, Result, known_from, write


def hearing(name: str, group: str, heard: str, recording: str) -> Hearing:
    """Of 「余额」."""
    return Hearing(name, group, "余额", heard, 0, 2, heard == "余额", recording)


def test_a_report_keeps_what_was_not_listened_to(tmp_path: Path) -> None:
    file = tmp_path / "heard.json"
    value, phrase = hearing("v", "values", "余额", "a"), hearing("p", "phrases", "鱼饿", "b")
    write({"zh-CN": Result((phrase, value)), "en-US": Result((value,))}, file)
    again = hearing("p", "phrases", "余额", "c")
    write({"zh-CN": Result((again,))}, file)
    told = json.loads(file.read_text("utf-8"))
    assert [one["recording"] for one in told["zh-CN"]] == ["c", "a"]
    assert [one["recording"] for one in told["en-US"]] == ["a"]
    assert known_from(file, "zh-CN") == {"c": "余额", "a": "余额"}
    assert "| zh-CN | phrases | 1 | 100.0 % |" in file.with_suffix(".md").read_text("utf-8")
