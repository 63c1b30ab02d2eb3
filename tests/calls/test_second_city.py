"""A second city, by its profile alone: other name and number, other order, hours and days off."""

from __future__ import annotations

import pytest

from ivr.carrier.telephone import Telephone
from ivr.settings import ROOT
from tests.plugins.line import Line
from tests.plugins.people import Medical, People, Person

RIVER = {"city": ROOT / "cities" / "river.toml"}
DESK, CARDS = "+861082300001", "+861082300002"

in_river = pytest.mark.parametrize("line", [RIVER], indirect=True)
in_both = pytest.mark.parametrize("line", [{}, RIVER], indirect=True, ids=["office", "river"])


def in_mandarin(telephone: Telephone, number: str = "+8613800000001") -> None:
    """A number that has chosen Mandarin once is spoken to in it."""
    call = telephone.dial(number)
    call.press("8")
    call.hears("您已选择普通话。")
    call.hangs_up()


def keys_of(somebody: Person) -> str:
    return f"{somebody.keys}1{somebody.pin}#"


@in_river
def test_the_greeting_names_the_city_in_each_language(telephone: Telephone) -> None:
    call = telephone.dial()
    call.hears(
        "你好，呢度系河湾市社保热线九九零，一二三三三。",
        "通话会录音。",
        "使用普通话，请按八。",
        "For English, press eight two times.",
    )
    call.press("8")
    call.hears(
        "您已选择普通话。",
        "您好，这里是河湾市社保热线九九零，幺二三三三。",
        "通话会录音。本热线不会索要银行卡密码。",
        "For English, press eight.",
        "用粤语，请连续揿两次八。",
    )
    call.press("8")
    call.hears(
        "You have chosen English.",
        "Welcome to the Hewan social security line, nine nine zero, one two three three three.",
        "用粤语，请揿八。",
        "使用普通话，请按八，连按两次。",
    )
    call.press("8")
    call.hears("你已经选择粤语。")
    call.hangs_up()


@in_river
def test_the_greeting_is_short_with_three_languages(telephone: Telephone) -> None:
    call = telephone.dial()
    call.hears("For English, press eight two times.")
    assert call.seconds < 20
    call.hangs_up()


@in_river
def test_menus_are_in_the_citys_order(telephone: Telephone) -> None:
    in_mandarin(telephone)
    call = telephone.dial("+8613800000001")
    call.hears("社保卡挂失、密码，请按一。", "查询医保、社保账户，请按二。", "请按三。")
    call.press("2")
    call.hears("请输入十八位身份证号")
    call.hangs_up()


@in_both
def test_an_errand_that_is_off_is_not_offered_and_its_key_is_the_next_ones(
    telephone: Telephone, people: People, line: Line
) -> None:
    somebody = people.someone(medical=Medical(2200.05))
    river = line.city == RIVER["city"]
    if river:
        in_mandarin(telephone)
    call = telephone.dial("+8613800000001")
    call.type(("2" if river else "1") + keys_of(somebody))
    call.hears("查询参保情况和养老账户，请按三。")
    if river:
        call.hears("发短信、听上年度对账单，请按四。")
        call.does_not_hear("查询待遇和医疗费报销")
    else:
        call.hears("查询待遇和医疗费报销，请按四。", "发短信、听上年度对账单，请按五。")
    call.press("5" if river else "6")
    call.hears("请再选一次。")
    call.press("1")
    call.hears("您的医保个人账户余额是两千二百元零五分。")
    call.hangs_up()


@in_river
def test_somebody_insured_elsewhere_is_told_first(telephone: Telephone, people: People) -> None:
    somebody = people.someone(medical=Medical(1.00))
    in_mandarin(telephone)
    call = telephone.dial("+8613800000001")
    call.type("2" + keys_of(somebody))
    call.hears("请注意：您的参保地不在本市，有些记录可能在参保地。", "请按一。")
    call.hangs_up()


HOURS = {
    # Before the lunch break, and in it; on a Saturday morning, and at noon; on a holiday; on a
    # Saturday that is worked for it, in the afternoon.
    "2026-03-16 11:59": None,
    "2026-03-16 12:30": "二零二六年三月十六日下午两点",
    "2026-03-21 11:00": None,
    "2026-03-21 12:00": "二零二六年三月二十二日上午九点",
    "2026-05-01 10:00": "二零二六年五月六日上午九点",
    "2026-05-09 15:00": None,
}
"""When a call comes, and when a person answers, if not at once."""


@in_river
def test_a_person_answers_in_the_citys_hours(telephone: Telephone, line: Line) -> None:
    line.employs(DESK)
    in_mandarin(telephone)
    for moment, opens in HOURS.items():
        line.it_is(moment)
        call = telephone.dial("+8613800000001")
        call.press("0")
        if opens is None:
            call.rings(DESK)
        else:
            call.hears(f"现在是非工作时间，{opens}开始人工服务。")
            call.rings_nobody()
        call.hangs_up()


@in_river
def test_agents_of_the_errands_group_are_rung_first_and_then_the_others(
    telephone: Telephone, line: Line
) -> None:
    line.employs(DESK, CARDS)
    line.groups("1002", "card")
    in_mandarin(telephone)
    call = telephone.dial("+8613800000001")
    call.press("0")
    call.rings(DESK)
    call.hangs_up()

    about_cards = telephone.dial("+8613800000001")
    about_cards.press("1")
    about_cards.hears("请按一。")
    about_cards.press("0")
    about_cards.rings(CARDS)
    about_cards.agent.is_busy()
    about_cards.rings(DESK)
    about_cards.agent.is_busy()
    about_cards.hears("工作人员都在忙。")
    about_cards.hangs_up()
