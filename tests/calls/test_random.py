"""Keys by the ten thousand, pressed by nobody in particular.

`make storm` presses a hundred thousand, each storm other ones.

Whatever is pressed, or not pressed: the line never errs, never stalls, never goes round by itself,
hangs up only with a goodbye, and a person is to be had from everywhere.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from random import Random

import pytest

from flows.city import City
from flows.tree import call_map
from ivr.carrier import Fetch
from ivr.carrier.telephone import TelephoneCall
from tests.calls.callers import WISHES, Callers
from tests.plugins.line import Line
from tests.plugins.walked import Walked

KEYS = 25_000
"""Of a storm."""
STORMS = int(os.environ.get("STORMS", "1"))
A_CALL = 24
"""Doings of one call, at the most."""
APOLOGIES = ("系统暂时出现故障", "Something went wrong")
GOODBYES = ("谢谢来电，再见。", "Thank you for calling. Goodbye.")
CLOSED = ("现在是非工作时间", "Nobody is at the desk now")
IN_LINE = (
    "您排在第一位",
    "您前面还有",
    "马上为您接通",
    "first in line",
    "Callers ahead",
    "A person is",
)
"""What is heard by whoever waits for a person."""
BUSY = ("工作人员都在忙", "Everyone is busy")
"""What is heard when nobody is on duty, before a message and a callback are offered."""
MOST_REQUESTS = 12
"""More than these after one key would be a line that talks to itself."""
UNMET = 22
"""At the most so many steps of the map are left that a storm does not come to: some are for days
and people that it does not have."""
KEY = "1231234567890*#98"
SLOWLY = ["listen 1", "listen 2", "wait 3", "wait 8", "speak 4", "agent 1"]


def doings(chance: Random) -> Iterator[str]:
    """What a caller does: a wish first, then any key, often; something sensible, or nothing."""
    yield chance.choice([*WISHES])
    for _ in range(chance.randint(A_CALL // 4, A_CALL)):
        yield chance.choice(chance.choice((KEY, KEY, KEY, KEY, KEY, [*WISHES], SLOWLY)))


@pytest.mark.long
@pytest.mark.parametrize("storm", range(STORMS))
@pytest.mark.parametrize("line", [{"typed_ahead": "drop"}], indirect=True)
def test_any_keys_at_all(storm: int, plain: Line, walked: Walked) -> None:
    chance, callers = Random(storm), Callers(plain)
    plain.employs("+8613900000001")
    pressed = 0
    while pressed < KEYS:
        call = callers.dial()
        for doing in doings(chance):
            for part in WISHES.get(doing, (doing,)):
                pressed += 0 if call.over else do(call, callers.keys(part))
        call.listens_out()
        sound(call)
        if not call.over:
            assert_person(call)
            call.hangs_up()
    unmet = set(call_map(City.load(plain.city)).steps) - walked.steps
    assert len(unmet) <= UNMET, " ".join(sorted(unmet))


def do(call: TelephoneCall, doing: str) -> int:
    """Do one thing; gives how many keys that took."""
    before = len(call.phone.actions)
    how, _, much = doing.partition(" ")
    if how in ("agent", "listen", "speak", "wait"):
        call.listens_out()
        if call.over:
            return 0
        if how == "agent":
            return is_helped(call, much)
        if how == "listen":
            return do(call, much)
        if how == "speak" and call.transcript.recording:
            call.speaks(4)
        else:
            call.waits(float(much))
        return 0
    pressed = 0
    for key in doing:
        if call.over:
            break
        call.press(key)
        pressed += 1
    requests = sum(isinstance(action, Fetch) for action in call.phone.actions[before:])
    assert requests <= MOST_REQUESTS * pressed
    return pressed


def is_helped(call: TelephoneCall, key: str) -> int:
    """Whoever is being rung takes the call, and hangs up after a while."""
    if is_rung(call):
        call.agent.answers()
        call.agent.presses(key)
        call.listens_out()
    if is_rung(call):
        call.agent.hangs_up()
    return 0


def sound(call: TelephoneCall) -> None:
    """Nothing went wrong, and the call goes on or was ended with a goodbye."""
    assert call.problems == []
    said = "".join(entry.heard_text for entry in call.transcript)
    assert not any(apology in said for apology in APOLOGIES), str(call.transcript)
    if call.over:
        assert any(goodbye in said for goodbye in GOODBYES), str(call.transcript)
    else:
        assert call.phone.call.next_event_at is not None, str(call.transcript)


def assert_person(call: TelephoneCall) -> None:
    """Somebody is rung as soon as 0 is pressed, or the caller waits in line, or hears that nobody
    is there, and when somebody will be."""
    call.listens_out()
    for keys in ("", "*0", "#"):
        if keys:
            call.press(keys)
            call.listens_out()
        said = " ".join(call.heard)
        if is_rung(call) or any(words in said for words in (*CLOSED, *IN_LINE, *BUSY)):
            return
    call.fail("0 did not lead to a person")


def is_rung(call: TelephoneCall) -> bool:
    return bool(call.phone.legs) and not call.phone.legs[-1].over
