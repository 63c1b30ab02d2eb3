"""The queue at the carrier: told how it stands, music, and the agent's own call that takes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.queue import accept
from ivr.carrier.actions import PlayAudio
from ivr.carrier.telephone import Telephone
from ivr.texting.sender import PermanentError, TemporaryError
from tests.plugins.line import Line
from tests.queue.office import FIRST, SECOND, Office

CITY = Path(__file__).parent / "city.toml"
pytestmark = pytest.mark.parametrize("line", [{"account": True, "city": CITY}], indirect=True)


def test_asked_accepted_announced_and_joined(telephone: Telephone, line: Line) -> None:
    office = Office.of(line, telephone, FIRST)
    call = telephone.dial()
    call.press("0")
    call.hears("马上为您接通，请稍候。")
    phone = office.rings(FIRST)
    assert phone.seconds == 20
    phone.answers()
    phone.hears("热线来电，业务是一般咨询，接听请按一。")
    phone.presses("1")
    call.hears("工号幺零零幺为您服务。")
    office.has_joined(call, phone)
    assert (office.last.state, office.state_of(FIRST)) == ("talking", "talking")
    office.consistent()
    telephone.passes(60)
    phone.hangs_up()
    call.hears("您对刚才的人工服务满意吗？")
    assert (office.last.state, office.last.outcome) == ("done", "served")
    assert (office.state_of(FIRST), office.last.leg_sid) == ("wrapup", None)
    call.hangs_up()
    assert line.events("joined") == [{"agent": 1, "waited": pytest.approx(10, abs=10)}]


def test_the_caller_hangs_up_first(telephone: Telephone, plain: Line) -> None:
    office = Office.of(plain, telephone, FIRST)
    call = telephone.dial()
    call.press("0")
    phone = office.rings(FIRST)
    phone.takes_it()
    call.hears("为您服务")
    call.hangs_up()
    phone.is_let_go()
    assert (office.last.outcome, office.state_of(FIRST)) == ("served", "wrapup")
    office.works()
    assert office.ended == [], "their call ends by itself"


def test_wrapping_up_is_over_by_itself(telephone: Telephone, plain: Line) -> None:
    office = Office.of(plain, telephone, FIRST)
    first = telephone.dial("+8613800000001")
    first.press("0")
    phone = office.rings(FIRST)
    phone.takes_it()
    first.hears("为您服务")
    second = telephone.dial("+8613800000002")
    second.press("0")
    second.hears("您排在第一位。")
    phone.hangs_up()
    office.passes(25)
    assert office.state_of(FIRST) == "wrapup"
    office.rings_nobody()
    telephone.passes(5)
    phone = office.rings(FIRST)
    assert office.entries[0].wrapped_at is not None
    phone.takes_it()
    second.hears("工号幺零零幺为您服务。")
    first.hangs_up()
    second.hangs_up()


def test_music_and_how_it_stands_at_once_and_every_minute(
    telephone: Telephone, plain: Line
) -> None:
    office = Office.of(plain, telephone, FIRST)
    busy = telephone.dial("+8613800000001")
    busy.press("0")
    office.rings(FIRST).takes_it()
    ahead = telephone.dial("+8613800000002")
    ahead.press("0")
    call = telephone.dial("+8613800000003")
    call.press("0")
    call.hears("您前面还有一个人。", "预计等待八分钟。", "保留排队位置，由我们回拨，请按一。")
    call.waits(30)
    plays = [a.url for a in call.phone.actions if isinstance(a, PlayAudio)]
    assert any("/audio/music/" in url for url in plays)
    call.does_not_hear("前面")
    ahead.hangs_up()
    call.waits(40)
    call.hears("谢谢您的等待。", "您排在第一位。", "预计等待四分钟。")
    call.hangs_up()
    busy.hangs_up()


def test_keys_while_waiting(telephone: Telephone, plain: Line) -> None:
    """9 tells again, 0 keeps waiting, a key that leads nowhere too; * goes back."""
    office = Office.of(plain, telephone, FIRST)
    busy = telephone.dial("+8613800000001")
    busy.press("0")
    office.rings(FIRST).takes_it()
    call = telephone.dial("+8613800000002")
    call.press("0")
    call.hears("您排在第一位。")
    for key in "905":
        call.waits(5)
        call.press(key)
        call.hears("您排在第一位。", "预计等待四分钟。")
    call.press("*")
    call.hears("查询医保、社保账户，请按一。")
    assert (office.last.state, office.last.outcome) == ("done", "left")
    call.press("0")
    call.hears("您排在第一位。")
    assert len(office.entries) == 3
    call.hangs_up()
    busy.hangs_up()


def test_hung_up_while_waiting(telephone: Telephone, plain: Line) -> None:
    office = Office.of(plain, telephone, FIRST)
    busy = telephone.dial("+8613800000001")
    busy.press("0")
    phone = office.rings(FIRST)
    phone.takes_it()
    call = telephone.dial("+8613800000002")
    call.press("0")
    call.waits(10)
    call.hangs_up()
    assert (office.last.outcome, office.last.joined_at) == ("abandoned", None)
    phone.hangs_up()
    busy.hangs_up()
    telephone.passes(30)
    office.rings_nobody()


def test_nobody_is_there_any_more(telephone: Telephone, plain: Line) -> None:
    office = Office.of(plain, telephone, FIRST)
    office.chooses(FIRST, "break")
    call = telephone.dial()
    call.press("0")
    call.hears("工作人员都在忙。", "留言，请按一。", "再次转接，请按二。")
    assert office.last.outcome == "nobody"
    office.chooses(FIRST, "ready")
    call.press("2")
    call.hears("马上为您接通")
    office.rings(FIRST)
    call.hangs_up()


def test_hung_up_while_the_agent_rings(telephone: Telephone, line: Line) -> None:
    """The agent's telephone is stopped; whoever picks up at that moment hears why."""
    office = Office.of(line, telephone, FIRST)
    call = telephone.dial()
    call.press("0")
    phone = office.rings(FIRST)
    call.waits(5)
    call.hangs_up()
    assert (office.last.outcome, office.state_of(FIRST)) == ("abandoned", "ready")
    phone.answers()
    phone.is_let_go("来电者已经不在等候，再见。")
    office.works()
    assert office.ended == [phone.sid]
    assert office.state_of(FIRST) == "ready"


def test_the_ringing_is_stopped_when_nobody_waits(telephone: Telephone, plain: Line) -> None:
    office = Office.of(plain, telephone, FIRST)
    call = telephone.dial()
    call.press("0")
    phone = office.rings(FIRST)
    call.hangs_up()
    office.works()
    assert (office.ended, phone.over) == ([phone.sid], True)
    assert (office.state_of(FIRST), office.last.leg_sid) == ("ready", None)


def test_hung_up_while_the_agent_is_asked(telephone: Telephone, plain: Line) -> None:
    office = Office.of(plain, telephone, FIRST)
    call = telephone.dial()
    call.press("0")
    phone = office.rings(FIRST)
    phone.answers()
    call.hangs_up()
    phone.presses("1")
    phone.is_let_go("来电者已经不在等候，再见。")
    assert office.state_of(FIRST) == "ready"


def test_hung_up_while_it_is_said_who_comes(telephone: Telephone, line: Line) -> None:
    office = Office.of(line, telephone, FIRST)
    call = telephone.dial()
    call.press("0")
    phone = office.rings(FIRST)
    phone.takes_it()
    call.hangs_up()
    phone.is_let_go("来电者已经不在等候，再见。")
    assert (office.last.outcome, office.last.joined_at) == ("abandoned", None)
    assert office.state_of(FIRST) == "ready"


def test_the_agent_hangs_up_while_it_is_said_who_comes(telephone: Telephone, line: Line) -> None:
    """The caller is not lost, and keeps their place."""
    office = Office.of(line, telephone, FIRST, SECOND)
    call = telephone.dial()
    call.press("0")
    phone = office.rings(FIRST)
    phone.takes_it()
    phone.hangs_up()
    call.is_going_on()
    assert (office.state_of(FIRST), office.why(FIRST)) == ("away", "unreached")
    phone = office.rings(SECOND)
    phone.takes_it()
    call.hears("工号幺零零二为您服务。")
    office.has_joined(call, phone)
    assert len(office.entries) == 1
    call.hangs_up()


@pytest.mark.parametrize("status", ["busy", "no-answer", "canceled", "failed", "lost-in-space"])
def test_whoever_does_not_answer_is_away_and_the_next_is_called_at_once(
    telephone: Telephone, plain: Line, status: str
) -> None:
    office = Office.of(plain, telephone, FIRST, SECOND)
    call = telephone.dial()
    call.press("0")
    office.rings(FIRST).ends(status)
    why = "unreached" if status in ("failed", "lost-in-space") else "no-answer"
    assert (office.state_of(FIRST), office.why(FIRST)) == ("away", why)
    phone = office.rings(SECOND)
    phone.takes_it()
    call.hears("工号幺零零二为您服务。")
    office.has_joined(call, phone)
    call.hangs_up()


def test_a_mailbox_presses_nothing(telephone: Telephone, plain: Line) -> None:
    office = Office.of(plain, telephone, FIRST, SECOND)
    call = telephone.dial()
    call.press("0")
    phone = office.rings(FIRST)
    phone.answers()
    call.waits(25)
    phone.is_let_go()
    assert office.state_of(FIRST) == "away"
    office.rings(SECOND).takes_it()
    call.hears("工号幺零零二为您服务。")
    call.hangs_up()


def test_an_agent_declines(telephone: Telephone, line: Line) -> None:
    office = Office.of(line, telephone, FIRST, SECOND)
    call = telephone.dial()
    call.press("0")
    phone = office.rings(FIRST)
    phone.answers()
    phone.presses("2")
    phone.is_let_go()
    assert (office.state_of(FIRST), office.why(FIRST)) == ("away", "declined")
    office.rings(SECOND).takes_it()
    call.hears("工号幺零零二为您服务。")
    call.hangs_up()


def test_nothing_is_heard_of_a_call_to_an_agent(telephone: Telephone, plain: Line) -> None:
    """The carrier reports nothing; the offer is over by itself, and whoever picks up is too
    late."""
    office = Office.of(plain, telephone, FIRST, SECOND)
    call = telephone.dial()
    call.press("0")
    phone = office.rings(FIRST)
    office.passes(45)
    assert len(office.phones) == 1
    office.passes(15)
    assert [each.target for each in office.phones] == [FIRST, SECOND]
    assert office.ended == [phone.sid]
    assert office.why(FIRST) == "no-answer"
    office.phones[-1].takes_it()
    call.hears("工号幺零零二为您服务。")
    call.hangs_up()


def test_accepted_on_the_page_the_agent_is_not_asked_again(
    telephone: Telephone, plain: Line
) -> None:
    office = Office.of(plain, telephone, FIRST)
    office.sits_at_the_desk(FIRST)
    call = telephone.dial()
    call.press("0")
    phone = office.rings(FIRST)
    assert office.page(accept, office.last.token)
    phone.answers()
    call.hears("工号幺零零幺为您服务。")
    office.has_joined(call, phone)
    call.hangs_up()


def test_an_agents_page_is_closed(telephone: Telephone, plain: Line) -> None:
    """They are offered nobody; a caller with nobody left on duty is told so."""
    office = Office.of(plain, telephone, FIRST)
    office.sits_at_the_desk(FIRST)
    telephone.passes(60)
    office.works()
    assert (office.state_of(FIRST), office.why(FIRST)) == ("away", "page-closed")
    call = telephone.dial()
    call.press("0")
    call.hears("工作人员都在忙。", "留言，请按一。")
    call.hangs_up()


def test_the_carriers_api_is_away(telephone: Telephone, line: Line) -> None:
    """Then the caller's own call dials the agent."""
    office = Office.of(line, telephone, FIRST)
    office.refuses = lambda target: TemporaryError("carrier-timeout")
    call = telephone.dial()
    call.press("0")
    call.hears("马上为您接通，请稍候。")
    office.rings_nobody()
    call.waits(20)
    call.hears("正在为您转接，工号幺零零幺。")
    call.agent.answers()
    call.agent.hears("接听请按一。")
    call.agent.presses("1")
    call.agent.is_joined()
    call.agent.hangs_up()
    call.hears("您对刚才的人工服务满意吗？")
    call.hangs_up()
    assert office.last.outcome == "served"


def test_a_number_that_cannot_be_called(telephone: Telephone, plain: Line) -> None:
    office = Office.of(plain, telephone, FIRST, SECOND)
    office.refuses = lambda to: PermanentError("carrier-21214") if to == FIRST else None
    call = telephone.dial()
    call.press("0")
    phone = office.rings(SECOND)
    assert (office.state_of(FIRST), office.why(FIRST)) == ("away", "unreached")
    phone.takes_it()
    call.hears("工号幺零零二为您服务。")
    call.hangs_up()


@pytest.mark.postgres
def test_on_postgresql(telephone: Telephone, line: Line) -> None:
    office = Office.of(line, telephone, FIRST, SECOND)
    call = telephone.dial()
    call.press("0")
    office.rings(FIRST).ends("busy")
    phone = office.rings(SECOND)
    phone.takes_it()
    call.hears("工号幺零零二为您服务。")
    office.has_joined(call, phone)
    other = telephone.dial("+8613800000002")
    other.press("0")
    other.hears("您排在第一位。")
    phone.hangs_up()
    assert office.state_of(SECOND) == "wrapup"
    other.hangs_up()
    office.works()
    office.consistent()
    call.hangs_up()
