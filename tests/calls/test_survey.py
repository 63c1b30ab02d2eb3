"""After the person one question, asked once, which nobody has to answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from db.models import QueueEntry
from ivr.carrier.telephone import Telephone, TelephoneCall
from tests.plugins.line import Line

DESK, BOSS = "+861082300001", "+861082300002"
CITY = Path(__file__).parent / "every" / "city.toml"
"""It has a group of supervisors."""


def served(line: Line, telephone: Telephone) -> TelephoneCall:
    """Somebody has talked to an agent, who has hung up."""
    if not waits(line):
        line.employs(DESK)
    call = telephone.dial()
    call.press("0")
    talks(call, DESK)
    return call


def talks(call: TelephoneCall, target: str) -> None:
    call.rings(target)
    call.agent.answers()
    call.agent.presses("1")
    call.agent.is_joined()
    call.waits(20)
    call.agent.hangs_up()
    call.hears("您对刚才的人工服务满意吗？")


def waits(line: Line) -> list[Any]:
    with line.database.read() as connection:
        return list(connection.execute(select(QueueEntry.__table__).order_by(QueueEntry.id)))


def scores(line: Line) -> list[int | None]:
    return [each.score for each in waits(line)]


@pytest.mark.parametrize(("key", "score"), [("1", 1), ("2", 2)])
def test_an_answer_is_kept_with_the_talk(
    telephone: Telephone, line: Line, key: str, score: int
) -> None:
    call = served(line, telephone)
    call.hears("满意，请按一。", "一般，请按二。", "不满意，请按三。")
    call.press(key)
    call.hears("谢谢您的评价。", "还有别的事，请按一。", "结束通话，请按二。")
    call.hangs_up()
    assert scores(line) == [score]
    assert line.events("scored") == [{"score": score}]


@pytest.mark.parametrize("key", ["", "5", "#"])
def test_nobody_is_asked_twice(telephone: Telephone, line: Line, key: str) -> None:
    call = served(line, telephone)
    if key:
        call.press(key)
    else:
        call.waits(8)
    call.hears("还有别的事，请按一。", "结束通话，请按二。")
    call.does_not_hear("您对刚才的人工服务满意吗？")
    call.press("2")
    call.is_over()
    assert scores(line) == [None]


def test_why_not_is_told_in_a_message_about_the_service(telephone: Telephone, line: Line) -> None:
    call = served(line, telephone)
    call.press("3")
    call.hears("很抱歉没有让您满意。", "留言说明原因，请按一。")
    call.does_not_hear("请主管接听")
    call.press("1")
    call.hears("请留言，我们会在二零二六年三月二十三日前答复您。")
    call.speaks(5)
    call.press("#")
    call.hears("投诉已收到，编号")
    call.hangs_up()
    (ticket,) = line.tickets
    assert (ticket.kind, ticket.about) == ("complaint", "service")
    assert scores(line) == [3]


def test_who_does_not_say_why_goes_on(telephone: Telephone, line: Line) -> None:
    call = served(line, telephone)
    call.press("3")
    call.waits(8)
    call.hears("还有别的事，请按一。")
    call.hangs_up()
    assert (scores(line), line.tickets) == ([3], [])


def test_a_complaint_of_before_is_not_taken_for_this_one(telephone: Telephone, line: Line) -> None:
    line.employs(DESK)
    call = telephone.dial()
    call.type("432")
    call.speaks(5)
    call.press("#")
    call.hears("投诉已收到")
    call.press("0")
    talks(call, DESK)
    call.type("31")
    call.speaks(5)
    call.press("#")
    call.hears("投诉已收到")
    call.hangs_up()
    assert [t.about for t in line.tickets] == ["fraud", "service"]


@pytest.mark.parametrize("line", [{"city": CITY}], indirect=True)
def test_a_supervisor_comes_before_all_who_wait(telephone: Telephone, line: Line) -> None:
    line.employs(DESK, BOSS)
    line.groups("1002", "supervisor")
    call = telephone.dial()
    call.press("0")
    talks(call, DESK)
    call.press("3")
    call.hears("请主管接听，请按二。")
    call.press("2")
    talks(call, BOSS)
    call.press("1")
    call.press("1")
    call.press("0")
    call.hears("您排在第一位。")
    call.hangs_up()
    first, second, third = waits(line)
    assert (first.score, second.score, third.score) == (3, 1, None)
    assert (second.lane, second.priority, third.lane) == ("supervisor", 30, "")


def test_in_english(telephone: Telephone, line: Line) -> None:
    line.employs(DESK)
    call = telephone.dial()
    call.type("80")
    call.rings(DESK)
    call.agent.answers()
    call.agent.presses("1")
    call.agent.hangs_up()
    call.hears(
        "How were you served just now?",
        "For satisfied, press one.",
        "For fairly satisfied, press two.",
        "For not satisfied, press three.",
    )
    call.press("3")
    call.hears(
        "We are sorry that you are not satisfied.", "To leave a message and say why, press one."
    )
    call.hangs_up()
