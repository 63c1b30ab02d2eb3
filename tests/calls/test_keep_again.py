"""Whoever has kept their place and calls again before they are called."""

from __future__ import annotations

import pytest

from db import queue
from ivr.carrier.telephone import Telephone
from tests.calls.calling_back import Office
from tests.calls.test_keep import CALLER, DESK, LINE_MODE, MOBILE, busy, free, keeps
from tests.plugins.line import Line
from tests.plugins.people import People

pytestmark = pytest.mark.parametrize("line", [LINE_MODE], indirect=True)


def test_who_calls_again_waits_in_their_own_place_and_is_not_called_then(
    telephone: Telephone, line: Line
) -> None:
    busy(line)
    keeps(line).hangs_up()
    waits = Office(line).entry
    line.passes(minutes=3)
    other = line.new_telephone().dial("+8613900000009")
    other.press("0")
    other.hears("您前面还有一个人。")
    again = line.new_telephone().dial(CALLER)
    again.press("0")
    again.hears("您排在第一位。")
    free(line)
    again.waits(9)
    again.rings(DESK)
    again.agent.answers()
    again.waits(5)
    again.agent.hangs_up()
    again.hangs_up()
    other.hangs_up()
    office = Office(line)
    with office.database.read() as connection:
        served = queue.by_id(connection, waits.id)
    assert served is not None
    assert (served.entered_at, served.outcome) == (waits.entered_at, "served")
    assert [t.status for t in line.tickets] == ["done"]
    line.passes(minutes=30)
    assert office.works() == 0


@pytest.mark.parametrize("leaves", ["*", "hangs up", "while an agent is asked"])
def test_who_calls_again_and_does_not_wait_keeps_the_place(
    telephone: Telephone, line: Line, leaves: str
) -> None:
    busy(line)
    keeps(line).hangs_up()
    waits = Office(line).entry
    line.passes(minutes=3)
    again = line.new_telephone().dial(CALLER)
    again.press("0")
    again.hears("您排在第一位。")
    if leaves == "*":
        again.press("*")
    elif leaves != "hangs up":
        free(line)
        again.waits(9)
        again.rings(DESK)
    again.hangs_up()
    free(line)
    office = Office(line)
    assert (office.entry.id, office.entry.entered_at) == (waits.id, waits.entered_at)
    assert (office.entry.mode, office.entry.ticket) == ("absent", waits.ticket)
    assert office.works() == 1
    assert office.last.to == CALLER
    office.answers().press("1")
    assert office.entry.id == waits.id


def test_who_is_known_waits_in_their_own_place_also_without_a_number(
    telephone: Telephone, people: People, line: Line
) -> None:
    somebody = people.someone(mobile=MOBILE)
    busy(line)
    for heard in ("保留排队位置，由我们回拨，请按一。", "您排在第一位。"):
        call = line.new_telephone().dial("anonymous")
        call.type(f"1{somebody.keys}1{somebody.pin}#0")
        call.hears(heard)
        call.press("1" if heard.startswith("保留") else "*")
        call.hangs_up()
    assert len(line.tickets) == 1
    free(line)
    assert Office(line).works() == 1
