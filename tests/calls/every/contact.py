"""Messages, complaints, and what became of them."""

from __future__ import annotations

from sqlalchemy import update

from db.models import Ticket
from ivr.carrier.telephone import TelephoneCall
from tests.calls.every.world import Scene, World, proves
from tests.calls.words import digits
from tests.plugins.people import Month


def a_message(world: World) -> None:
    call = world.dial()
    call.press("4")
    call.hears("留言，请按一。", "投诉举报，请按三。", "查询办理进度，请按四。")
    call.press("1")
    call.hears("请留言，我们会在", "请在提示音后讲话")
    call.speaks(5)
    call.press("#")
    call.hears("留言已收到，编号", "回到主菜单，请按一。")
    call.press("1")
    call.hears("留言、回拨、投诉、查进度，请按四。")
    call.hangs_up()
    assert world.line.tickets[-1].kind == "message"


def a_message_and_goodbye(world: World) -> None:
    call = world.dial_in_english()
    call.type("41")
    call.hears("Please leave a message. You will have an answer by")
    call.speaks(5)
    call.press("#")
    call.hears("Your message is kept as number", "To end the call, press two.")
    call.press("2")
    call.hears("Thank you for calling. Goodbye.")
    call.is_over()


def nothing_is_said(world: World) -> None:
    call = world.dial()
    call.type("41")
    call.waits(7)
    call.hears("没有听到您的留言，请再说一次。")
    call.waits(7)
    call.hears("没有听到您的声音。", "再次留言，请按一。", "回到主菜单，请按二。")
    call.press("1")
    call.hears("请留言，我们会在")
    call.waits(7)
    call.waits(7)
    call.hears("回到主菜单，请按二。")
    call.press("2")
    call.hears("留言、回拨、投诉、查进度，请按四。")
    call.hangs_up()


def a_complaint(world: World) -> None:
    somebody = world.someone(mobile=True)
    call = world.dial_in_english()
    call.press("1")
    proves(call, somebody)
    call.type("*43")
    call.hears(
        "For a complaint about our staff, press one.",
        "For fraud against the fund, press two.",
        "For any other complaint, press three.",
    )
    call.press("2")
    call.hears("Please leave a message.")
    call.speaks(5)
    call.press("#")
    call.hears("Your complaint is kept as number", "We have texted the number")
    call.press("1")
    call.hears("For your account, press one.")
    call.hangs_up()
    assert world.line.tickets[-1].about == "fraud"


def a_complaint_after_some_silence(world: World) -> None:
    call = world.dial()
    call.type("431")
    call.waits(7)
    call.hears("没有听到您的留言，请再说一次。")
    call.waits(7)
    call.hears("再次留言，请按一。")
    call.press("1")
    call.speaks(5)
    call.press("#")
    call.hears("投诉已收到，编号", "结束通话，请按二。")
    call.press("2")
    call.is_over()
    call = world.dial()
    call.type("433")
    call.waits(7)
    call.waits(7)
    call.hears("没有听到您的声音。")
    call.press("2")
    call.hears("留言、回拨、投诉、查进度，请按四。")
    call.hangs_up()


def what_became_of_a_number(world: World) -> None:
    """Open, then answered."""
    call = world.dial()
    call.type("41")
    call.speaks(5)
    call.press("#")
    call.hears("留言已收到")
    number = world.line.tickets[-1].number
    call.hangs_up()
    call = world.dial()
    call.press("4")
    call.hears("查询办理进度，请按四。")
    call.press("4")
    call.hears("按编号查询，请按一。")
    call.type(f"1{number}")
    call.hears(f"编号{digits(number)[:4]}", "正在办理，我们会在", "查询另一个编号，请按一。")
    answered(world, number)
    call.press("1")
    call.hears("请输入十位编号。")
    call.type(number)
    call.hears("已经办结。", "回到主菜单，请按二。")
    call.press("2")
    call.hears("留言、回拨、投诉、查进度，请按四。")
    call.hangs_up()


def answered(world: World, number: str) -> None:
    """The agency has answered a ticket."""
    with world.line.database.write() as connection:
        connection.execute(update(Ticket).where(Ticket.number == number).values(status="done"))


def all_that_somebody_waits_for(world: World) -> None:
    somebody = world.someone(contributions=[Month(202601)])
    call = world.dial_in_english()
    call.press("1")
    proves(call, somebody)
    for _ in range(7):
        reports_a_missing_month(call)
    call.type("*44")
    call.hears("To hear your cases by ID number and PIN, press two.")
    call.press("2")
    call.hears(
        "Your request for a check of", "You will have an answer by", "earlier cases, press one."
    )
    call.press("1")
    call.hears("Your request for a check of", "For earlier cases, press one.")
    call.press("1")
    call.hears("Your request for a check of", "For the main menu, press one.")
    call.press("1")
    call.hears("For your account, press one.")
    call.type("442")
    call.hears("For the main menu, press two.")
    call.press("2")
    call.hears("For your account, press one.")
    call.type("442")
    call.hears("For earlier cases, press one.")
    call.press("1")
    call.hears("For the main menu, press two.")
    call.hangs_up()

    call = world.dial()
    call.type("442")
    proves(call, world.someone())
    call.hears("您没有正在办理的事项。", "回到主菜单，请按一。")
    call.hangs_up()


def reports_a_missing_month(call: TelephoneCall) -> None:
    """From the account and back to it."""
    call.press("2")
    call.hears("To report a missing month, press one.")
    call.press("1")
    call.hears("To go on with your account, press one.")
    call.press("1")
    call.hears("For recent contributions, press two.")


SCENES: tuple[Scene, ...] = (
    a_message,
    a_message_and_goodbye,
    nothing_is_said,
    a_complaint,
    a_complaint_after_some_silence,
    what_became_of_a_number,
    all_that_somebody_waits_for,
)
