"""A caller keeps their place, and is called back when an agent is theirs."""

from __future__ import annotations

import pytest

from db import duty, tickets
from db.duty import Duties
from ivr.carrier.profiles import SOMLENG
from ivr.carrier.telephone import Telephone, TelephoneCall
from ivr.texting.sender import PermanentError, TemporaryError
from tests.calls.calling_back import Office
from tests.calls.words import digits
from tests.plugins.line import Line
from tests.plugins.people import People

DESK = "+861082300001"
CALLER = "+8613912345678"
MOBILE = "+8613800138000"
LINE_MODE = {"account": True, "profile": SOMLENG}

pytestmark = pytest.mark.parametrize("line", [LINE_MODE], indirect=True)


def busy(line: Line) -> None:
    """The only agent talks to somebody."""
    line.employs(DESK)
    does(line, duty.TALKING)


def free(line: Line) -> None:
    """They have done with it."""
    does(line, duty.READY)


def does(line: Line, state: str) -> None:
    (agent,) = Duties(line.database).all()
    with line.database.write() as connection:
        duty.change(connection, agent.agent_id, state, line.now(), why="call")


def keeps(line: Line, number: str = CALLER) -> TelephoneCall:
    """Somebody waits, keeps their place, and hangs up."""
    call = line.new_telephone().dial(number)
    call.press("0")
    call.hears("您排在第一位。", "保留排队位置，由我们回拨，请按一。")
    call.press("1")
    call.hears("您的排队位置已经保留，轮到您时我们给您回电，最晚二零二六年三月十七日。")
    return call


def test_the_place_is_kept_and_the_same_wait_goes_on_in_the_call_back(
    telephone: Telephone, line: Line
) -> None:
    busy(line)
    call = keeps(line)
    (ticket,) = line.tickets
    call.hears(f"我们回电时会先报这四位数，{digits(ticket.code)}。", "结束通话，请按二。")
    call.press("2")
    call.is_over()
    office = Office(line)
    waits = office.entry
    assert (ticket.kind, ticket.callback_at, len(ticket.code)) == ("callback", None, 4)
    assert (waits.mode, waits.state, waits.ticket) == ("absent", "waiting", ticket.number)
    assert office.works() == 0, "everybody is busy"
    free(line)
    assert office.works() == 1
    assert office.works() == 0, "once"
    assert office.last.to == CALLER
    assert office.entry.state == "calling"
    back = office.answers()
    back.hears(f"您预约了回电，核对码是{digits(ticket.code)}。", "接通工作人员，请按一。")
    back.press("1")
    back.hears("工号幺零零幺。")
    back.rings(DESK)
    back.agent.answers()
    back.waits(30)
    assert office.entry.call_id != waits.call_id
    back.agent.hangs_up()
    back.hears("您对刚才的人工服务满意吗？")
    back.hangs_up()
    served = office.entry
    assert (served.id, served.entered_at) == (waits.id, waits.entered_at)
    assert (served.state, served.outcome, served.mode) == ("done", "served", "line")
    (ticket,) = line.tickets
    assert ticket.status == "done" and ticket.closed_at is not None
    assert line.events("kept-place") == [{}]
    line.passes(minutes=30)
    assert office.works() == 0


def test_nobody_is_called_who_is_on_the_phone(telephone: Telephone, line: Line) -> None:
    """Who goes on in the menu is called when they have hung up."""
    busy(line)
    call = keeps(line)
    call.press("1")
    call.hears("查询医保、社保账户，请按一。")
    free(line)
    office = Office(line)
    assert office.works() == 0
    call.hangs_up()
    assert office.works() == 1


def test_who_asks_for_a_person_again_goes_on_in_their_place(
    telephone: Telephone, line: Line
) -> None:
    busy(line)
    call = keeps(line)
    waits = Office(line).entry
    call.press("0")
    call.hears("您排在第一位。")
    call.does_not_hear("保留排队位置，由我们回拨")
    free(line)
    call.waits(9)
    call.rings(DESK)
    call.agent.answers()
    call.waits(5)
    call.agent.hangs_up()
    call.hangs_up()
    office = Office(line)
    assert (office.entry.id, office.entry.outcome) == (waits.id, "served")
    assert office.works() == 0
    assert [t.status for t in line.tickets] == ["done"]


def test_one_place_at_a_time(telephone: Telephone, line: Line) -> None:
    busy(line)
    keeps(line).hangs_up()
    call = line.new_telephone().dial(CALLER)
    call.press("0")
    call.hears("您排在第一位。")
    call.does_not_hear("保留排队位置")
    call.press("*")
    call.type("42")
    call.hears("您的排队位置已经保留，轮到您时我们会给您回电，编号")
    call.hangs_up()
    assert len(line.tickets) == 1


def test_a_withheld_number_cannot_be_called_back(telephone: Telephone, line: Line) -> None:
    busy(line)
    call = line.new_telephone().dial("anonymous")
    call.press("0")
    call.hears("您排在第一位。")
    call.does_not_hear("保留排队位置")
    call.hangs_up()


def test_whoever_is_known_is_texted_the_code_and_called_on_their_mobile(
    telephone: Telephone, people: People, line: Line
) -> None:
    somebody = people.someone(mobile=MOBILE)
    busy(line)
    call = line.new_telephone().dial("anonymous")
    call.type(f"1{somebody.keys}1{somebody.pin}#0")
    call.hears("保留排队位置，由我们回拨，请按一。")
    call.press("1")
    call.hears("编号已用短信发到尾号八零零零的登记手机。")
    call.hangs_up()
    (ticket,), (text,) = line.tickets, line.texts
    assert text.words.endswith(f"我们回电时会先报这四位数，{ticket.code}。")
    free(line)
    office = Office(line)
    assert office.works() == 1
    assert office.last.to == MOBILE
    back = office.answers()
    back.type("11")
    back.does_not_hear("李四", "元")
    back.hangs_up()


@pytest.mark.parametrize("status", ["busy", "no-answer", "failed", "canceled"])
def test_three_tries_ten_minutes_apart_then_agents_see_the_ticket(
    telephone: Telephone, people: People, line: Line, status: str
) -> None:
    line.ways = line.ways[:1]
    somebody = people.someone(mobile=MOBILE)
    busy(line)
    call = line.new_telephone().dial(CALLER)
    call.type(f"1{somebody.keys}1{somebody.pin}#0")
    call.hears("保留排队位置，由我们回拨，请按一。")
    call.press("1")
    call.hangs_up()
    free(line)
    office = Office(line)
    for nth in range(1, 4):
        assert office.works() == 1
        office.ends(status)
        office.ends(status)
        if nth < 3:
            assert (office.entry.state, office.entry.tries) == ("waiting", nth)
            line.passes(minutes=9)
            assert office.works() == 0
            line.passes(minutes=1)
    assert (office.entry.state, office.entry.outcome) == ("done", "undone")
    line.passes(hours=1)
    assert office.works() == 0
    assert [t.status for t in line.tickets] == ["open"]
    assert line.texts[-1].words.startswith("我们给您的回电没有接通，编号")
    assert [each.state for each in office.promised()] == ["done"]
    assert Duties(office.database).all()[0].state == "ready"


def test_a_mailbox_presses_nothing_and_counts_as_a_try(telephone: Telephone, line: Line) -> None:
    busy(line)
    keeps(line).hangs_up()
    free(line)
    office = Office(line)
    assert office.works() == 1
    mailbox = office.answers()
    for _ in range(3):
        mailbox.waits(8)
    mailbox.hears("谢谢来电，再见。")
    mailbox.is_over()
    assert (office.entry.state, office.entry.tries) == ("waiting", 1)
    line.passes(minutes=10)
    assert office.works() == 1


def test_who_needs_it_no_more_is_not_called_again(telephone: Telephone, line: Line) -> None:
    busy(line)
    keeps(line).hangs_up()
    free(line)
    office = Office(line)
    assert office.works() == 1
    back = office.answers()
    back.hears("不需要了，请按三。")
    back.press("3")
    back.is_over()
    assert (office.entry.state, office.entry.outcome) == ("done", "left")
    assert [t.status for t in line.tickets] == ["done"]
    assert Duties(office.database).all()[0].state == "ready"


def test_another_time_is_booked_and_takes_the_place_of_it(telephone: Telephone, line: Line) -> None:
    busy(line)
    keeps(line).hangs_up()
    free(line)
    office = Office(line)
    assert office.works() == 1
    back = office.answers()
    back.press("2")
    back.hears("我们会拨打您现在用的号码。", "星期一上午十点半，请按一。")
    assert Duties(office.database).all()[0].state == "ready"
    back.type("11")
    back.hears("已经约好")
    back.hangs_up()
    assert [t.status for t in line.tickets] == ["done", "open"]
    assert office.works() == 0
    line.it_is("2026-03-16 10:30")
    assert office.works() == 1
    back = office.answers()
    back.hears(f"核对码是{digits(line.tickets[-1].code)}。")
    back.hangs_up()


def test_an_agent_who_does_not_come_leaves_the_caller_at_the_head(
    telephone: Telephone, line: Line
) -> None:
    busy(line)
    keeps(line).hangs_up()
    free(line)
    office = Office(line)
    assert office.works() == 1
    back = office.answers()
    back.press("1")
    back.rings(DESK)
    back.agent.does_not_answer()
    back.hears("工作人员都在忙。")
    back.hangs_up()
    assert [t.status for t in line.tickets] == ["open"]


def test_a_carrier_that_cannot_call_does_not_keep_the_agent(
    telephone: Telephone, line: Line
) -> None:
    busy(line)
    keeps(line).hangs_up()
    free(line)
    office = Office(line)
    office.carrier.refuses = [TemporaryError("carrier-unreachable")]
    assert office.works() == 0
    assert (office.entry.state, office.entry.tries) == ("waiting", 0)
    assert Duties(office.database).all()[0].state == "ready"
    line.passes(minutes=1)
    office.carrier.refuses = [PermanentError("carrier-21211")]
    assert office.works() == 0
    assert (office.entry.state, office.entry.tries) == ("waiting", 1)
    line.passes(minutes=10)
    assert office.works() == 1


def test_a_call_of_which_nothing_is_heard_keeps_nobody_for_ever(
    telephone: Telephone, line: Line
) -> None:
    busy(line)
    keeps(line).hangs_up()
    free(line)
    office = Office(line)
    assert office.works() == 1
    line.passes(minutes=6)
    assert office.works() == 0
    assert (office.entry.state, office.entry.tries) == ("waiting", 1)
    assert Duties(office.database).all()[0].state == "ready"


def test_nobody_is_called_at_night_and_in_the_morning_they_are_first(
    telephone: Telephone, line: Line
) -> None:
    line.it_is("2026-03-16 17:28")
    busy(line)
    keeps(line).hangs_up()
    line.it_is("2026-03-16 17:31")
    free(line)
    office = Office(line)
    assert office.works() == 0
    line.it_is("2026-03-17 08:31")
    assert office.works() == 1


def test_after_the_date_that_was_promised_agents_look_after_it(
    telephone: Telephone, line: Line
) -> None:
    busy(line)
    keeps(line).hangs_up()
    line.it_is("2026-03-18 08:31")
    free(line)
    office = Office(line)
    assert office.works() == 0
    assert (office.entry.state, office.entry.outcome) == ("done", "undone")
    assert [t.status for t in line.tickets] == ["open"]


def test_whose_ticket_an_agent_has_closed_is_not_called(telephone: Telephone, line: Line) -> None:
    busy(line)
    keeps(line).hangs_up()
    with line.database.write() as connection:
        tickets.close(connection, line.tickets[0].number, line.now())
    free(line)
    office = Office(line)
    assert office.works() == 0
    assert (office.entry.state, office.entry.outcome) == ("done", "left")
    assert line.texts == []


def test_killed_before_it_was_written_down_the_call_is_known_all_the_same(
    telephone: Telephone, line: Line
) -> None:
    """The carrier has taken the call, and the worker is gone."""
    busy(line)
    keeps(line).hangs_up()
    free(line)
    office = Office(line)
    written = office.outbox.sent
    office.outbox.__dict__["sent"] = lambda *_: None
    assert office.works() == 1
    back = office.answers()
    back.hears(f"核对码是{digits(line.tickets[0].code)}。")
    back.press("1")
    back.rings(DESK)
    del office.outbox.__dict__["sent"]
    assert office.outbox.sent == written
    line.passes(minutes=2)
    assert office.works() == 0, "whom it is for is on the line"
    back.hangs_up()
