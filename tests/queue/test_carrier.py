"""The queue at the carrier: told how it stands, music, and the agent's own call that takes them."""

from __future__ import annotations

import pytest

from ivr.carrier.telephone import Telephone
from tests.plugins.line import Line
from tests.queue.office import FIRST, SECOND, Office

pytestmark = pytest.mark.parametrize("line", [{"account": True}], indirect=True)


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
    telephone.passes(60)
    phone.hangs_up()
    call.hears("您对刚才的人工服务满意吗？")
    assert (office.last.state, office.last.outcome) == ("done", "served")
    assert office.state_of(FIRST) == "wrapup"
    office.consistent()
    call.hangs_up()
