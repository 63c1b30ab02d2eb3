"""A lost card: frozen, freed, looked at; and who cannot."""

from __future__ import annotations

from datetime import timedelta

from ivr.carrier.telephone import TelephoneCall
from tests.calls.every.world import DESK, Scene, World, proves
from tests.plugins.people import Person


def freezes(world: World, somebody: Person) -> None:
    """Their card, from their own mobile."""
    call = world.dial(somebody.mobile)
    call.type(f"21{somebody.keys}1")
    call.hears("现在冻结，请按一。")
    call.press("1")
    call.hears("您的社保卡已冻结", "回到社保卡菜单，请按一。")
    call.press("1")
    call.hears("立即冻结社保卡，请按一。")
    call.hangs_up()


def a_lost_card_is_frozen(world: World) -> None:
    somebody = world.someone(mobile=True, cards=["active"])
    call = world.dial_in_english(somebody.mobile)
    call.press("2")
    call.hears("To freeze your card now, press one.")
    call.type(f"1{somebody.keys}1")
    call.hears("Once frozen, your card cannot be used for seven days.", "freeze it, press two.")
    call.press("2")
    call.hears("To freeze your card now, press one.")
    call.press("1")
    call.hears("To freeze it now, press one.")
    call.press("1")
    call.hears("Your card is frozen. The freeze ends by itself at ten a.m. on", "press two.")
    call.press("2")
    call.hears("Thank you for calling. Goodbye.")
    call.is_over()


def frozen_already(world: World) -> None:
    somebody = world.someone(mobile=True, cards=["active"])
    freezes(world, somebody)
    call = world.dial(somebody.mobile)
    call.press("2")  # the call was cut off: it is not gone on with
    call.hears("查询医保、社保账户，请按一。")
    call.type(f"21{somebody.keys}1")
    call.hears("您的社保卡已在", "解除冻结，请按一。", "回到社保卡菜单，请按二。")
    call.press("2")
    call.hears("立即冻结社保卡，请按一。")
    call.press("1")
    call.hears("解除冻结，请按一。")
    call.press("1")
    call.hears("请输入十八位身份证号")
    call.hangs_up()


def two_calls_freeze_the_same_card(world: World) -> None:
    somebody = world.someone(mobile=True, cards=["active"])
    slow = world.dial_in_english(somebody.mobile)
    slow.type(f"21{somebody.keys}1")
    slow.hears("To freeze it now, press one.")
    quick = world.dial()
    quick.type(f"21{somebody.keys}1{somebody.pin}#")
    quick.hears("现在冻结，请按一。")
    quick.press("1")
    quick.hears("您的社保卡已冻结")
    slow.press("9")
    slow.hears("To freeze it now, press one.")
    slow.press("1")
    slow.hears("Your card was frozen at ten")
    quick.hangs_up()
    slow.hangs_up()


def what_cannot_be_frozen_or_freed(world: World) -> None:
    """A card the agency has frozen, and no card at all: a person, or back to the menu."""
    by_agency = world.someone(mobile=True, cards=["frozen"])
    without = world.someone(mobile=True)
    for somebody, words in (
        (by_agency, "Your card has been frozen by the agency."),
        (without, "We found no card that could be frozen."),
    ):
        call = world.dial_in_english(somebody.mobile)
        call.type(f"21{somebody.keys}1")
        call.hears(words, "For the card menu, press two.")
        call.press("2")
        call.hears("To freeze your card now, press one.")
        call.press("1")
        call.hears(words, "For a person and anything else about the card, press one.")
        call.press("1")
        call.rings(DESK)
        call.hangs_up()

    call = world.dial()
    call.type("22")
    proves(call, by_agency)
    call.hears("您的社保卡是经办机构冻结的，要由工作人员解除。", "回到社保卡菜单，请按二。")
    call.press("2")
    call.hears("解除冻结，请按二。")
    call.press("2")
    call.hears("请按一转人工。")
    call.press("1")
    call.rings(DESK)
    call.hangs_up()

    call = world.dial()
    call.type("22")
    proves(call, without)
    call.hears("没有查到被冻结的社保卡。", "回到社保卡菜单，请按一。")
    call.press("1")
    call.hears("解除冻结，请按二。")
    call.hangs_up()


def asks_to_lift(world: World, call: TelephoneCall, somebody: Person) -> None:
    """From the main menu to the question for the code."""
    call.type("22")
    proves(call, somebody)
    call.listens_out()


def a_freeze_is_lifted_by_a_code(world: World) -> None:
    somebody = world.someone(mobile=True, cards=["active"])
    freezes(world, somebody)
    call = world.dial()
    asks_to_lift(world, call, somebody)
    call.hears("请注意：您的社保卡已冻结", "请输入短信里的六位验证码。")
    call.type(f"{int(world.code) ^ 1:06}")
    call.hears("验证码不对，或者已经失效。", "没有收到，请按二再按井号重发。")
    call.type("2#")
    call.hears("验证码已发到尾号")
    call.type(world.code)
    call.hears("验证码正确。", "现在解除，请按一。", "不解除，请按二。")
    call.press("2")
    call.hears("解除冻结，请按二。")
    call.press("2")
    call.hears("现在解除，请按一。")
    call.press("1")
    call.hears("冻结已解除，您的社保卡可以使用了。", "回到社保卡菜单，请按一。")
    call.press("1")
    call.hears("查询社保卡状态，请按三。")
    call.press("3")
    call.hears("您的社保卡正常。", "卡的其他问题，请按一转人工。")
    call.press("1")
    call.rings(DESK)
    call.hangs_up()
    assert world.line.texts[-1].words.startswith("您的社保卡冻结已在")


def a_freeze_is_lifted_and_goodbye(world: World) -> None:
    somebody = world.someone(mobile=True, cards=["active"])
    freezes(world, somebody)
    call = world.dial_in_english()
    asks_to_lift(world, call, somebody)
    call.hears("We have texted a code to your registered mobile")
    call.type(world.code)
    call.hears("To lift it now, press one.")
    call.press("1")
    call.hears("The freeze is lifted. Your card works again.", "To end the call, press two.")
    call.press("2")
    call.is_over()


def a_freeze_that_ends_while_it_is_talked_about(world: World) -> None:
    """It is gone by itself when the key that lifts it is pressed."""
    for key, after in (("1", "查询社保卡状态，请按三。"), ("2", "谢谢来电，再见。")):
        somebody = world.someone(mobile=True, cards=["active"])
        freezes(world, somebody)
        ends = (world.now + timedelta(days=7)).replace(second=0, microsecond=0)
        world.it_is(f"{ends - timedelta(minutes=3):%Y-%m-%d %H:%M}")
        call = world.dial()
        asks_to_lift(world, call, somebody)
        call.hears("请注意：您的社保卡冻结将在", "请输入短信里的六位验证码。")
        call.type(world.code)
        call.hears("现在解除，请按一。")
        while world.now < ends:
            call.press("9")
            call.hears("解除冻结后，您的社保卡马上可以使用。", "现在解除，请按一。")
        call.press("1")
        call.hears("您的社保卡已经不在冻结中。", "结束通话，请按二。")
        call.press(key)
        call.hears(after)
        if not call.over:
            call.hangs_up()
        world.it_is_a_workday_morning()


def codes_to_lift_a_freeze_run_out(world: World) -> None:
    somebody = world.someone(mobile=True, cards=["active"])
    freezes(world, somebody)
    call = world.dial_in_english()
    asks_to_lift(world, call, somebody)
    call.type("2#")
    call.hears("We have texted a code")
    call.type("2#")
    call.hears("No more codes can be sent now. We are taking you to a person.")
    call.rings(DESK)
    call.hangs_up()

    call = world.dial()
    asks_to_lift(world, call, somebody)
    wrong = f"{int(world.code) ^ 1:06}"
    for _ in range(2):
        call.type(wrong)
        call.hears("验证码不对，或者已经失效。", "请输入短信里的六位验证码。")
    call.type(wrong)
    call.hears("为了您的信息安全，现在为您转人工。")
    call.rings(DESK)
    call.hangs_up()


def a_code_that_would_prove_nothing(world: World) -> None:
    """Without a mobile there is none; after one has set the PIN, another proves no more."""
    somebody = world.someone(cards=["active"])
    call = world.dial()
    call.type("21")
    proves(call, somebody)
    call.hears("现在冻结，请按一。")
    call.press("1")
    call.hears("您的社保卡已冻结")
    call.press("1")
    call.press("2")
    call.hears("您没有登记手机。现在为您转人工。")
    call.rings(DESK)
    call.hangs_up()

    somebody = world.someone(mobile=True, cards=["active"])
    call = world.dial_in_english(somebody.mobile)
    call.type(f"21{somebody.keys}1")
    call.hears("To freeze it now, press one.")
    call.press("1")
    call.hears("Your card is frozen.")
    call.type(f"15{somebody.keys}1")
    call.hears("a code is on its way to it.")
    call.type(f"{world.code}739146#739146#")
    call.hears("To use the new PIN from now on, press one.")
    call.press("1")
    call.hears("Your new PIN is set.", "For your account, press one.")
    call.type("22")
    call.hears("Your PIN was reset by a code a short while ago.", "taking you to a person.")
    call.rings(DESK)
    call.hangs_up()


SCENES: tuple[Scene, ...] = (
    a_lost_card_is_frozen,
    frozen_already,
    two_calls_freeze_the_same_card,
    what_cannot_be_frozen_or_freed,
    a_freeze_is_lifted_by_a_code,
    a_freeze_is_lifted_and_goodbye,
    a_freeze_that_ends_while_it_is_talked_about,
    codes_to_lift_a_freeze_run_out,
    a_code_that_would_prove_nothing,
)
