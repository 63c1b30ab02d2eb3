"""Messages: everything behind main key 4, and what is texted about it."""

from __future__ import annotations

from ivr.carrier.telephone import Telephone
from tests.calls.words import digits
from tests.plugins.line import Line
from tests.plugins.people import People

MOBILE = "+8613800138000"


def test_what_can_be_asked_for(telephone: Telephone) -> None:
    call = telephone.dial()
    call.listens_out()
    call.press("4")
    call.hears_only(
        "留言，请按一。",
        "预约回拨，请按二。",
        "投诉举报，请按三。",
        "查询办理进度，请按四。",
        "重听请按九，返回请按星号，人工请按零。",
    )
    call.hangs_up()


def test_the_same_in_english(telephone: Telephone) -> None:
    call = telephone.dial()
    call.type("84")
    call.hears(
        "To leave a message, press one.",
        "To book a callback, press two.",
        "For a complaint, press three.",
        "For the progress of a case, press four.",
    )
    call.press("1")
    call.hears("You will have an answer by March eighteenth, twenty twenty-six.")
    call.speaks(5)
    call.press("#")
    call.hears("Your message is kept as number", "We will answer by March eighteenth")
    call.hangs_up()


def test_a_stranger_hears_the_number_and_gets_no_text(telephone: Telephone, line: Line) -> None:
    call = telephone.dial()
    call.type("41")
    call.speaks(5)
    call.press("#")
    (ticket,) = line.tickets
    call.hears(f"留言已收到，编号{spoken(ticket.number)}，我们会在二零二六年三月十八日前答复您。")
    call.does_not_hear("短信")
    call.hangs_up()
    assert (ticket.kind, ticket.about, ticket.person_id) == ("message", None, None)
    assert line.texts == []


def test_the_number_and_the_date_are_texted_to_whoever_is_known(
    telephone: Telephone, people: People, line: Line
) -> None:
    somebody = people.someone(mobile=MOBILE)
    call = telephone.dial()
    call.type(f"1{somebody.keys}1{somebody.pin}#*41")
    call.speaks(5)
    call.press("#")
    call.hears("留言已收到", "编号已用短信发到尾号八零零零的登记手机。")
    call.press("2")
    call.is_over()
    (ticket,), (text,) = line.tickets, line.texts
    assert ticket.person_id == text.person_id == somebody.id
    assert text.words.startswith("留言已收到，编号")
    assert ticket.number in text.words.replace(" ", "")
    assert "2026年3月18日前答复您" in text.words


def test_a_caller_who_was_cut_off_may_go_on(telephone: Telephone) -> None:
    call = telephone.dial("+8613800000009")
    call.type("42")
    call.hears("请按一。")
    call.hangs_up()
    again = telephone.dial("+8613800000009")
    again.hears("您刚刚来过电话。")
    again.press("1")
    again.hears("我们会拨打您现在用的号码。")
    again.hangs_up()


def spoken(number: str) -> str:
    """A ticket's number, in the groups in which it is said."""
    return "，".join(digits(group) for group in (number[:4], number[4:8], number[8:]))
