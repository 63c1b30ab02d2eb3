"""A person: rung one after another, joined by pressing 1; or a message answered by a date."""

from __future__ import annotations

import pytest

from ivr.carrier.telephone import Telephone
from tests.plugins.line import Line
from tests.plugins.people import People

FIRST, SECOND = "+861082300001", "sip:desk@office.test"


def test_busy_then_the_next_takes_the_call(telephone: Telephone, line: Line) -> None:
    line.employs(FIRST, SECOND)
    call = telephone.dial()
    call.press("0")
    call.hears("正在为您转接，工号幺零零幺。")
    call.rings(FIRST)
    call.agent.is_busy()
    call.hears("正在为您转接，工号幺零零二。")
    call.rings(SECOND)
    call.agent.answers()
    call.agent.hears("热线来电，业务是一般咨询，接听请按一。")
    call.agent.presses("1")
    call.agent.is_joined()
    call.waits(60)
    call.agent.hangs_up()
    call.hears("您对刚才的人工服务满意吗？", "满意，请按一。", "不满意，请按三。")
    call.press("1")
    call.hears("谢谢您的评价。", "还有别的事，请按一。", "结束通话，请按二。")
    call.press("2")
    call.hears("谢谢来电，再见。")
    call.is_over()
    assert line.events("person") == [{"joined": False}, {"joined": True}]


def test_the_agent_is_told_what_it_is_about(
    telephone: Telephone, people: People, line: Line
) -> None:
    somebody = people.someone()
    line.employs(FIRST)
    call = telephone.dial()
    call.type(f"1{somebody.keys}1{somebody.pin}#2")
    call.hears("反映漏缴")
    call.press("0")
    call.agent.answers()
    call.agent.hears("热线来电，业务是缴费记录，接听请按一。")
    call.hangs_up()


def test_a_mailbox_presses_nothing_and_gets_no_call(telephone: Telephone, line: Line) -> None:
    line.employs(FIRST, SECOND)
    call = telephone.dial()
    call.press("0")
    call.hears("工号幺零零幺")
    call.agent.answers()
    call.agent.hears("接听请按一。")
    call.agent.is_not_joined()
    call.waits(10)
    call.hears("正在为您转接，工号幺零零二。")
    call.rings(SECOND)
    call.hangs_up()


def test_an_agent_may_decline(telephone: Telephone, line: Line) -> None:
    line.employs(FIRST, SECOND)
    call = telephone.dial()
    call.press("0")
    call.agent.answers()
    call.agent.hears("接听请按一。")
    call.agent.presses("2")
    call.hears("正在为您转接，工号幺零零二。")
    call.rings(SECOND)
    call.hangs_up()


def test_it_rings_for_a_while_only(telephone: Telephone, line: Line) -> None:
    line.employs(FIRST)
    call = telephone.dial()
    call.press("0")
    call.rings(FIRST)
    call.waits(26)
    call.hears("工作人员都在忙。", "留言，请按一。", "再次转接，请按二。", "预约回拨，请按三。")
    call.press("1")
    call.hears("请留言，我们会在二零二六年三月十八日前答复您。")
    call.hangs_up()


def test_whoever_did_not_answer_rests_for_a_while(telephone: Telephone, line: Line) -> None:
    line.employs(FIRST)
    call = telephone.dial()
    call.press("0")
    call.agent.does_not_answer()
    call.hears("工作人员都在忙。")
    call.hangs_up()
    line.passes(minutes=5)
    call = telephone.dial()
    call.press("0")
    call.rings(FIRST)
    call.hangs_up()


def test_nobody_is_employed(telephone: Telephone) -> None:
    call = telephone.dial()
    call.press("0")
    call.hears("工作人员都在忙。", "留言，请按一。")
    call.rings_nobody()
    call.hangs_up()


@pytest.mark.parametrize(
    ("now", "opens", "answered"),
    [
        ("2026-03-17 07:00", "三月十七日上午八点半", "三月十九日"),
        ("2026-03-16 12:30", "三月十六日下午一点半", "三月十八日"),
        ("2026-03-20 18:00", "三月二十三日上午八点半", "三月二十四日"),
        ("2026-04-30 18:00", "五月六日上午八点半", "五月七日"),  # Labour Day
        ("2026-05-08 18:00", "五月九日上午八点半", "五月十一日"),  # the Saturday is worked
        ("2026-09-30 18:00", "十月八日上午八点半", "十月九日"),  # National Day
    ],
)
def test_outside_hours_it_says_when_and_offers_a_callback_or_a_message(
    telephone: Telephone, line: Line, now: str, opens: str, answered: str
) -> None:
    line.employs(FIRST)
    line.it_is(now)
    call = telephone.dial()
    call.press("0")
    call.hears(f"二零二六年{opens}开始人工服务。", "预约回拨，请按一。", "留言，请按二。")
    call.rings_nobody()
    call.press("2")
    call.hears(f"我们会在二零二六年{answered}前答复您。")
    call.hangs_up()


def test_a_message_is_numbered_and_kept(telephone: Telephone, line: Line) -> None:
    line.it_is("2026-03-16 20:00")
    call = telephone.dial()
    call.type("41")
    call.hears("请留言，我们会在二零二六年三月十八日前答复您。", "请在提示音后讲话")
    call.speaks(12)
    call.press("#")
    call.hears("留言已收到，编号", "我们会在二零二六年三月十八日前答复您。")
    call.hangs_up()
    (ticket,) = line.tickets
    assert (ticket.kind, ticket.status, ticket.language) == ("message", "open", "zh-CN")
    assert ticket.promised_on.isoformat() == "2026-03-18"
    assert 11 <= ticket.recording_seconds <= 12


@pytest.mark.parametrize("where", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_hanging_up_while_speaking_keeps_the_message(
    telephone: Telephone, line: Line, where: str
) -> None:
    assert line.database.dialect.startswith(where)
    line.it_is("2026-03-16 20:00")
    call = telephone.dial()
    call.type("41")
    call.speaks(20)
    call.hangs_up()
    (ticket,) = line.tickets
    assert ticket.recording_seconds >= 19


def test_a_message_of_nothing_is_asked_for_once_more(telephone: Telephone, line: Line) -> None:
    call = telephone.dial()
    call.type("41")
    call.waits(7)
    call.hears("没有听到您的留言，请再说一次。")
    call.waits(7)
    call.hears("没有听到您的声音。", "再次留言，请按一。")
    call.is_going_on()
    call.hangs_up()
    assert line.tickets == []


def test_zero_and_star_while_speaking(telephone: Telephone, line: Line) -> None:
    line.employs(FIRST)
    call = telephone.dial()
    call.type("41")
    call.speaks(3)
    call.press("*")
    call.hears("留言，请按一。", "预约回拨，请按二。")
    call.press("1")
    call.speaks(3)
    call.press("0")
    call.rings(FIRST)
    call.hangs_up()
    assert line.tickets == []


@pytest.mark.postgres
def test_busy_then_joined_on_postgresql(telephone: Telephone, line: Line) -> None:
    line.employs(FIRST, SECOND)
    call = telephone.dial()
    call.press("0")
    call.agent.is_busy()
    call.rings(SECOND)
    call.agent.answers()
    call.agent.hears("接听请按一。")
    call.agent.presses("1")
    call.agent.is_joined()
    call.hangs_up()
    assert line.events("person") == [{"joined": False}, {"joined": True}]
