"""Callbacks: which times are offered, what is promised, and who gets the last place."""

from __future__ import annotations

from datetime import datetime

import pytest

from db import absent
from ivr.carrier.telephone import Telephone
from tests.calls.test_messages import spoken
from tests.calls.words import digits
from tests.plugins.line import SHANGHAI, Line
from tests.plugins.people import People

MOBILE = "+8613800138000"
WITHHELD = "anonymous"


def test_the_next_free_times_then_later_ones(telephone: Telephone) -> None:
    """A Monday at ten: the first slot begins in half an hour; noon is free time."""
    call = telephone.dial()
    call.listens_out()
    call.press("4")
    call.listens_out()
    call.press("2")
    call.hears_only(
        "我们会拨打您现在用的号码。",
        "星期一上午十点半，请按一。",
        "星期一上午十一点，请按二。",
        "星期一上午十一点半，请按三。",
        "星期一下午一点半，请按四。",
        "更晚的时间，请按五。",
    )
    call.press("5")
    call.hears("星期一下午两点，请按一。", "星期一下午三点半，请按四。", "更晚的时间，请按五。")
    call.press("5")
    call.hears("星期一下午四点，请按一。", "星期一下午五点，请按三。", "星期二上午八点半，请按四。")
    call.press("*")
    call.hears("留言，请按一。", "预约回拨，请按二。")
    call.hangs_up()


def test_a_callback_is_booked_and_promised(telephone: Telephone, line: Line) -> None:
    call = telephone.dial("+8613912345678")
    call.type("422")
    call.hears(
        "星期一，二零二六年三月十六日上午十一点。", "确认预约，请按一。", "另选时间，请按二。"
    )
    call.press("2")
    call.hears("星期一上午十点半，请按一。")
    call.press("4")
    call.hears("星期一，二零二六年三月十六日下午一点半。")
    call.press("1")
    (ticket,) = line.tickets
    call.hears(
        "已经约好，我们在星期一，二零二六年三月十六日下午一点半给您回电，"
        f"编号{spoken(ticket.number)}。",
        f"我们回电时会先报这四位数，{digits(ticket.code)}。",
        "结束通话，请按二。",
    )
    call.hangs_up()
    begins = datetime(2026, 3, 16, 13, 30, tzinfo=SHANGHAI)
    assert (ticket.kind, ticket.status, ticket.callback_at) == ("callback", "open", begins)
    assert ticket.promised_on == begins.date()
    assert line.keyring.decrypt_text(ticket.caller_number, "tickets.caller_number") == (
        "+8613912345678"
    )
    assert promised(line) == [(ticket.number, begins)]
    assert line.texts == []


def promised(line: Line) -> list[tuple[str, datetime]]:
    """The tickets of who waits without being on the line, and when each is due."""
    return [(each.ticket, each.due_at) for each in absent.promised(line.database, 10)]


def test_one_callback_at_a_time(telephone: Telephone, line: Line) -> None:
    call = telephone.dial("+8613912345678")
    call.type("4211")
    call.hears("已经约好")
    call.press("2")
    call.is_over()
    line.passes(minutes=5)
    call = telephone.dial("+8613912345678")
    call.type("42")
    call.hears(
        "您已经预约了星期一，二零二六年三月十六日上午十点半的回拨，编号", "回到主菜单，请按一。"
    )
    call.hangs_up()
    line.passes(hours=1)
    call = telephone.dial("+8613912345678")
    call.type("42")
    call.hears("我们会拨打您现在用的号码。")
    call.hangs_up()
    assert len(line.tickets) == 1


def test_a_withheld_number_cannot_be_called(telephone: Telephone, line: Line) -> None:
    call = telephone.dial(WITHHELD)
    call.type("42")
    call.hears("您的号码没有显示，我们无法回拨。", "留言，请按一。", "回到主菜单，请按二。")
    call.press("1")
    call.hears("请留言")
    call.hangs_up()
    assert line.tickets == []


def test_a_withheld_number_of_somebody_known_is_called_on_the_registered_mobile(
    telephone: Telephone, people: People, line: Line
) -> None:
    somebody = people.someone(mobile=MOBILE)
    call = telephone.dial(WITHHELD)
    call.type(f"1{somebody.keys}1{somebody.pin}#*42")
    call.hears("我们会拨打您尾号八零零零的登记手机。", "星期一上午十点半，请按一。")
    call.type("11")
    call.hears("已经约好", "编号已用短信发到尾号八零零零的登记手机。")
    call.press("1")
    call.type("42")
    call.hears("您已经预约了星期一")
    call.hangs_up()
    (ticket,), (text,) = line.tickets, line.texts
    assert (ticket.caller_number, ticket.person_id) == (None, somebody.id)
    assert text.words.startswith("已经约好，我们在星期一，2026年3月16日10:30给您回电，编号")
    assert text.words.endswith(f"我们回电时会先报这四位数，{ticket.code}。")


@pytest.mark.parametrize(
    ("now", "first", "last"),
    [
        (
            "2026-03-16 10:16",
            "星期一上午十一点，请按一。",
            "星期一下午两点，请按四。",
        ),  # 14 minutes are too few
        ("2026-03-20 17:10", "星期一上午八点半，请按一。", "星期一上午十点，请按四。"),
        (
            "2026-04-30 16:50",
            "星期三上午八点半，请按一。",
            "星期三上午十点，请按四。",
        ),  # Labour Day
        ("2026-05-08 18:00", "星期六上午八点半，请按一。", "星期六上午十点，请按四。"),  # is worked
    ],
)
def test_nobody_is_called_when_the_office_is_closed(
    telephone: Telephone, line: Line, now: str, first: str, last: str
) -> None:
    line.ways = line.ways[:1]
    line.it_is(now)
    call = telephone.dial()
    call.type("42")
    call.hears(first, last, "更晚的时间，请按五。")
    call.hangs_up()


def test_outside_hours_a_person_is_offered_by_callback(telephone: Telephone, line: Line) -> None:
    line.it_is("2026-03-16 20:00")
    call = telephone.dial()
    call.press("0")
    call.hears("二零二六年三月十七日上午八点半开始人工服务。", "预约回拨，请按一。")
    call.type("111")
    call.hears("已经约好，我们在星期二，二零二六年三月十七日上午八点半给您回电")
    call.hangs_up()
    assert len(line.tickets) == 1


@pytest.mark.parametrize("where", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_of_two_who_want_the_last_place_one_is_offered_another(
    telephone: Telephone, line: Line, where: str
) -> None:
    """Both hear that it is free; two places are taken before the third caller confirms."""
    assert line.database.dialect.startswith(where)
    calls = [line.new_telephone().dial(f"+861391234567{nth}") for nth in range(3)]
    for call in calls:
        call.type("421")
        call.hears("星期一，二零二六年三月十六日上午十点半。")
    for call in calls[:2]:
        call.press("1")
        call.hears("已经约好，我们在星期一，二零二六年三月十六日上午十点半给您回电")
    late = calls[2]
    late.press("1")
    late.hears("这个时间刚刚约满，请另选一个。", "星期一上午十一点，请按一。")
    late.type("11")
    late.hears("已经约好，我们在星期一，二零二六年三月十六日上午十一点给您回电")
    for call in calls:
        call.hangs_up()
    assert len(line.tickets) == len(promised(line)) == 3


def test_in_english(telephone: Telephone) -> None:
    call = telephone.dial()
    call.type("8421")
    call.hears("At ten thirty a.m. on Monday, March sixteenth, twenty twenty-six.")
    call.hears("To book it, press one.")
    call.press("1")
    call.hears("Booked for ten thirty a.m. on Monday, March sixteenth, twenty twenty-six.")
    call.hangs_up()


def test_star_never_comes_back_to_times_that_are_no_longer_offered(
    telephone: Telephone, line: Line
) -> None:
    """Neither after a booking, where a second one could be had, nor when it is known of."""
    call = telephone.dial()
    call.type("4211")
    call.hears("已经约好")
    call.press("*")
    call.hears("留言，请按一。", "预约回拨，请按二。")
    call.press("2")
    call.hears("您已经预约了星期一")
    call.press("*")
    call.hears("留言，请按一。")
    call.hangs_up()
    assert len(line.tickets) == 1


def test_who_asks_for_a_person_after_booking_and_goes_back(
    telephone: Telephone, line: Line
) -> None:
    call = telephone.dial()
    call.type("4211")
    call.hears("已经约好")
    call.press("0")
    call.hears("工作人员都在忙。", "预约回拨，请按三。")
    call.press("3")
    call.hears("您已经预约了星期一")
    call.press("*")
    call.hears("留言，请按一。", "预约回拨，请按二。")
    call.hangs_up()
    assert len(line.tickets) == 1
