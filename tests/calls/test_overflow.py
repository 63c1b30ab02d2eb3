"""The line is switched to overflow: nobody is kept waiting, and nobody is left with nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db.switches import Switches
from ivr.carrier.telephone import Telephone
from tests.plugins.line import Line

FIRST = "+861082300001"
BUSY = "现在来电很多，工作人员都在忙，暂时不能排队等待。"


def overflow(line: Line, minutes: float = 60) -> None:
    until = line.now() + timedelta(minutes=minutes)
    Switches(line.database).switch_on(until, "staff-1", line.now())


def test_a_callback_or_a_message_is_offered_at_once(telephone: Telephone, line: Line) -> None:
    line.employs(FIRST)
    overflow(line)
    call = telephone.dial()
    call.press("0")
    call.hears_only(BUSY, "预约回拨，请按一。", "留言，请按二。")
    call.rings_nobody()
    call.press("2")
    call.hears("请留言，我们会在二零二六年三月十八日前答复您。")
    call.hangs_up()
    assert line.events("overflow") == [{}]
    assert line.events("queued") == []


def test_the_seniors_key_still_leads_to_a_person(telephone: Telephone, line: Line) -> None:
    line.employs(FIRST)
    overflow(line)
    call = telephone.dial()
    call.press("5")
    call.rings(FIRST)
    call.hangs_up()


def test_it_goes_off_by_itself(telephone: Telephone, line: Line) -> None:
    line.employs(FIRST)
    overflow(line, minutes=30)
    line.passes(minutes=31)
    call = telephone.dial()
    call.press("0")
    call.rings(FIRST)
    call.hangs_up()


def test_it_can_be_switched_off(telephone: Telephone, line: Line) -> None:
    line.employs(FIRST)
    overflow(line)
    assert Switches(line.database).switch_off("staff-2", line.now())
    assert not Switches(line.database).switch_off("staff-2", line.now())
    line.passes(seconds=10)
    call = telephone.dial()
    call.press("0")
    call.rings(FIRST)
    call.hangs_up()


def test_in_english(telephone: Telephone, line: Line) -> None:
    overflow(line)
    call = telephone.dial()
    call.press("8")
    call.press("0")
    call.hears(
        "Many people are calling now and everyone is busy.", "To book a callback, press one."
    )
    call.hangs_up()


def test_outside_hours_the_opening_is_said_all_the_same(telephone: Telephone, line: Line) -> None:
    overflow(line, minutes=11 * 60)
    line.it_is("2026-03-16 20:00")
    call = telephone.dial()
    call.press("0")
    call.hears("二零二六年三月十七日上午八点半开始人工服务。")
    call.does_not_hear(BUSY)
    call.hangs_up()


@pytest.mark.postgres
def test_on_postgresql(telephone: Telephone, line: Line) -> None:
    line.employs(FIRST)
    overflow(line)
    call = telephone.dial()
    call.press("0")
    call.hears(BUSY, "预约回拨，请按一。")
    call.rings_nobody()
    call.hangs_up()
