"""A city of Guangdong: its line answers in Cantonese, by its profile alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.carrier.telephone import Telephone
from tests.plugins import line as plugin
from tests.plugins.line import Line
from tests.plugins.people import Medical, People


@pytest.fixture(autouse=True)
def guangdong(line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The city of the tests, speaking Cantonese first."""
    del line  # It is made before; what it finds wrong is of the tests' own city, once for all.
    plugin._faults()
    profile = plugin.CITY.read_text("utf-8")
    city = tmp_path / "guangdong.toml"
    city.write_text(profile.replace('["zh-CN", "en-US"]', '["yue-CN", "zh-CN"]'), "utf-8")
    monkeypatch.setattr(plugin, "CITY", city)


def test_a_balance_in_cantonese(telephone: Telephone, people: People) -> None:
    somebody = people.someone(medical=Medical(2200.05))
    call = telephone.dial()
    call.hears("你好，呢度系一二三三三。", "您好，这里是幺二三三三。", "使用普通话，请按八。")
    call.hears("查询医保、社保账户，请揿一。")
    call.press("1")
    call.type(f"{somebody.keys}1{somebody.pin}#")
    call.press("1")
    call.hears("你嘅医保个人账户余额系两千二百元零五分。")
    call.hangs_up()
    assert {e.language for e in call.transcript if "揿" in e.heard_text} == {"yue-CN"}


def test_key_eight_leads_to_mandarin_and_back(telephone: Telephone) -> None:
    call = telephone.dial()
    call.press("8")
    call.hears("您已选择普通话。", "用粤语，请揿八。", "查询医保、社保账户，请按一。")
    call.press("8")
    call.hears("你已经选择粤语。", "使用普通话，请按八。", "查询医保、社保账户，请揿一。")
    call.hangs_up()
