"""The queue of each carrier that has one, and of one that has none."""

from __future__ import annotations

import pytest

from db.handing import hand_on
from ivr.carrier.profiles import SIGNALWIRE, SOMLENG, TELNYX
from ivr.carrier.telephone import Telephone
from tests.plugins.line import Line
from tests.queue.office import FIRST, SECOND, Office

every_carrier = pytest.mark.parametrize(
    "line",
    [
        pytest.param({"account": True}, id="twilio"),
        pytest.param({"account": True, "profile": SIGNALWIRE}, id="signalwire"),
        pytest.param({"account": True, "profile": TELNYX}, id="telnyx"),
    ],
    indirect=True,
)


@every_carrier
def test_every_carrier_with_queues(telephone: Telephone, plain: Line) -> None:
    office = Office.of(plain, telephone, FIRST, SECOND)
    call = telephone.dial()
    call.press("0")
    phone = office.rings(FIRST)
    phone.takes_it()
    phone.hangs_up()
    call.is_going_on()
    phone = office.rings(SECOND)
    phone.takes_it()
    call.hears("工号幺零零二为您服务。")
    office.has_joined(call, phone)
    assert office.page(hand_on, office.last.id, "agent:2")
    phone.hangs_up()
    call.is_going_on()
    call.hangs_up()


@pytest.mark.parametrize("line", [{"account": True, "profile": SOMLENG}], indirect=True)
def test_a_carrier_without_queues(telephone: Telephone, plain: Line) -> None:
    """The caller's own call plays the music and dials; whoever picks up is joined."""
    office = Office.of(plain, telephone, FIRST)
    busy = telephone.dial("+8613800000001")
    busy.press("0")
    busy.hears("工号幺零零幺")
    busy.agent.answers()
    busy.agent.is_joined()
    call = telephone.dial("+8613800000002")
    call.press("0")
    call.hears("您排在第一位。", "预计等待四分钟。")
    office.rings_nobody()
    busy.agent.hangs_up()
    call.waits(70)
    call.rings(FIRST)
    call.agent.answers()
    call.agent.is_joined()
    call.hangs_up()
    busy.hangs_up()
