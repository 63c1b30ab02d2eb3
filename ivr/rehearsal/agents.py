"""What people do whose telephones ring: answer, mostly; and go to lunch."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from db import duty
from ivr.carrier.errors import CarrierMisuse
from ivr.carrier.http import Phone
from ivr.carrier.leg import Leg
from ivr.carrier.states import LegState
from ivr.rehearsal.day import Actor, Day

TALK = 110.0
"""Seconds, on average."""
_MISSES = {"busy": 0.02, "no_answer": 0.03, "fail": 0.01, "decline": 0.01}


def at_the_telephone(day: Day, phone: Phone, leg: Leg) -> Actor:
    """Somebody hears it ring: takes the call and talks, or does not take it."""
    if leg.state is not LegState.RINGING:
        return
    what = day.rng.choices(
        ["answer", *_MISSES], weights=[1 - sum(_MISSES.values()), *_MISSES.values()]
    )[0]
    if what in ("busy", "no_answer", "fail"):
        {"busy": leg.busy, "no_answer": leg.no_answer, "fail": leg.fail}[what]()
        phone.settle()
        return
    leg.answer()
    phone.settle()
    yield day.rng.uniform(1, 3)
    if not _presses(phone, leg, "1" if what == "answer" else "2"):
        return
    yield max(15.0, day.rng.expovariate(1 / TALK))
    if not leg.over:
        leg.hang_up()
        phone.settle()


def _presses(phone: Phone, leg: Leg, key: str) -> bool:
    """Press a key, if somebody is there still; gives whether the two are joined then."""
    if leg.over:
        return False
    try:
        leg.press(key)
    except CarrierMisuse:
        return False
    phone.settle()
    return leg.state is LegState.JOINED


def away(
    duties: duty.Duties, agent_id: int, seconds: float, clock: Callable[[], datetime]
) -> Actor:
    """An agent goes away for so long, as soon as they are free, and comes back."""
    while not duties.choose(agent_id, duty.AWAY, clock()):
        yield 20.0
    yield seconds
    duties.choose(agent_id, duty.READY, clock())
