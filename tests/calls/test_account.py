"""What a verified caller hears of their accounts and contributions."""

from __future__ import annotations

from datetime import date

import pytest

from ivr.carrier.telephone import Telephone, TelephoneCall
from tests.plugins.line import Line
from tests.plugins.people import Medical, Month, People, Person

MOVES = (
    (date(2025, 11, 10), "credit", 1000.00),
    (date(2026, 1, 10), "credit", 320.00),
    (date(2026, 1, 20), "spend", 85.50),
    (date(2026, 2, 10), "credit", 320.00),
    (date(2026, 2, 11), "spend", 12.00),
    (date(2026, 3, 2), "spend", 342.45),
)
BALANCE = 1200.05


def verified(telephone: Telephone, somebody: Person, *, english: bool = False) -> TelephoneCall:
    """A call in which somebody has proven who they are."""
    call = telephone.dial()
    if english:
        call.press("8")
        call.hears("You have chosen English.")
    call.press("1")
    call.type(somebody.keys)
    call.hears("If that is right" if english else "正确请按")
    call.press("1")
    call.type(f"{somebody.pin}#")
    return call


def test_a_balance_that_reconciles(telephone: Telephone, people: People, line: Line) -> None:
    somebody = people.someone(medical=Medical(BALANCE, entries=MOVES))
    call = verified(telephone, somebody)
    call.press("1")
    call.hears(
        "截至二零二六年三月十五日，您的医保个人账户余额是一千二百元零五分。",
        "年初余额一千元。",
        "年初以来划入六百四十元，使用四百三十九元九角五分。",
        "最近一次划入，二零二六年二月十日，三百二十元。",
        "二零二六年三月二日，使用三百四十二元四角五分。",
        "二零二六年二月十一日，使用十二元。",
        "听更早的使用记录，请按一。",
    )
    call.press("1")
    call.hears("二零二六年一月二十日，使用八十五元五角。")
    call.does_not_hear("听更早的使用记录")
    call.hangs_up()
    assert line.disclosed == ["medical.balance", "medical.earlier"]


def test_a_balance_in_english(telephone: Telephone, people: People) -> None:
    somebody = people.someone(medical=Medical(BALANCE, entries=MOVES))
    call = verified(telephone, somebody, english=True)
    call.press("1")
    call.hears(
        "As of March fifteenth, twenty twenty-six, the balance of your medical account is "
        "one thousand two hundred yuan and five fen.",
        "The year opened with one thousand yuan.",
    )
    call.hangs_up()


def test_a_balance_that_does_not_reconcile_is_spoken_alone(
    telephone: Telephone, people: People
) -> None:
    somebody = people.someone(medical=Medical(999.99, entries=MOVES))
    call = verified(telephone, somebody)
    call.press("1")
    call.hears("您的医保个人账户余额是九百九十九元九角九分。", "最近一次划入")
    call.does_not_hear("年初余额", "年初以来")
    call.hangs_up()


def test_no_account_is_said_and_is_not_nothing(telephone: Telephone, people: People) -> None:
    call = verified(telephone, people.someone())
    call.press("1")
    call.hears("没有查到您的医保个人账户。")
    call.does_not_hear("零元")
    call.hangs_up()


def test_contributions_page_by_page(telephone: Telephone, people: People, line: Line) -> None:
    months = [Month(period) for period in (202602, 202601, 202512, 202511)]
    line.employs("+861082300001")
    call = verified(telephone, people.someone(contributions=months))
    call.press("2")
    call.hears(
        "二零二六年二月，缴费基数六千元。",
        "单位缴四百八十元，个人缴一百二十元。",
        "已缴。",
        "二零二六年一月，缴费基数六千元。",
        "二零二五年十二月，缴费基数六千元。",
        "听更早的月份，请按一。",
        "为什么有变化，请按二。",
        "反映漏缴，请按三。",
    )
    call.does_not_hear("二零二五年十一月", "分险种收听")
    call.press("1")
    call.hears("二零二五年十一月，缴费基数六千元。", "反映漏缴，请按一。")
    call.does_not_hear("听更早的月份")
    call.press("1")
    call.hears("已登记核查，编号", "继续查询账户，请按一。")
    call.press("1")
    call.hears("查询医保个人账户，请按一。")
    call.hangs_up()


def test_contributions_insurance_by_insurance(telephone: Telephone, people: People) -> None:
    months = [
        Month(202602),
        Month(202602, scheme="employee-pension", base=7000, employer=1120, personal=560),
    ]
    call = verified(telephone, people.someone(contributions=months))
    call.press("2")
    call.hears(
        "二零二六年二月，各险种的缴费基数不同。",
        "单位缴一千六百元，个人缴六百八十元。",
        "分险种收听，请按一。",
    )
    call.press("1")
    call.hears("二零二六年二月的各项保险：", "缴费基数六千元。", "缴费基数七千元。")
    call.hangs_up()


@pytest.mark.parametrize("owed", [True, False], ids=["owed", "absent"])
def test_a_missing_month_is_the_first_thing_said(
    telephone: Telephone, people: People, line: Line, owed: bool
) -> None:
    months = [Month(202602), Month(202512)]
    if owed:
        months.append(Month(202601, status="owed"))
    somebody = people.someone(contributions=months, enrolled_since=date(2025, 12, 1))
    call = verified(telephone, somebody)
    news = (
        "请注意：您二零二六年一月的职工医保欠缴。"
        if owed
        else "请注意：没有查到您二零二六年一月的职工医保缴费记录。"
    )
    call.hears(news, "需要核查，请按一。", "继续，请按二。")
    assert call.heard[0] == news
    call.press("1")
    call.hears("已登记核查，编号", "二零二六年三月二十三日前答复您。", "查询医保个人账户，请按一。")
    call.hangs_up()
    (ticket,) = line.tickets
    assert (ticket.kind, ticket.about, ticket.promised_on) == (
        "verification",
        "contribution",
        date(2026, 3, 23),
    )


def test_no_news_is_not_spoken_of(telephone: Telephone, people: People) -> None:
    months = [Month(202602), Month(202601)]
    somebody = people.someone(contributions=months, enrolled_since=date(2026, 1, 1))
    call = verified(telephone, somebody)
    call.hears("查询医保个人账户，请按一。")
    assert call.heard[0] == "查询医保个人账户，请按一。"
    call.hangs_up()


@pytest.mark.postgres
def test_a_balance_on_postgresql(telephone: Telephone, people: People, line: Line) -> None:
    somebody = people.someone(medical=Medical(BALANCE, entries=MOVES))
    call = verified(telephone, somebody)
    call.press("1")
    call.hears("您的医保个人账户余额是一千二百元零五分。", "年初余额一千元。")
    call.hangs_up()
    assert line.disclosed == ["medical.balance"]
