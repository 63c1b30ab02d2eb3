"""The whole line on every engine: each plays it without a word of complaint."""

from __future__ import annotations

import pytest

from ivr.carrier import PROFILES
from ivr.carrier.telephone import Telephone
from ivr.carriers import CARRIERS
from tests.plugins.line import Line
from tests.plugins.people import Medical, Month, People

FIRST, SECOND = "+861082300001", "sip:desk@office.test"
EVERY = [pytest.param({"profile": profile}, id=name) for name, profile in PROFILES.items()]


@pytest.mark.parametrize("line", EVERY, indirect=True)
def test_every_errand_is_played_by_every_engine(
    telephone: Telephone, people: People, line: Line
) -> None:
    """``problems`` is looked at when the scenario is over: it must be empty."""
    somebody = people.someone(
        medical=Medical(100.5),
        contributions=[Month(period) for period in (202512, 202511, 202510, 202509)],
    )
    line.employs(FIRST, SECOND)
    call = telephone.dial()
    call.hears("Welcome")
    call.press("88")
    call.hears("查询医保、社保账户，请按一。")
    call.press("1")
    call.type(f"{somebody.keys}1{somebody.pin}#")
    call.press("1")
    call.hears("一百元五角")
    call.press("9")
    call.hears("一百元五角")
    call.press("*2")
    call.hears("二零二五年十二月")
    call.press("1")
    call.hears("二零二五年九月")
    call.waits(8)
    call.hears("反映漏缴，请按一。")
    call.press("0")
    call.agent.is_busy()
    call.rings(SECOND)
    call.agent.answers()
    if CARRIERS[line.profile.name].whisper:
        call.agent.hears("热线来电")
        call.agent.presses("1")
    call.agent.is_joined()
    call.agent.hangs_up()
    call.hears("您对刚才的人工服务满意吗？")
    call.type("1141")
    call.speaks(6)
    call.press("#")
    call.hears("留言已收到")
    call.press("2")
    call.hears("谢谢来电，再见。")
    call.is_over()
