"""Text messages instead of voice: key 7, the menu of texts, last year's statement."""

from __future__ import annotations

from datetime import date

import pytest

from ivr.carrier.telephone import Telephone
from tests.calls.test_account import BALANCE, MOVES, verified
from tests.plugins.line import Line
from tests.plugins.people import Bill, Insured, Medical, Month, Paid, People, Person

MOBILE = "+8615400001234"
PRIVATE = "不方便听请按七，改发短信。"
TEXTED = "内容已用短信发到尾号幺二三四的登记手机。"


def test_amounts_can_be_read_instead_of_heard(
    telephone: Telephone, people: People, line: Line
) -> None:
    somebody = people.someone(mobile=MOBILE, medical=Medical(BALANCE, entries=MOVES))
    call = verified(telephone, somebody)
    call.does_not_hear(PRIVATE)
    call.press("1")
    call.hears(PRIVATE, "余额是一千二百元零五分。")
    call.press("7")
    call.hears(TEXTED, "听更早的使用记录，请按一。")
    call.does_not_hear("余额")
    (text,) = line.texts
    assert text.person_id == somebody.id
    assert "截至2026年3月15日，您的医保个人账户余额是1200.05元。" in text.words
    assert "请按" not in text.words
    call.press("1")
    call.hears(TEXTED)
    call.does_not_hear("八十五元")
    assert "使用85.50元" in line.texts[1].words
    call.press("**2")
    call.hears("没有查到您的缴费记录。")
    call.hangs_up()
    assert line.disclosed == [
        "medical.balance",
        "medical.balance by text",
        "medical.earlier",
        "medical.earlier by text",
        "medical.balance",
        "medical.balance by text",
    ]


def test_seven_again_speaks_again(telephone: Telephone, people: People, line: Line) -> None:
    somebody = people.someone(mobile=MOBILE, medical=Medical(BALANCE, entries=MOVES))
    call = verified(telephone, somebody)
    call.press("1")
    call.press("7")
    call.hears(TEXTED, "要听语音请按七。")
    call.press("7")
    call.hears("余额是一千二百元零五分。", "听更早的使用记录，请按一。")
    call.press("9")
    call.hears("余额是一千二百元零五分。", "听更早的使用记录，请按一。")
    call.press("*1")
    call.hears("余额是一千二百元零五分。")
    call.does_not_hear(PRIVATE)
    call.hangs_up()
    assert len(line.texts) == 1


def test_without_a_registered_mobile_there_is_no_text(
    telephone: Telephone, people: People, line: Line
) -> None:
    call = verified(telephone, people.someone(medical=Medical(BALANCE)))
    call.press("1")
    call.hears("余额是一千二百元零五分。")
    call.does_not_hear(PRIVATE)
    call.press("7")
    call.hears("您没有登记手机，不能发短信。")
    call.press("*5")
    call.hears("您没有登记手机，不能发短信。登记手机请按零转人工。", "听上年度对账单，请按一。")
    call.does_not_hear("发送医保个人账户")
    call.hangs_up()
    assert line.texts == []


def test_seven_means_nothing_where_nothing_was_told(
    telephone: Telephone, people: People, line: Line
) -> None:
    call = verified(telephone, people.someone(mobile=MOBILE))
    call.press("7")
    call.hears("请再选一次。")
    call.hangs_up()
    assert line.texts == []


def test_the_menu_of_texts(telephone: Telephone, people: People, line: Line) -> None:
    somebody = people.someone(
        mobile=MOBILE,
        medical=Medical(BALANCE),
        insured=[Insured("employee-pension")],
        contributions=[Month(202602)],
        benefits=[Paid(202602, 3000, date(2026, 2, 10))],
        claims=[Bill(date(2026, 2, 20), 500.50)],
    )
    call = verified(telephone, somebody)
    call.press("5")
    call.hears("短信只发到您登记的手机，尾号幺二三四。", "听上年度对账单，请按一。")
    for key in "2345":
        call.press(key)
        call.hears("已发短信到尾号幺二三四。", "发送医保个人账户，请按二。")
    call.hangs_up()
    words = [text.words for text in line.texts]
    for part, text in zip(("1200.05", "6000", "养老保险", "3000"), words, strict=True):
        assert part in text
    assert line.disclosed == [
        "texts.send_medical",
        "texts.send_contributions",
        "texts.send_insurance",
        "texts.send_benefits",
    ]


def somebody_last_year(people: People) -> Person:
    """Somebody with a year behind them, and a month of this one."""
    return people.someone(
        mobile=MOBILE,
        contributions=[
            Month(202511, personal=120, employer=480),
            Month(202512, personal=130, employer=500),
            Month(202512, "unemployment", personal=30, employer=30),
            Month(202510, status="owed"),
            Month(202601),
        ],
        medical=Medical(
            100,
            entries=[
                (date(2025, 3, 1), "credit", 300.00),
                (date(2025, 4, 1), "spend", 120.50),
                (date(2025, 12, 31), "interest", 1.25),
                (date(2026, 1, 1), "credit", 77.00),
            ],
        ),
    )


def test_last_years_statement(telephone: Telephone, people: People, line: Line) -> None:
    call = verified(telephone, somebody_last_year(people))
    call.press("51")
    call.hears(
        PRIVATE,
        "二零二五年一月到二零二五年十二月的对账单。",
        "缴费两个月。",
        "单位共缴一千零一十元，个人共缴两百八十元。",
        "医保个人账户：",
        "收入三百零一元两角五分，支出一百二十元五角。",
        "其中利息一元两角五分。",
        "分险种收听，请按一。",
    )
    call.press("1")
    call.hears("职工医保，缴费两个月。", "失业保险，缴费一个月。", "再听全年合计，请按一。")
    call.press("7")
    call.hears(TEXTED)
    assert "失业保险，缴费1个月。" in line.texts[0].words
    call.press("*")
    call.hears("短信只发到您登记的手机")
    call.hangs_up()


@pytest.mark.postgres
def test_last_years_statement_on_postgresql(
    telephone: Telephone, people: People, line: Line
) -> None:
    test_last_years_statement(telephone, people, line)


def test_a_year_without_records_is_said_to_be_one(telephone: Telephone, people: People) -> None:
    call = verified(telephone, people.someone(contributions=[Month(202601)]))
    call.press("51")
    call.hears("没有查到您上年度的记录。")
    call.hangs_up()


def test_texts_in_english(telephone: Telephone, people: People, line: Line) -> None:
    somebody = people.someone(mobile=MOBILE, medical=Medical(BALANCE))
    call = verified(telephone, somebody, english=True)
    call.press("1")
    call.hears("If this is not a good place to listen, press seven and we will text it.")
    call.press("7")
    call.hears("We have texted it to your registered mobile ending in one two three four.")
    call.hangs_up()
    assert "the balance of your medical account is" in line.texts[0].words
    assert "1,200.05" in line.texts[0].words
