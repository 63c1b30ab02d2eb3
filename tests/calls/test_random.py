"""A hundred thousand keys, pressed by nobody in particular.

Whatever is pressed, or not pressed: the line never errs, never stalls, never goes round by itself,
hangs up only with a goodbye, and a person is to be had from everywhere.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from ivr.carrier import Fetch
from ivr.carrier.telephone import TelephoneCall
from tests.plugins.line import Line
from tests.plugins.people import Bill, Insured, Medical, Month, Paid, People, Person

KEYS = 100_000
STORMS = 4
A_CALL = 160
"""Keys of one call, about."""
APOLOGIES = ("系统暂时出现故障", "Something went wrong")
GOODBYES = ("谢谢来电，再见。", "Thank you for calling. Goodbye.")
CLOSED = ("现在是非工作时间", "Nobody is at the desk now")
MOST_REQUESTS = 12
"""More than these after one key would be a line that talks to itself."""


def acts(somebody: Person) -> st.SearchStrategy[str]:
    """What a caller may do: any key, often; something sensible, or nothing, now and then."""
    key = st.sampled_from("1231234567890*#98")
    known = f"{somebody.keys}1{somebody.pin}#"
    card = [f"21{known}", f"22{known}", f"24{known}{somebody.pin}#", f"25{somebody.keys}1"]
    sensible = st.sampled_from(
        [
            *(f"1{known}", "11", "12", "13", "14", "2", "1", "*0#", "8305917#8305917#", *card),
            *("32", f"331{known}", "41", "4211", "431", "4411234567897", f"442{known}"),
        ]
    )
    silence = st.sampled_from(["wait 3", "wait 8", "speak 4"])
    return st.one_of(key, key, key, key, key, key, sensible, silence)


@pytest.mark.parametrize("storm", range(STORMS))
@pytest.mark.parametrize("line", [{"typed_ahead": "drop"}], indirect=True)
def test_any_keys_at_all(storm: int, plain: Line, people: People) -> None:
    somebody = people.someone(
        medical=Medical(100.5),
        contributions=[Month(period) for period in range(202501, 202507)],
        insured=[Insured("employee-pension")],
        benefits=[Paid(period, 3000) for period in range(202501, 202507)],
        claims=[Bill(date(2025, month, 1), 80) for month in range(1, 7)],
        cards=["active"],
        mobile="+8613900001234",
    )
    plain.employs("+8613900000001")
    pressed = 0

    @seed(storm)
    @settings(
        max_examples=KEYS // STORMS // A_CALL * 2,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(acts(somebody), min_size=A_CALL // 2, max_size=A_CALL))
    def one_call(doings: list[str]) -> None:
        nonlocal pressed
        if pressed >= KEYS // STORMS:
            return
        call = plain.new_telephone().dial(f"+86138{pressed % 100_000_000:08}")
        for doing in doings:
            if call.over:
                break
            pressed += do(call, doing)
        sound(call)
        if not call.over:
            assert_person(call)
            call.hangs_up()

    one_call()
    assert pressed >= KEYS // STORMS


def do(call: TelephoneCall, doing: str) -> int:
    """Do one thing; gives how many keys that took."""
    before = len(call.phone.actions)
    if doing.startswith(("wait", "speak")):
        call.listens_out()
        if call.over:
            return 0
        if doing.startswith("speak") and call.transcript.recording:
            call.speaks(4)
        else:
            call.waits(float(doing.partition(" ")[2]))
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
    """Somebody is rung as soon as 0 is pressed, or the line says when somebody will be there."""
    call.listens_out()
    for keys in ("", "*0", "#"):
        if keys:
            call.press(keys)
            call.listens_out()
        if is_rung(call) or any(closed in text for text in call.heard for closed in CLOSED):
            return
    call.fail("0 did not lead to a person")


def is_rung(call: TelephoneCall) -> bool:
    return bool(call.phone.legs) and not call.phone.legs[-1].over
