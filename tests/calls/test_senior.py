"""Older callers: a person at once, or a line that takes its time."""

from __future__ import annotations

from ivr.carrier.telephone import Telephone
from tests.plugins.line import Line
from tests.plugins.people import Medical, People

DESK = "+861082300001"


def test_in_hours_a_person_answers(telephone: Telephone, line: Line) -> None:
    line.employs(DESK)
    call = telephone.dial()
    call.press("5")
    call.rings(DESK)
    call.hangs_up()


def test_outside_hours_every_result_is_said_twice(
    telephone: Telephone, people: People, line: Line
) -> None:
    somebody = people.someone(medical=Medical(1200.05))
    line.it_is("2026-03-16 20:00")
    call = telephone.dial()
    call.press("5")
    call.hears("好的，我们慢慢来，每个结果会说两遍。", "现在办理，请按一。")
    call.press("1")
    call.hears("查询医保、社保账户，请按一。")
    call.type(f"1{somebody.keys}1{somebody.pin}#")
    call.hears("查询医保个人账户，请按一。")
    call.press("1")
    balance = "您的医保个人账户余额是一千二百元零五分。"
    call.hears(balance, balance, "请按一。")
    call.hangs_up()
    assert line.events("slow") == [{}]


def test_outside_hours_somebody_can_call_back(telephone: Telephone, line: Line) -> None:
    line.it_is("2026-03-16 20:00")
    call = telephone.dial()
    call.press("5")
    call.hears("等工作人员给您回电，请按二。")
    call.press("2")
    call.hears("星期二上午八点半，请按一。")
    call.hangs_up()
