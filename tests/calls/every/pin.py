"""The PIN is changed, or not."""

from __future__ import annotations

from ivr.carrier.telephone import TelephoneCall
from tests.calls.every.world import DESK, WRONG_PIN, Scene, World, proves
from tests.plugins.people import Person

NEW, OTHER = "739146", "739147"


def asks_to_change(call: TelephoneCall, somebody: Person) -> None:
    """From the main menu to the question for the old PIN."""
    call.type("24")
    proves(call, somebody)


def a_new_pin(world: World) -> None:
    somebody = world.someone(mobile=True)
    call = world.dial()
    asks_to_change(call, somebody)
    call.hears("请输入现在的查询密码，按井号结束。")
    call.type(f"{WRONG_PIN}#")
    call.hears("密码不对。", "请输入现在的查询密码，按井号结束。")
    call.type(f"{somebody.pin}#")
    call.hears("请输入六到八位新密码")
    call.type(f"{NEW}#{OTHER}#")
    call.hears("两次输入不一样，请重新设置。")
    call.type(f"{NEW}#{NEW}#")
    call.hears("新密码将代替旧密码。", "不更改，请按二。")
    call.press("2")
    call.hears("更改查询密码，请按四。")
    call.type(f"4{somebody.pin}#{NEW}#{NEW}#")
    call.hears("现在启用新密码，请按一。")
    call.press("1")
    call.hears("新密码已设置。", "回到社保卡菜单，请按一。")
    call.press("1")
    call.hears("更改查询密码，请按四。")
    call.hangs_up()
    assert "查询密码已在" in world.line.texts[-1].words


def a_new_pin_and_goodbye(world: World) -> None:
    somebody = world.someone()
    call = world.dial_in_english()
    asks_to_change(call, somebody)
    call.hears("Enter your present PIN, then press pound.")
    call.type(f"{somebody.pin}#{NEW}#{NEW}#")
    call.hears("To use the new PIN from now on, press one.")
    call.press("1")
    call.hears("Your new PIN is set.", "To end the call, press two.")
    call.press("2")
    call.is_over()


def the_old_pin_is_not_known(world: World) -> None:
    """A telephone has changed hands: after three tries a person."""
    call = world.dial_in_english()
    asks_to_change(call, world.someone())
    for _ in range(3):
        call.hears("Enter your present PIN")
        call.type(f"{WRONG_PIN}#")
        call.hears("That PIN is not right.")
    call.hears("we are taking you to a person.")
    call.rings(DESK)
    call.hangs_up()


def the_old_pin_is_guessed_at_until_it_is_locked(world: World) -> None:
    """Failures of other calls count, too: three there, and the second here is one too many."""
    somebody = world.someone()
    stranger = world.dial()
    stranger.type(f"1{somebody.keys}1")
    for _ in range(3):
        stranger.type(f"{WRONG_PIN}#")
    stranger.hears("现在为您转人工。")
    stranger.hangs_up()
    call = world.dial()
    asks_to_change(call, somebody)
    call.type(f"{WRONG_PIN}#")
    call.hears("密码不对。")
    call.type(f"{WRONG_PIN}#")
    call.hears("电话查询已暂停", "查询医保、社保账户，请按一。")
    call.hangs_up()


SCENES: tuple[Scene, ...] = (
    a_new_pin,
    a_new_pin_and_goodbye,
    the_old_pin_is_not_known,
    the_old_pin_is_guessed_at_until_it_is_locked,
)
