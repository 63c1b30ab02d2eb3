"""A PIN from a letter is for once: its holder chooses their own at the first call."""

from __future__ import annotations

import pytest

from ivr.carrier.telephone import Telephone, TelephoneCall
from tests.plugins.line import Line
from tests.plugins.people import People, Person

ISSUED, OWN = "480516", "927164"


def reaches_new_pin(telephone: Telephone, somebody: Person) -> TelephoneCall:
    call = telephone.dial()
    call.press("1")
    call.type(somebody.keys)
    call.hears("正确请按一。")
    call.press("1")
    call.hears("请输入六位查询密码")
    call.type(f"{ISSUED}#")
    call.hears(
        "这是一次性密码，请先设置您自己的密码。",
        "请输入六到八位新密码，按井号结束。不要用生日、身份证号或连续数字。",
    )
    return call


@pytest.mark.parametrize("where", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_replaced_at_first_use(
    telephone: Telephone, people: People, line: Line, where: str
) -> None:
    somebody = people.someone(pin=ISSUED, one_time=True)
    call = reaches_new_pin(telephone, somebody)
    call.type(f"{OWN}#")
    call.hears("请再输一次新密码，按井号结束。")
    call.type(f"{OWN}#")
    call.hears("新密码已设置。", "查询医保个人账户，请按一。")
    call.hangs_up()

    call = telephone.dial("+8613800000002")
    call.press("1")
    call.type(somebody.keys)
    call.press("1")
    call.type(f"{ISSUED}#")
    call.hears("身份证号或密码不对。")
    call.type(f"{OWN}#")
    call.hears("查询医保个人账户，请按一。")
    call.hangs_up()
    assert line.database.dialect.startswith(where)
    assert line.events("pin_replaced") == [{}]


def test_two_that_differ_begin_again(telephone: Telephone, people: People) -> None:
    call = reaches_new_pin(telephone, people.someone(pin=ISSUED, one_time=True))
    call.type(f"{OWN}#")
    call.hears("请再输一次新密码，按井号结束。")
    call.type("927165#")
    call.hears("两次输入不一样，请重新设置。", "请输入六到八位新密码")
    call.type(f"{OWN}#")
    call.type(f"{OWN}#")
    call.hears("新密码已设置。")
    call.hangs_up()


def test_an_issued_pin_opens_nothing(telephone: Telephone, people: People, line: Line) -> None:
    somebody = people.someone(pin=ISSUED, one_time=True)
    call = reaches_new_pin(telephone, somebody)
    call.hangs_up()
    assert line.disclosed == []
    assert line.events("verified") == []


@pytest.mark.parametrize(
    ("pin", "reason"),
    [
        ("12345#", "密码是六到八位数字，请再输一次。"),
        (f"{ISSUED}#", "新密码不能和一次性密码相同，请换一个。"),
        ("990000#", "它在您的身份证号里"),
        ("19800229", "它在您的身份证号里"),
        ("910615#", "它是一个生日"),
        ("345678#", "它是连续的数字"),
        ("131313#", "它的数字重复太多"),
        ("147258#", "用它的人太多"),
    ],
)
def test_a_pin_is_refused_with_its_reason(
    telephone: Telephone, people: People, line: Line, pin: str, reason: str
) -> None:
    call = reaches_new_pin(telephone, people.someone(pin=ISSUED, one_time=True))
    call.type(pin)
    if reason.startswith(("它", "用它")):
        reason = f"这个密码不能用，因为{reason}，请换一个。"
    call.hears(reason, "请输入新密码，按井号结束。")
    call.type(f"{OWN}#")
    call.hears("请再输一次新密码")
    call.hangs_up()
