"""Who waits in the carrier's queue keeps their place, and is joined by the agent's own call; and
what an agent at the desk does for it."""

from __future__ import annotations

import pytest

from db import absent, queue
from ivr.carrier.telephone import Telephone, TelephoneCall
from tests.calls.calling_back import Office as Worker
from tests.calls.words import digits
from tests.plugins.line import Line
from tests.queue.office import FIRST, Office, Phone

CALLER = "+8613912345678"

pytestmark = pytest.mark.parametrize("line", [{"account": True}], indirect=True)


def talks(office: Office) -> tuple[TelephoneCall, Phone]:
    """Somebody talks to the only agent."""
    call = office.telephone.dial("+8613900000001")
    call.press("0")
    phone = office.rings(FIRST)
    phone.takes_it()
    call.hears("工号幺零零幺为您服务。")
    office.has_joined(call, phone)
    return call, phone


def keeps(office: Office) -> TelephoneCall:
    """Somebody leaves the carrier's queue, and not their place."""
    call = office.telephone.dial(CALLER)
    call.press("0")
    call.hears("您排在第一位。", "保留排队位置，由我们回拨，请按一。")
    call.press("1")
    call.hears("您的排队位置已经保留", "结束通话，请按二。")
    call.press("2")
    call.is_over()
    return call


@pytest.mark.parametrize("where", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_kept_in_the_carriers_queue_and_joined_by_the_agents_own_call(
    telephone: Telephone, line: Line, where: str
) -> None:
    assert line.database.dialect.startswith(where)
    if where == "postgres":
        line.ways = line.ways[:1]
    office = Office.of(line, telephone, FIRST)
    talking, phone = talks(office)
    keeps(office)
    waits = office.last
    assert (waits.mode, waits.state) == ("absent", "waiting")
    phone.hangs_up()
    talking.hangs_up()
    telephone.passes(61)
    worker = Worker(line, telephone)
    assert worker.works() == 1
    office.rings_nobody()
    back = worker.answers()
    back.hears(f"核对码是{digits(line.tickets[0].code)}。")
    back.press("1")
    back.hears("马上为您接通，请稍候。")
    ringing = office.rings(FIRST)
    ringing.takes_it()
    back.hears("工号幺零零幺为您服务。")
    office.has_joined(back, ringing)
    assert (office.last.id, office.last.entered_at) == (waits.id, waits.entered_at)
    assert [t.status for t in line.tickets] == ["done"]
    ringing.hangs_up()
    back.hears("您对刚才的人工服务满意吗？")
    back.hangs_up()
    office.consistent()


def test_an_agent_whose_mailbox_picks_up_has_not_taken_the_caller(
    telephone: Telephone, line: Line
) -> None:
    office = Office.of(line, telephone, FIRST)
    talking, phone = talks(office)
    keeps(office)
    phone.hangs_up()
    talking.hangs_up()
    telephone.passes(61)
    worker = Worker(line, telephone)
    assert worker.works() == 1
    back = worker.answers()
    back.press("1")
    mailbox = office.rings(FIRST)
    mailbox.answers()
    mailbox.hears("接听请按一。")
    telephone.passes(15)
    assert office.state_of(FIRST) == "away"
    assert office.last.joined_at is None
    back.hangs_up()
    assert [t.status for t in line.tickets] == ["open"]


def test_at_the_desk_nobody_is_called_before_the_agent_has_said_yes(
    telephone: Telephone, line: Line
) -> None:
    office = Office.of(line, telephone, FIRST)
    talking, phone = talks(office)
    keeps(office)
    phone.hangs_up()
    talking.hangs_up()
    telephone.passes(61)
    office.sits_at_the_desk(FIRST)
    worker = Worker(line, telephone)
    assert worker.works() == 0
    offered = office.last
    assert (offered.state, offered.mode, office.state_of(FIRST)) == ("offered", "absent", "offered")
    assert office.page(queue.accept, offered.token)
    assert worker.works() == 1
    assert office.last.state == "calling"
    back = worker.answers()
    back.press("1")
    ringing = office.rings(FIRST)
    ringing.answers()
    back.hears("工号幺零零幺为您服务。")
    office.has_joined(back, ringing)
    ringing.hangs_up()
    back.hangs_up()
    office.consistent()


def test_at_the_desk_an_agent_who_declines_leaves_the_place_as_it_was(
    telephone: Telephone, line: Line
) -> None:
    office = Office.of(line, telephone, FIRST)
    talking, phone = talks(office)
    keeps(office)
    waits = office.last
    phone.hangs_up()
    talking.hangs_up()
    telephone.passes(61)
    office.sits_at_the_desk(FIRST)
    worker = Worker(line, telephone)
    assert worker.works() == 0
    with line.database.write() as connection:
        offered = absent.of_ticket(connection, line.tickets[0].number)
        assert offered is not None
        assert queue.back(connection, offered, line.now(), why="declined")
    assert worker.works() == 0
    again = office.last
    assert (again.id, again.state, again.tries) == (waits.id, "waiting", 0)
    assert (again.entered_at, again.due_at) == (waits.entered_at, waits.due_at)
