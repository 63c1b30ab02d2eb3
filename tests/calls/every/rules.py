"""Rules and how-to: heard, and sent as a text message."""

from __future__ import annotations

from tests.calls.every.world import Scene, World, proves
from tests.plugins.people import Medical


def a_rule_and_its_full_text(world: World) -> None:
    somebody = world.someone(mobile=True)
    call = world.dial_in_english()
    call.press("3")
    call.hears(
        "For care away from home, press one.",
        "For what the medical account may pay for, press two.",
        "For pension, unemployment, work injury, maternity, press three.",
    )
    call.press("1")
    call.hears(
        "Register before you go to a hospital elsewhere.",
        "Version of January first, twenty twenty-six.",
        "Under the Social Insurance Law.",
        "For another topic, press two.",
    )
    call.press("2")
    call.hears("For care away from home, press one.")
    call.press("3")
    call.hears("For drawing a pension, press one.", "For unemployment benefit, press two.")
    call.press("2")
    call.hears("Register within sixty days of losing your job.", "press one.")
    call.press("1")
    call.hears("Enter your eighteen-digit ID number.")
    proves(call, somebody)
    call.hears("We have texted the full text to your registered mobile ending in")
    assert world.line.texts[-1].words.startswith("unemployment benefit: Register within")
    call.press("1")
    call.hears("For care away from home, press one.")
    call.hangs_up()


def a_rule_without_a_mobile(world: World) -> None:
    somebody = world.someone()
    call = world.dial()
    call.press("3")
    call.hears("异地就医，请按一。", "养老、失业、工伤、生育，请按三。")
    call.type("31")
    call.hears("到了退休年龄，可以申请养老金。", "短信收取全文，请按一。")
    call.press("1")
    proves(call, somebody)
    call.hears("您没有登记手机，不能发短信。", "回到主菜单，请按二。")
    call.press("2")
    call.hears("政策和办事指南，请按三。")
    call.hangs_up()


def from_september_there_are_two_about_the_account(world: World) -> None:
    world.it_is("2026-09-01 10:00")
    somebody = world.someone(medical=Medical(80))
    call = world.dial()
    call.press("1")
    proves(call, somebody)
    call.press("1")
    call.hears("余额是八十元。", "账户可以付什么，请按一。")
    call.press("1")
    call.hears("在药店可以买什么，请按一。", "家人怎么共用，请按二。")
    call.press("2")
    call.hears("先绑定家人，再一起用。", "二零二六年九月一日版。")
    call.press("*")
    call.hears("家人怎么共用，请按二。")
    call.hangs_up()


SCENES: tuple[Scene, ...] = (
    a_rule_and_its_full_text,
    a_rule_without_a_mobile,
    from_september_there_are_two_about_the_account,
)
