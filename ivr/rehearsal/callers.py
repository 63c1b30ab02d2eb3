"""What callers do: ask after their account, hear rules, leave messages, want a person, give up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from types import MappingProxyType

from ivr.carrier.http import Phone
from ivr.carrier.states import LegState
from ivr.rehearsal.day import Actor, Day

PATIENCE = 240.0
"""Seconds somebody waits for a person, on average, before they hang up."""
_LOOKS = 3.0
"""Seconds between two looks at what is going on, while somebody waits."""
_TALKS_AT_MOST = 1800.0


def caller(day: Day, number: str, done: Callable[[], None] = lambda: None) -> Actor:
    """One call from ``number``, from the greeting to the end; then ``done``."""
    rng = day.rng
    phone = day.call(number)
    yield rng.uniform(4, 9)
    if rng.random() < 0.12:
        yield from _press(day, phone, "8")
    errand = rng.choices(list(ERRANDS), weights=[weight for weight, _ in ERRANDS.values()])[0]
    day.tally.errands[errand] += 1
    yield from ERRANDS[errand][1](day, phone)
    if not phone.call.over:
        phone.hang_up()
    done()


def _press(day: Day, phone: Phone, keys: str) -> Actor:
    """Press keys, then listen for a while."""
    if not phone.call.over:
        phone.press(keys)
        yield _listens(day.rng)


def _listens(rng: Random) -> float:
    return rng.uniform(3, 9)


def _identified(day: Day, phone: Phone, first: str) -> Actor:
    """Through identification, to ``first`` and the account; some mistype their PIN."""
    person = day.rng.choice(day.people)
    yield from _press(day, phone, first)
    yield from _press(day, phone, person.keys)
    yield from _press(day, phone, "1")
    if day.rng.random() < 0.06:
        yield from _press(day, phone, "135799#")
    yield from _press(day, phone, f"{person.pin}#")


def _balance(day: Day, phone: Phone) -> Actor:
    yield from _identified(day, phone, "1")
    yield from _press(day, phone, "1")
    if day.rng.random() < 0.3:
        yield from _press(day, phone, "*")
        yield from _press(day, phone, "2")


def _contributions(day: Day, phone: Phone) -> Actor:
    yield from _identified(day, phone, "1")
    yield from _press(day, phone, "2")
    if day.rng.random() < 0.25:
        yield from _person(day, phone)


def _rules(day: Day, phone: Phone) -> Actor:
    yield from _press(day, phone, "3")
    yield from _press(day, phone, day.rng.choice("1234"))
    yield from _press(day, phone, "1")


def _card(day: Day, phone: Phone) -> Actor:
    yield from _press(day, phone, "2")
    yield from _press(day, phone, day.rng.choice("123"))
    if day.rng.random() < 0.5:
        yield from _person(day, phone)


def _message(day: Day, phone: Phone) -> Actor:
    yield from _press(day, phone, "41")
    if not phone.call.over:
        yield 8.0
        phone.call.speak(day.rng.uniform(6, 25))
        phone.settle()
        yield 30.0


def _gives_up(day: Day, phone: Phone) -> Actor:
    """Hangs up at the greeting, or after some keys that lead nowhere."""
    for _ in range(day.rng.randrange(3)):
        yield from _press(day, phone, day.rng.choice("69*5"))


def _senior(day: Day, phone: Phone) -> Actor:
    yield from _waits(day, phone, "5")


def _person(day: Day, phone: Phone) -> Actor:
    yield from _waits(day, phone, "0")


def _waits(day: Day, phone: Phone, key: str) -> Actor:
    """Wait for a person, talk, and say how it was; or give up."""
    if phone.call.over:
        return
    day.tally.asked += 1
    phone.press(key)
    gives_up = day.now + max(20.0, day.rng.expovariate(1 / PATIENCE))
    talks = 0.0
    while not phone.call.over:
        day.rings(phone)
        joined = any(leg.state is LegState.JOINED for leg in phone.legs)
        if joined and not talks:
            talks = day.now
            day.tally.joined += 1
        if not joined and talks:
            yield from _after(day, phone)
            return
        if not talks and day.now > gives_up:
            day.tally.hung_up_waiting += 1
            return
        if talks and day.now - talks > _TALKS_AT_MOST:
            return
        yield _LOOKS


def _after(day: Day, phone: Phone) -> Actor:
    """The person has hung up; most say how satisfied they are, some go on."""
    yield day.rng.uniform(1, 4)
    if day.rng.random() < 0.7 and not phone.call.over:
        score = day.rng.choices((1, 2, 3), (8, 3, 1))[0]
        day.tally.scores[score] += 1
        yield from _press(day, phone, str(score))


ERRANDS: Mapping[str, tuple[float, Callable[[Day, Phone], Actor]]] = MappingProxyType(
    {
        "balance": (30, _balance),
        "contributions": (18, _contributions),
        "rules": (12, _rules),
        "card": (8, _card),
        "message": (3, _message),
        "senior": (5, _senior),
        "person": (17, _person),
        "gives-up": (7, _gives_up),
    }
)
"""How often each is wanted, in a hundred calls."""
