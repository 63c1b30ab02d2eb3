"""A person: joined, busy, at home; and the errand that older callers have."""

from __future__ import annotations

from tests.calls.every.world import DESK, Scene, World


def joined_and_something_else(world: World) -> None:
    call = world.dial()
    call.press("0")
    call.hears("正在为您转接，工号幺零零幺。")
    call.rings(DESK)
    call.agent.answers()
    call.agent.hears("热线来电，业务是一般咨询，接听请按一。")
    call.agent.presses("1")
    call.agent.is_joined()
    call.waits(30)
    call.agent.hangs_up()
    call.hears("您对刚才的人工服务满意吗？", "满意，请按一。")
    call.press("1")
    call.hears("谢谢您的评价。", "还有别的事，请按一。", "结束通话，请按二。")
    call.press("1")
    call.hears("查询医保、社保账户，请按一。")
    call.hangs_up()


def joined_and_goodbye(world: World) -> None:
    call = world.dial_in_english()
    call.press("2")
    call.hears("To freeze your card now, press one.")
    call.press("0")
    call.hears("We are connecting you. Your agent is number one zero zero one.")
    call.agent.answers()
    call.agent.presses("1")
    call.agent.is_joined()
    call.agent.hangs_up()
    call.hears("How were you served just now?", "For fairly satisfied, press two.")
    call.press("2")
    call.hears("Thank you for telling us.", "To end the call, press two.")
    call.press("2")
    call.hears("Thank you for calling. Goodbye.")
    call.is_over()


def everybody_is_busy(world: World) -> None:
    """Once more; then a message, or a callback."""
    for key, words in (
        ("1", "Please leave a message."),
        ("3", "We will call the number you are calling from."),
    ):
        world.agents_are_back()
        call = world.dial_in_english()
        call.press("0")
        call.agent.is_busy()
        call.hears("Everyone is busy on other calls.", "To try again, press two.")
        world.agents_are_back()
        call.press("2")
        call.rings(DESK)
        call.agent.does_not_answer()
        call.hears("To leave a message, press one.", "To book a callback, press three.")
        call.press(key)
        call.hears(words)
        call.hangs_up()


def outside_hours(world: World) -> None:
    world.it_is_evening()
    for key, words in (("1", "我们会拨打您现在用的号码。"), ("2", "请留言，我们会在")):
        call = world.dial()
        call.press("0")
        call.hears("现在是非工作时间", "预约回拨，请按一。", "留言，请按二。")
        call.rings_nobody()
        call.press(key)
        call.hears(words)
        call.hangs_up()


def older_callers_by_day(world: World) -> None:
    call = world.dial_in_english()
    call.press("5")
    call.rings(DESK)
    call.hangs_up()


def older_callers_in_the_evening(world: World) -> None:
    world.it_is_evening()
    call = world.dial()
    call.press("5")
    call.hears("好的，我们慢慢来，每个结果会说两遍。", "现在办理，请按一。")
    call.press("1")
    call.hears("查询医保、社保账户，请按一。")
    call.press("5")
    call.hears("等工作人员给您回电，请按二。")
    call.press("2")
    call.hears("我们会拨打您现在用的号码。")
    call.hangs_up()


SCENES: tuple[Scene, ...] = (
    joined_and_something_else,
    joined_and_goodbye,
    everybody_is_busy,
    outside_hours,
    older_callers_by_day,
    older_callers_in_the_evening,
)
