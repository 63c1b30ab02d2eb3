"""Who is calling: the ID number, the PIN, and what happens when they are not right."""

from __future__ import annotations

import pytest

from ivr.carrier.telephone import Telephone, TelephoneCall
from tests.calls.words import digits
from tests.plugins.line import Line
from tests.plugins.people import People, Person, id_number, typed

WRONG_PIN = "111222"
STRANGER = id_number(400)
"""An ID number that nobody on record has."""


def gives_number(call: TelephoneCall, keys: str) -> None:
    """Main menu to PIN, by an ID number that is accepted as typed."""
    call.press("1")
    call.hears("请输入十八位身份证号，最后一位是X请按星号，输完按井号。")
    call.type(keys)
    call.hears("正确请按一。")
    call.press("1")
    call.hears("请输入六位查询密码，按井号结束。")


def test_happy_in_chinese(telephone: Telephone, people: People, line: Line) -> None:
    somebody = people.someone()
    call = telephone.dial()
    call.press("1")
    call.hears_only("请输入十八位身份证号，最后一位是X请按星号，输完按井号。")
    call.type(somebody.keys)
    call.hears(f"尾号{digits(somebody.last_four)}。")
    call.does_not_hear(digits(somebody.id_number)[:6])
    call.press("1")
    call.hears_only("请输入六位查询密码，按井号结束。")
    call.type(f"{somebody.pin}#")
    call.hears_only(
        "查询医保个人账户，请按一。",
        "查询缴费记录，请按二。",
        "查询参保情况和养老账户，请按三。",
        "查询待遇和医疗费报销，请按四。",
        "发短信、听上年度对账单，请按五。",
        "重听请按九，返回请按星号，人工请按零。",
    )
    call.hangs_up()
    assert line.events("verified") == [{"proof": "pin"}]


def test_happy_in_english(telephone: Telephone, people: People) -> None:
    somebody = people.someone(number=id_number(12, birth="19650711"))
    call = telephone.dial()
    call.press("8")
    call.hears("For your account, press one.")
    call.press("1")
    call.hears("Enter your eighteen-digit ID number. If it ends in X, press star. Then press pound")
    call.type(somebody.keys)
    call.hears("The number ends in", "If that is right, press one.")
    call.press("1")
    call.hears("Enter your six-digit PIN, then press pound.")
    call.type(f"{somebody.pin}#")
    call.hears("For your medical account, press one.")
    call.does_not_hear("请按")
    call.hangs_up()


def test_verified_once_is_enough(telephone: Telephone, people: People) -> None:
    somebody = people.someone()
    call = telephone.dial()
    gives_number(call, somebody.keys)
    call.type(f"{somebody.pin}#")
    call.hears("查询医保个人账户，请按一。")
    call.press("*")
    call.hears("查询医保、社保账户，请按一。")
    call.press("1")
    call.hears_only(
        "查询医保个人账户，请按一。",
        "查询缴费记录，请按二。",
        "查询参保情况和养老账户，请按三。",
        "查询待遇和医疗费报销，请按四。",
        "发短信、听上年度对账单，请按五。",
    )
    call.hangs_up()


def test_x_is_the_star(telephone: Telephone, people: People) -> None:
    somebody = people.someone(number=id_number(0, last="X"))
    assert somebody.keys.endswith("*")
    call = telephone.dial()
    gives_number(call, somebody.keys)
    call.type(f"{somebody.pin}#")
    call.hears("查询医保个人账户，请按一。")
    call.hangs_up()


def test_an_old_number_of_fifteen_digits(telephone: Telephone, people: People) -> None:
    somebody = people.someone()
    old = somebody.id_number[:6] + somebody.id_number[8:17]
    call = telephone.dial()
    gives_number(call, f"{old}#")
    call.type(f"{somebody.pin}#")
    call.hears("查询医保个人账户，请按一。")
    call.hangs_up()


@pytest.mark.parametrize(
    "wrong",
    [
        "990000198002290019",  # the check digit
        "990000198002300018",  # 30 February
        "990000198002300018#",  # the same, and its # cuts the answer short
        "99000019800229#",  # too short
        "9900002098022900" + "1#",  # not born yet, and too short for that
    ],
)
def test_a_number_that_cannot_be_right(telephone: Telephone, people: People, wrong: str) -> None:
    somebody = people.someone()
    call = telephone.dial()
    call.press("1")
    call.hears("请输入十八位身份证号")
    call.type(wrong)
    call.hears(
        "号码似乎有误，请再输一次。",
        "请输入身份证号，X按星号，按井号结束。",
        "要人工请按零，再按井号。",
    )
    call.type(somebody.keys)
    call.hears("正确请按一。")
    call.hangs_up()


def test_two_wrong_numbers_are_offered_more_time_and_three_a_person(
    telephone: Telephone, line: Line
) -> None:
    line.employs("+861082300001")
    call = telephone.dial()
    call.press("1")
    call.hears("请输入十八位身份证号")
    call.type("990000198002300018#")
    call.hears("号码似乎有误，请再输一次。")
    call.type("990000198002300018#")
    call.hears("号码似乎有误，请再输一次。", "需要更多时间吗？请按一。")
    call.type("1#")
    call.hears("号码似乎有误")
    call.waits(14)
    call.is_going_on()
    call.type("990000198002300018#")
    call.hears("号码似乎有误，请再输一次。")
    call.type("990000198002300018#")
    call.type("990000198002300018")
    call.hears("现在为您转人工。")
    call.rings("+861082300001")
    call.hangs_up()


def test_retyping_after_the_read_back(telephone: Telephone, people: People) -> None:
    somebody, other = people.someone(), people.someone(pin="804271")
    call = telephone.dial()
    call.press("1")
    call.type(other.keys)
    call.hears("重新输入，请按二。")
    call.press("2")
    call.hears("请输入十八位身份证号")
    call.type(somebody.keys)
    call.hears(f"尾号{digits(somebody.last_four)}。")
    call.press("1")
    call.type(f"{somebody.pin}#")
    call.hears("查询医保个人账户，请按一。")
    call.hangs_up()


def test_star_begins_a_number_again(telephone: Telephone, people: People) -> None:
    somebody = people.someone()
    call = telephone.dial()
    call.press("1")
    call.hears("请输入十八位身份证号")
    call.type(f"99000*{somebody.keys}")
    call.hears(f"尾号{digits(somebody.last_four)}。")
    call.press("1")
    call.hears("请输入六位查询密码")
    call.type(f"927*{somebody.pin}#")
    call.hears("查询医保个人账户，请按一。")
    call.hangs_up()


def test_star_alone_asks_again(telephone: Telephone, people: People) -> None:
    call = telephone.dial()
    call.press("1")
    call.hears("请输入十八位身份证号")
    call.type("990000*#")
    call.hears("请输入身份证号，X按星号，按井号结束。")
    call.does_not_hear("号码似乎有误")
    call.hangs_up()


@pytest.mark.parametrize("line", [{"typed_ahead": "drop"}, {"typed_ahead": "carry"}], indirect=True)
@pytest.mark.parametrize("fast", [False, True], ids=["at leisure", "in a burst"])
def test_a_pound_after_the_last_digit_is_no_answer(
    telephone: Telephone, people: People, fast: bool
) -> None:
    somebody = people.someone()
    call = telephone.dial()
    call.press("1")
    call.hears("请输入十八位身份证号")
    keys = f"{somebody.id_number.replace('X', '*')}#"
    call.types_ahead(keys) if fast else call.type(keys)
    call.hears(f"尾号{digits(somebody.last_four)}。", "正确请按一。")
    call.does_not_hear("请再选一次。")
    call.press("1")
    call.hears("请输入六位查询密码，按井号结束。")
    call.type(f"{somebody.pin}#")
    call.hears("查询医保个人账户，请按一。")
    call.hangs_up()


@pytest.mark.parametrize("line", [{"typed_ahead": "drop"}, {"typed_ahead": "carry"}], indirect=True)
def test_keys_typed_without_listening(telephone: Telephone, people: People) -> None:
    somebody = people.someone()
    call = telephone.dial()
    call.type(f"1{somebody.keys}1{somebody.pin}#1")
    call.hears("没有查到您的医保个人账户。")
    call.hangs_up()


def test_three_wrong_pins_lead_to_a_person(
    telephone: Telephone, people: People, line: Line
) -> None:
    somebody = people.someone()
    line.employs("+861082300001")
    call = telephone.dial()
    gives_number(call, somebody.keys)
    for _ in range(2):
        call.type(f"{WRONG_PIN}#")
        call.hears("身份证号或密码不对。", "要重输身份证号，请按二再按井号。", "请输入六位查询密码")
    call.type(f"{WRONG_PIN}#")
    call.hears("身份证号或密码不对。", "现在为您转人工。", "正在为您转接")
    call.agent.answers()
    call.agent.presses("1")
    call.agent.is_joined()
    call.hangs_up()


def test_the_number_can_be_changed_after_a_wrong_pin(telephone: Telephone, people: People) -> None:
    somebody, other = people.someone(), people.someone(pin="804271")
    call = telephone.dial()
    gives_number(call, other.keys)
    call.type(f"{somebody.pin}#")
    call.hears("要重输身份证号，请按二再按井号。")
    call.type("2#")
    call.hears("请输入十八位身份证号")
    call.type(somebody.keys)
    call.press("1")
    call.type(f"{somebody.pin}#")
    call.hears("查询医保个人账户，请按一。")
    call.hangs_up()


def test_an_unknown_number_sounds_like_a_wrong_pin(telephone: Telephone, people: People) -> None:
    somebody = people.someone()
    sounds = []
    for number, caller in ((somebody.id_number, "+8613800000011"), (STRANGER, "+8613800000012")):
        call = telephone.dial(caller)
        gives_number(call, typed(number))
        for _ in range(3):
            call.type(f"{WRONG_PIN}#")
            call.listens_out()
        call.hangs_up()
        sounds.append([(e.who, e.heard_text) for e in call.transcript if "尾号" not in e.text])
    assert sounds[0] == sounds[1]


@pytest.mark.parametrize(
    "known",
    [
        pytest.param(True, id="known"),
        pytest.param(False, id="unknown"),
        pytest.param(True, id="known, PostgreSQL", marks=pytest.mark.postgres),
    ],
)
def test_five_failures_lock_until_a_spoken_time(
    telephone: Telephone, people: People, line: Line, known: bool
) -> None:
    somebody = people.someone() if known else Person(0, STRANGER, "927164")
    line.employs("+861082300001")
    call = telephone.dial()
    gives_number(call, somebody.keys)
    for _ in range(3):
        call.type(f"{WRONG_PIN}#")
        call.hears("身份证号或密码不对。")
    call.hangs_up()

    line.passes(minutes=30)
    call = telephone.dial("+8613800000009")
    gives_number(call, somebody.keys)
    call.type(f"{WRONG_PIN}#")
    call.hears("身份证号或密码不对。")
    call.type(f"{WRONG_PIN}#")
    call.hears("电话查询已暂停，到二零二六年三月十七日上午十点半恢复")
    call.hears("请按零转人工。")
    call.press("0")
    call.rings("+861082300001")
    call.hangs_up()

    line.passes(minutes=30)
    call = telephone.dial()
    gives_number(call, somebody.keys)
    call.type(f"{somebody.pin}#")
    call.hears("电话查询已暂停，到二零二六年三月十七日上午十点半恢复")
    call.hangs_up()

    line.it_is("2026-03-17 11:00")
    call = telephone.dial()
    gives_number(call, somebody.keys)
    call.type(f"{somebody.pin}#")
    call.hears("查询医保个人账户，请按一。" if known else "身份证号或密码不对。")
    call.hangs_up()
