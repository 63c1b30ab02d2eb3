"""A city of Guangdong: its line answers in Cantonese, by its profile alone."""

from __future__ import annotations

import pytest

from ivr.carrier.telephone import Telephone
from ivr.settings import ROOT
from tests.plugins.line import Line
from tests.plugins.people import Medical, People

pytestmark = pytest.mark.parametrize(
    "line", [{"city": ROOT / "cities" / "river.toml"}], indirect=True
)


def test_a_balance_in_cantonese(telephone: Telephone, people: People, line: Line) -> None:
    somebody = people.someone(medical=Medical(2200.05))
    call = telephone.dial()
    call.hears("你好，呢度系河湾市社保热线九九零，一二三三三。", "查询医保、社保账户，请揿二。")
    call.press("2")
    call.type(f"{somebody.keys}1{somebody.pin}#")
    call.hears("查询医保个人账户，请揿一。")
    call.press("1")
    call.hears("你嘅医保个人账户余额系两千二百元零五分。")
    call.hangs_up()
    assert {e.language for e in call.transcript if "揿" in e.heard_text} == {"yue-CN"}
    assert line.disclosed == ["medical.balance"]


def test_cantonese_is_remembered_and_key_eight_comes_back_to_it(telephone: Telephone) -> None:
    call = telephone.dial("+8613800000002")
    call.press("8")
    call.hears("您已选择普通话。", "用粤语，请连续揿两次八。", "请按一。")
    call.press("8")
    call.hears("You have chosen English.")
    call.press("8")
    call.hears("你已经选择粤语。", "请揿一。")
    call.hangs_up()
    again = telephone.dial("+8613800000002")
    again.hears("你好，呢度系河湾市社保热线", "使用普通话，请按八。", "请揿一。")
    again.hangs_up()
