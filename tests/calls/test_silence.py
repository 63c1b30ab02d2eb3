"""Silence, wrong keys, more time, and a call that was cut off."""

from __future__ import annotations

import pytest

from ivr.carrier.telephone import Telephone
from tests.plugins.line import Line
from tests.plugins.people import People

DESK = "+861082300001"


def test_silence_is_answered_more_shortly_then_with_time_then_with_a_person(
    telephone: Telephone, line: Line
) -> None:
    line.employs(DESK)
    call = telephone.dial()
    call.hears("老年人或需要慢速服务，请按五。")
    call.waits(7)
    call.hears_only(
        "查询医保、社保账户，请按一。",
        "社保卡挂失、密码，请按二。",
        "政策和办事指南，请按三。",
        "留言、回拨、投诉、查进度，请按四。",
        "老年人或需要慢速服务，请按五。",
    )
    call.waits(7)
    call.hears("查询医保、社保账户，请按一。", "需要更多时间吗？请按一。")
    call.waits(7)
    call.hears("现在为您转人工。", "正在为您转接")
    call.rings(DESK)
    call.hangs_up()


def test_more_time_waits_longer_for_the_rest_of_the_call(telephone: Telephone) -> None:
    call = telephone.dial()
    call.waits(7)
    call.waits(7)
    call.hears("需要更多时间吗？请按一。")
    call.press("1")
    call.hears("您好", "查询医保、社保账户，请按一。")
    call.waits(14)
    call.hears_only()
    call.waits(1)
    call.hears("查询医保、社保账户，请按一。")
    call.hangs_up()


def test_wrong_keys_are_never_blamed_and_lead_to_a_person(telephone: Telephone, line: Line) -> None:
    line.employs(DESK)
    call = telephone.dial()
    call.hears("请按五。")
    call.press("7")
    call.hears("请再选一次。", "查询医保、社保账户，请按一。")
    call.press("6")
    call.hears("请再选一次。", "需要更多时间吗？请按一。")
    call.press("#")
    call.hears("现在为您转人工。")
    call.rings(DESK)
    call.hangs_up()


def test_silence_and_wrong_keys_are_counted_apart(telephone: Telephone) -> None:
    call = telephone.dial()
    call.hears("请按五。")
    call.press("7")
    call.hears("请再选一次。")
    call.waits(7)
    call.hears("查询医保、社保账户，请按一。")
    call.does_not_hear("需要更多时间吗", "转人工")
    call.press("6")
    call.hears("需要更多时间吗？请按一。")
    call.hangs_up()


def test_help_and_patience_in_an_id_number(telephone: Telephone, line: Line) -> None:
    line.employs(DESK)
    call = telephone.dial()
    call.press("1")
    call.hears("请输入十八位身份证号")
    call.press("#")
    call.hears("请输入身份证号，X按星号，按井号结束。", "要人工请按零，再按井号。")
    call.waits(9)
    call.hears_only()
    call.waits(1)
    call.hears("需要更多时间吗？请按一。")
    call.type("0#")
    call.rings(DESK)
    call.hangs_up()


def test_a_number_that_stops_in_the_middle_is_asked_for_again(telephone: Telephone) -> None:
    call = telephone.dial()
    call.press("1")
    call.hears("请输入十八位身份证号")
    call.type("9900001980")
    call.waits(10)
    call.hears("号码似乎有误，请再输一次。")
    call.hangs_up()


def test_outside_hours_patience_ends_in_a_callback_or_a_message(
    telephone: Telephone, line: Line
) -> None:
    line.it_is("2026-03-16 20:00")
    call = telephone.dial()
    call.waits(7)
    call.waits(7)
    call.waits(7)
    call.hears("三月十七日上午八点半开始人工服务。", "预约回拨，请按一。", "留言，请按二。")
    call.waits(7)
    call.waits(7)
    call.waits(7)
    call.hears("请留言")
    call.is_going_on()
    call.hangs_up()


@pytest.mark.parametrize("minutes", [5, 15])
def test_a_dropped_call_gets_its_place_back_but_never_the_login(
    telephone: Telephone, people: People, line: Line, minutes: int
) -> None:
    somebody = people.someone()
    call = telephone.dial()
    call.type(f"1{somebody.keys}1{somebody.pin}#2")
    call.hears("没有查到您的缴费记录。")
    call.hangs_up()

    line.passes(minutes=minutes)
    stranger = telephone.dial("+8613800000077")
    stranger.does_not_hear("您刚刚来过电话。")
    stranger.hangs_up()
    again = telephone.dial()
    if minutes > 10:
        again.does_not_hear("您刚刚来过电话。")
        again.hangs_up()
        return
    again.hears("您刚刚来过电话。", "继续刚才的业务，请按一。", "回到主菜单，请按二。")
    again.press("1")
    again.hears("请输入十八位身份证号")
    again.type(somebody.keys)
    again.press("1")
    again.type(f"{somebody.pin}#")
    again.hears("没有查到您的缴费记录。")
    again.hangs_up()


def test_a_call_that_said_goodbye_is_not_offered_again(telephone: Telephone, line: Line) -> None:
    line.it_is("2026-03-16 20:00")
    call = telephone.dial()
    call.type("41")
    call.speaks(5)
    call.press("#")
    call.hears("结束通话，请按二。")
    call.press("2")
    call.hears("谢谢来电，再见。")
    call.is_over()
    line.passes(minutes=1)
    again = telephone.dial()
    again.does_not_hear("您刚刚来过电话。")
    again.hangs_up()


def test_slow_service_outside_hours(telephone: Telephone, people: People, line: Line) -> None:
    somebody = people.someone()
    line.it_is("2026-03-16 20:00")
    call = telephone.dial()
    call.press("5")
    call.hears("好的，我们慢慢来，每个结果会说两遍。")
    call.press("1")
    call.hears("查询医保、社保账户，请按一。")
    call.waits(14)
    call.hears_only()
    call.type(f"1{somebody.keys}1{somebody.pin}#1")
    call.listens_out()
    assert call.heard.count("没有查到您的医保个人账户。") == 2
    call.hangs_up()


def test_older_callers_reach_a_person_at_once_in_hours(telephone: Telephone, line: Line) -> None:
    line.employs(DESK)
    call = telephone.dial()
    call.press("5")
    call.rings(DESK)
    call.hangs_up()
