"""Who lives in the demo city: a number, a name, and the course their insurance takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from stdnum.iso7064 import mod_11_2

from db.demo.city import CITY, DISTRICTS, EMPLOYERS, MOBILE, full_name, weighted

_FIRST_BIRTH = date(1938, 1, 1)
_BIRTH_DAYS = 25_567  # up to the end of 2007: everybody is grown up
_SEQUENCES = 999
_PLACES = len(DISTRICTS) * _SEQUENCES
MOST_PEOPLE = _BIRTH_DAYS * _PLACES
"""As many different ID numbers as the city can give out."""
_STRIDE = 7919  # prime to the days, so that neighbours in the list are of all ages
_SCATTER = 1009  # prime to the places, likewise


@dataclass(frozen=True)
class Resident:
    """One person of the demo.

    ``role``: worker (employed), flexible (pays alone), resident (residents' insurance),
    pensioner, resident-pensioner. ``trouble``, of workers: none, owed (a month is unpaid), absent
    (a month is missing), gap (some months between two jobs). ``books``: kept, mislaid (movements
    do not explain the balance: the line must notice), silent (movements were not handed over), or
    none (no medical account). ``claims``: how many bills were handed in.
    """

    id_number: str
    name: str
    mobile: str | None
    insured_place: str
    employer: str | None
    birth: date
    role: str
    trouble: str
    books: str
    claims: int
    card_status: str


def resident(nth: int, seed: int, today: date) -> tuple[Resident, Random]:
    """The ``nth`` person of the city, and the chance that decides the rest of their life."""
    if not 0 <= nth < MOST_PEOPLE:
        raise ValueError(f"the demo city has room for {MOST_PEOPLE} people")
    chance = Random(f"{seed}/{nth}")  # noqa: S311  (repeatable is what it has to be)
    place, sequence, birth = _origin(nth, seed)
    role = _role(chance, (today - birth).days / 365.25)
    worker = role == "worker"
    person = Resident(
        id_number=numbered(place, birth, sequence),
        name=full_name(chance),
        mobile=f"{MOBILE}{nth:08}" if chance.random() < 0.85 else None,
        insured_place=chance.choice(DISTRICTS),
        employer=chance.choice(EMPLOYERS) if worker else None,
        birth=birth,
        role=role,
        trouble=weighted(chance, _TROUBLES) if worker else "none",
        books=weighted(chance, _BOOKS) if role in ("worker", "pensioner") else "none",
        claims=chance.choice((0, 0, 0, 0, 0, 0, 1, 1, 2, 3)),
        card_status=weighted(chance, _CARD_STATUSES),
    )
    return person, chance


_TROUBLES = (("none", 78), ("gap", 12), ("owed", 6), ("absent", 4))
_BOOKS = (("kept", 94), ("mislaid", 2), ("silent", 1), ("none", 3))
_CARD_STATUSES = (("active", 92), ("in-production", 4), ("frozen", 2), ("lost", 2))


def _role(chance: Random, age: float) -> str:
    if age >= 60:
        return weighted(chance, (("pensioner", 65), ("resident-pensioner", 35)))
    return weighted(chance, (("worker", 68), ("resident", 24), ("flexible", 8)))


def _origin(nth: int, seed: int) -> tuple[str, int, date]:
    """District, sequence and birth date: no two people of a seed share all three."""
    day = (nth * _STRIDE + seed) % _BIRTH_DAYS
    place = (nth // _BIRTH_DAYS * _SCATTER + day) % _PLACES
    district, sequence = divmod(place, _SEQUENCES)
    return DISTRICTS[district], sequence + 1, _FIRST_BIRTH + timedelta(days=day)


def numbered(place: str, birth: date, sequence: int) -> str:
    """An ID number with its check character."""
    body = f"{place}{birth:%Y%m%d}{sequence:03}"
    return body + mod_11_2.calc_check_digit(body)


def ending_in_x(birth: date) -> str:
    """The first number of the city and a birth date whose check character is X."""
    numbers = (numbered(CITY, birth, sequence) for sequence in range(1, _SEQUENCES + 1))
    return next(number for number in numbers if number.endswith("X"))
