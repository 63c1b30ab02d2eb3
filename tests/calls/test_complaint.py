"""Complaints: what they are about, when they are answered, and what is kept of them."""

from __future__ import annotations

import pytest

from ivr.carrier.telephone import Telephone
from tests.plugins.line import Line
from tests.plugins.people import People


@pytest.mark.parametrize(("key", "about"), [("1", "staff"), ("2", "fraud"), ("3", "other")])
def test_a_complaint_is_recorded_and_answered_by_a_date(
    telephone: Telephone, line: Line, key: str, about: str
) -> None:
    call = telephone.dial()
    call.type("43")
    call.hears("对工作人员的投诉，请按一。", "举报骗取社保基金，请按二。", "其他投诉，请按三。")
    call.press(key)
    call.hears("请留言，我们会在二零二六年三月二十三日前答复您。", "请在提示音后讲话")
    call.speaks(30)
    call.press("#")
    call.hears("投诉已收到，编号", "我们会在二零二六年三月二十三日前答复您。")
    call.press("2")
    call.hears("谢谢来电，再见。")
    (ticket,) = line.tickets
    assert (ticket.kind, ticket.about, ticket.status) == ("complaint", about, "open")
    assert ticket.promised_on.isoformat() == "2026-03-23"
    assert 29 <= ticket.recording_seconds <= 30


def test_working_days_are_counted_over_a_holiday(telephone: Telephone, line: Line) -> None:
    """Labour Day, then a Saturday that is worked: five working days from Thursday."""
    line.it_is("2026-04-30 10:00")
    call = telephone.dial()
    call.type("431")
    call.hears("二零二六年五月十一日前答复您。")
    call.hangs_up()


def test_silence_is_no_complaint(telephone: Telephone, line: Line) -> None:
    call = telephone.dial()
    call.type("432")
    call.waits(7)
    call.hears("没有听到您的留言，请再说一次。")
    call.waits(7)
    call.hears("没有听到您的声音。", "再次留言，请按一。")
    call.press("1")
    call.speaks(9)
    call.press("#")
    call.hears("投诉已收到")
    call.hangs_up()
    (ticket,) = line.tickets
    assert ticket.about == "fraud"


def test_star_leads_back_to_what_it_is_about(telephone: Telephone, line: Line) -> None:
    call = telephone.dial()
    call.type("431")
    call.speaks(3)
    call.press("*")
    call.hears("对工作人员的投诉，请按一。")
    call.hangs_up()
    assert line.tickets == []


@pytest.mark.postgres
def test_a_known_complainant_on_postgresql(
    telephone: Telephone, people: People, line: Line
) -> None:
    somebody = people.someone(mobile="+8613800138000")
    call = telephone.dial()
    call.type(f"81{somebody.keys}1{somebody.pin}#*432")
    call.speaks(8)
    call.press("#")
    call.hears("Your complaint is kept as number", "We have texted the number")
    call.hangs_up()
    (ticket,), (text,) = line.tickets, line.texts
    assert (ticket.about, ticket.person_id) == ("fraud", somebody.id)
    assert "We will answer by March 23, 2026." in text.words
