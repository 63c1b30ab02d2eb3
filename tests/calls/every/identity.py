"""Who is calling: numbers typed again, PINs refused, locked, forgotten, replaced, and the news."""

from __future__ import annotations

from datetime import date

from ivr.carrier.telephone import TelephoneCall
from tests.calls.every.world import DESK, WRONG_PIN, Scene, World
from tests.plugins.people import Bill, Month, Person

ISSUED, OWN = "480516", "927164"
MISSED = [Month(202512), Month(202602)]
"""Nothing for the month between."""


def types_number(call: TelephoneCall, somebody: Person) -> None:
    """From the main menu to the question for the PIN."""
    call.press("1")
    call.type(f"{somebody.keys}1")


def a_number_typed_again(world: World) -> None:
    somebody, other = world.someone(), world.someone(pin="804271")
    call = world.dial()
    call.press("1")
    call.type(other.keys)
    call.hears("正确请按一。", "重新输入，请按二。")
    call.press("2")
    call.hears("请输入十八位身份证号")
    call.type(f"{other.keys}1")
    call.hears("请输入六位查询密码，按井号结束。")
    call.type(f"{somebody.pin}#")
    call.hears("身份证号或密码不对。", "要重输身份证号，请按二再按井号。")
    call.type("2#")
    call.hears("请输入十八位身份证号")
    call.type(f"{somebody.keys}1{somebody.pin}#")
    call.hears("查询医保个人账户，请按一。")
    call.press("*")
    call.hears("查询医保、社保账户，请按一。")
    call.press("1")  # proven once is enough
    call.hears("查询医保个人账户，请按一。")
    call.hangs_up()


def refused_three_times_and_no_more_asked(world: World) -> None:
    somebody = world.someone()
    call = world.dial_in_english()
    types_number(call, somebody)
    for _ in range(2):
        call.type(f"{WRONG_PIN}#")
        call.hears("The ID number or the PIN is not right.", "If you forgot your PIN, press three")
    call.type(f"{WRONG_PIN}#")
    call.hears("To keep your records safe, we are taking you to a person.")
    call.rings(DESK)
    call.agent.is_busy()
    call.hears("Everyone is busy on other calls.")
    world.agents_are_back()
    call.press("*")
    call.hears("For your account, press one.")
    call.press("1")
    call.hears("To keep your records safe, we are taking you to a person.")
    call.rings(DESK)
    call.hangs_up()


def locked_until_tomorrow(world: World) -> None:
    somebody = world.someone()
    for tries in (3, 2):
        call = world.dial()
        types_number(call, somebody)
        for nth in range(tries):
            call.type(f"{WRONG_PIN}#")
            call.hears("身份证号或密码不对。" if (tries, nth) != (2, 1) else "电话查询已暂停")
        if tries == 2:
            call.hears("恢复。需要帮助请按零转人工。", "查询医保、社保账户，请按一。")
        call.hangs_up()


def a_pin_from_a_letter_is_replaced(world: World) -> None:
    somebody = world.someone(mobile=True, pin=ISSUED, one_time=True)
    call = world.dial_in_english()
    types_number(call, somebody)
    call.type(f"{ISSUED}#")
    call.hears("This PIN is for one use only.", "Enter a new PIN of six to eight digits")
    call.type(f"{OWN}#")
    call.hears("Enter the new PIN once more")
    call.type("927165#")
    call.hears("The two did not match. Please start again.")
    call.type(f"{OWN}#{OWN}#")
    call.hears("Your new PIN is set.", "For your medical account, press one.")
    assert world.line.texts[-1].words.startswith("Your PIN was changed at")
    call.hangs_up()


def a_missing_month_is_checked_at_once(world: World) -> None:
    somebody = world.someone(contributions=MISSED, enrolled_since=date(2025, 1, 1))
    call = world.dial()
    types_number(call, somebody)
    call.type(f"{somebody.pin}#")
    call.hears(
        "请注意：没有查到您二零二六年一月的职工医保缴费记录。",
        "需要核查，请按一。",
        "继续，请按二。",
    )
    call.press("1")
    call.hears("已登记核查，编号", "查询医保个人账户，请按一。")
    call.hangs_up()
    assert world.line.tickets[-1].about == "contribution"


def a_rejected_claim_is_left_as_it_is(world: World) -> None:
    recent = date.fromordinal(world.now.date().toordinal() - 20)
    somebody = world.someone(claims=[Bill(recent, 80, status="rejected")])
    call = world.dial_in_english()
    types_number(call, somebody)
    call.type(f"{somebody.pin}#")
    call.hears("Please note: your claim for treatment on", "is rejected.", "To go on, press two.")
    call.press("2")
    call.hears("For your medical account, press one.")
    call.hangs_up()


def a_forgotten_pin_is_replaced_on_the_way(world: World) -> None:
    """Who was asked for a PIN in vain comes back to what they wanted."""
    somebody = world.someone(mobile=True)
    call = world.dial_in_english()
    call.type(f"24{somebody.keys}1")
    call.type(f"{WRONG_PIN}#")
    call.hears("If you forgot your PIN, press three, then pound.")
    call.type("3#")
    call.hears("Enter your eighteen-digit ID number.")
    call.type(f"{somebody.keys}1")
    call.hears("a code is on its way", "Enter the six-digit code from the message.")
    call.type(world.code)
    call.hears("The code is right.", "Enter a new PIN of six to eight digits")
    call.type("739146#739146#")
    call.hears("The new PIN will replace the old one.", "from now on, press one.")
    call.press("1")
    call.hears("Your new PIN is set.", "Enter your present PIN, then press pound.")
    call.hangs_up()


def a_forgotten_pin_is_replaced(world: World) -> None:
    somebody, other = world.someone(mobile=True), world.someone()
    call = world.dial()
    call.press("2")
    call.hears("忘记密码，请按五。")
    call.type(f"5{other.keys}")
    call.hears("重新输入，请按二。")
    call.type(f"2{somebody.keys}1")
    call.hears("如果这个身份证号有登记手机，验证码已经发到那部手机。", "请输入短信里的六位验证码。")
    first = world.code
    call.type(f"{int(first) ^ 1:06}")
    call.hears("验证码不对，或者已经失效。")
    call.type("2#")
    call.hears("验证码已经发到那部手机。")
    call.type(world.code)
    call.hears("验证码正确。")
    call.type("739146#739147#")
    call.hears("两次输入不一样，请重新设置。")
    call.type("739146#739146#")
    call.hears("新密码将代替旧密码。", "不更改，请按二。")
    call.press("2")
    call.hears("立即冻结社保卡，请按一。")
    call.hangs_up()


def codes_of_a_forgotten_pin_run_out(world: World) -> None:
    """Of messages, and of tries: either way a person."""
    somebody = world.someone(mobile=True)
    call = world.dial()
    call.type(f"25{somebody.keys}1")
    call.hears("没有收到，请按二再按井号重发。")
    call.type("2#")
    call.hears("验证码已经发到那部手机。")
    call.type("2#")
    call.hears("验证码发送次数已到上限。现在为您转人工。")
    call.rings(DESK)
    call.hangs_up()

    call = world.dial_in_english()
    call.type(f"25{somebody.keys}1")
    call.hears("Enter the six-digit code")
    wrong = f"{int(world.code) ^ 1:06}"
    for _ in range(2):
        call.type(wrong)
        call.hears("That code is not right, or no longer valid.", "Enter the six-digit code")
    call.type(wrong)
    call.hears("we are taking you to a person.")
    call.rings(DESK)
    call.hangs_up()


SCENES: tuple[Scene, ...] = (
    a_number_typed_again,
    refused_three_times_and_no_more_asked,
    locked_until_tomorrow,
    a_pin_from_a_letter_is_replaced,
    a_missing_month_is_checked_at_once,
    a_rejected_claim_is_left_as_it_is,
    a_forgotten_pin_is_replaced_on_the_way,
    a_forgotten_pin_is_replaced,
    codes_of_a_forgotten_pin_run_out,
)
