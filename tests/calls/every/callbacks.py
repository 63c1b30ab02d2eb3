"""Callbacks: in this city six a day, one at a time."""

from __future__ import annotations

from ivr.carrier.telephone import TelephoneCall
from tests.calls.every.world import DESK, Scene, World

SLOTS = 6
WITHHELD = "anonymous"


def one_is_booked_and_known_of(world: World) -> None:
    number = "+8613800200001"
    call = world.dial_in_english(number)
    call.press("4")
    call.hears("To book a callback, press two.")
    call.press("2")
    call.hears("We will call the number you are calling from.", "at two p.m., press one.")
    call.press("1")
    call.hears("To book it, press one.", "For another time, press two.")
    call.press("2")
    call.hears("at two p.m., press one.", "For later times, press five.")
    call.press("5")
    call.hears("at four p.m., press one.", "at four thirty p.m., press two.")
    call.press("2")
    call.hears("At four thirty p.m. on", "To book it, press one.")
    call.press("1")
    call.hears("Booked for four thirty p.m. on", "For the main menu, press one.")
    call.press("1")
    call.hears("For your account, press one.")
    call.type("42")
    call.hears("You have a callback at four thirty p.m. on", "For the main menu, press one.")
    call.press("1")
    call.hears("For your account, press one.")
    call.type("42")
    call.hears("To end the call, press two.")
    call.press("2")
    call.is_over()


def nobody_calls_a_withheld_number(world: World) -> None:
    call = world.dial(WITHHELD)
    call.type("42")
    call.hears("您的号码没有显示，我们无法回拨。", "回到主菜单，请按二。")
    call.press("2")
    call.hears("留言、回拨、投诉、查进度，请按四。")
    call.type("42")
    call.hears("留言，请按一。")
    call.press("1")
    call.hears("请留言，我们会在")
    call.hangs_up()


def the_last_place_goes_to_whoever_is_quicker(world: World) -> None:
    slow, quick = world.dial(), world.dial_in_english()
    slow.type("421")
    slow.hears("下午两点。", "确认预约，请按一。")
    quick.type("421")
    quick.hears("To book it, press one.")
    quick.press("1")
    quick.hears("Booked for two p.m. on", "To end the call, press two.")
    quick.press("2")
    slow.press("9")
    slow.hears("确认预约，请按一。")
    slow.press("1")
    slow.hears("这个时间刚刚约满，请另选一个。", "下午两点半，请按一。")
    slow.type("11")
    slow.hears("已经约好")
    slow.hangs_up()


def all_are_taken(world: World) -> None:
    for _ in range(SLOTS):
        books_the_first(world.dial())
    call = world.dial()
    call.type("42")
    call.hears("近几天的回拨已经约满。", "留言，请按一。")
    call.press("1")
    call.hears("请留言，我们会在")
    call.hangs_up()
    call = world.dial_in_english()
    call.type("42")
    call.hears("All callbacks of the next days are taken.", "For the main menu, press two.")
    call.press("2")
    call.hears("For your account, press one.")
    call.hangs_up()


def books_the_first(call: TelephoneCall) -> None:
    call.type("4211")
    call.hears("已经约好，我们在")
    call.hangs_up()


def the_place_is_kept(world: World) -> None:
    """While the agent talks to somebody else."""
    talking = joined(world)
    call = world.dial()
    call.press("0")
    call.hears("您排在第一位。", "保留排队位置，由我们回拨，请按一。")
    call.press("1")
    call.hears("您的排队位置已经保留", "我们回电时会先报这四位数", "回到主菜单，请按一。")
    call.press("1")
    call.hears("查询医保、社保账户，请按一。")
    call.type("42")
    call.hears("您的排队位置已经保留，轮到您时我们会给您回电，编号")
    call.hangs_up()
    call = world.dial_in_english()
    call.press("0")
    call.hears("Callers ahead of you: one.", "To keep your place and be called back, press one.")
    call.press("1")
    call.hears("Your place is kept.", "To end the call, press two.")
    call.press("2")
    call.is_over()
    talking.hangs_up()


def joined(world: World) -> TelephoneCall:
    """Whoever talks to the agent."""
    call = world.dial()
    call.press("0")
    call.rings(DESK)
    call.agent.answers()
    call.agent.presses("1")
    call.agent.is_joined()
    return call


def the_line_calls_back(world: World) -> None:
    for key, words in (("2", "下午两点，请按一。"), ("3", "谢谢来电，再见。")):
        call = world.called_back("+8613800200002")
        call.hears("您预约了回拨，现在给您回电。", "接通工作人员，请按一。", "不需要了，请按三。")
        call.press(key)
        call.hears(words)
        if not call.over:
            call.hangs_up()
    speaks_english = "+8613800200003"
    world.dial_in_english(speaks_english).hangs_up()
    call = world.called_back(speaks_english)
    call.hears("You asked us to call you back at this time.", "To speak to a person, press one.")
    call.press("1")
    call.rings(DESK)
    call.hangs_up()


SCENES: tuple[Scene, ...] = (
    one_is_booked_and_known_of,
    nobody_calls_a_withheld_number,
    the_last_place_goes_to_whoever_is_quicker,
    all_are_taken,
    the_place_is_kept,
    the_line_calls_back,
)
