"""The greeting, the language, and the keys that work everywhere."""

from __future__ import annotations

from ivr.carrier.telephone import Telephone
from tests.calls.words import digits
from tests.plugins.line import Line
from tests.plugins.people import People


def test_greeting_then_menu(telephone: Telephone) -> None:
    call = telephone.dial()
    call.hears_only(
        "您好，这里是幺二三三三。",
        "通话会录音。本热线不会索要银行卡密码。随时可按零转人工。",
        "Welcome to one two three three three.",
        "Calls are recorded. We never ask for bank passwords. Press zero at any time for a person.",
        "For English, press eight.",
        "查询医保、社保账户，请按一。",
        "社保卡挂失、密码，请按二。",
        "政策和办事指南，请按三。",
        "留言、回拨、投诉、查进度，请按四。",
        "老年人或需要慢速服务，请按五。",
    )
    call.hangs_up()


def test_language_is_remembered_for_the_number(telephone: Telephone) -> None:
    call = telephone.dial("+8613800000002")
    call.press("8")
    call.hears("You have chosen English.", "使用普通话，请按八。", "For your account, press one.")
    call.hangs_up()

    again = telephone.dial("+8613800000002")
    again.hears("Welcome to one two three three three.", "For your account, press one.")
    again.does_not_hear("您好", "请按一")
    again.hangs_up()

    somebody_else = telephone.dial("+8613800000003")
    somebody_else.hears("您好", "查询医保、社保账户，请按一。")
    somebody_else.hangs_up()


def test_a_withheld_number_is_served_and_not_remembered(telephone: Telephone, line: Line) -> None:
    call = telephone.dial("anonymous")
    call.press("8")
    call.hears("You have chosen English.")
    call.hangs_up()
    again = telephone.dial("anonymous")
    again.hears("您好", "查询医保、社保账户，请按一。")
    again.hangs_up()


def test_nine_says_it_again_and_star_goes_back(telephone: Telephone, people: People) -> None:
    somebody = people.someone()
    call = telephone.dial()
    call.press("1")
    call.hears("请输入十八位身份证号")
    call.type(somebody.keys)
    call.hears(f"尾号{digits(somebody.last_four)}。", "正确请按一。", "重新输入，请按二。")
    call.press("9")
    call.hears(f"尾号{digits(somebody.last_four)}。", "正确请按一。", "重新输入，请按二。")
    call.press("1")
    call.type(f"{somebody.pin}#")
    call.hears("查询医保个人账户，请按一。", "重听请按九，返回请按星号，人工请按零。")
    call.press("1")
    call.hears("没有查到您的医保个人账户。")
    call.press("9")
    call.hears("没有查到您的医保个人账户。")
    call.does_not_hear("重听请按九")
    call.press("*")
    call.hears_only(
        "查询医保个人账户，请按一。",
        "查询缴费记录，请按二。",
        "查询参保情况和养老账户，请按三。",
        "查询待遇和医疗费报销，请按四。",
        "发短信、听上年度对账单，请按五。",
    )
    call.press("*")
    call.hears("老年人或需要慢速服务，请按五。")
    call.press("*")
    call.hears("查询医保、社保账户，请按一。")
    call.hangs_up()


def test_zero_leads_to_a_person_from_everywhere(
    telephone: Telephone, people: People, line: Line
) -> None:
    somebody = people.someone()
    line.employs("+861082300001")
    known = f"1{somebody.keys}1{somebody.pin}#"
    ways_in = {
        "the greeting": "",
        "the ID number": "1",
        "the read-back": f"1{somebody.keys}",
        "the PIN": f"1{somebody.keys}1",
        "the account": known,
        "the medical account": f"{known}1",
        "the contributions": f"{known}2",
        "the insurance": f"{known}3",
        "the benefits": f"{known}4",
        "the card menu": "2",
        "the confirmation of a freeze": f"21{known[1:]}",
        "the card": f"23{known[1:]}",
        "the PIN before a change": f"24{known[1:]}",
        "the code": f"25{somebody.keys}1",
        "a topic": "32",
        "a message": "41",
        "the times of a callback": "42",
        "a complaint": "43",
        "the number of a case": "441",
        "the cases": f"442{known[1:]}",
    }
    typing = (
        *("the ID number", "the PIN", "the PIN before a change", "the code"),
        "the number of a case",
    )
    for place, keys in ways_in.items():
        call = telephone.dial("anonymous")
        call.press(keys)
        call.press("0#" if place in typing else "0")
        call.hears("正在为您转接，工号幺零零幺。")
        call.rings("+861082300001")
        call.hangs_up()
