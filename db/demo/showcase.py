"""The first people of the demo city: one of each kind that is worth a call.

They are the same in every demo, so that a page, a test or a person can name them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from db.demo.city import CITY, DISTRICTS, EMPLOYERS, MOBILE
from db.demo.resident import Resident, ending_in_x, numbered

FROZEN_BY_TELEPHONE = "lost"
"""Of the showcase, whose card has been frozen by telephone."""


@dataclass(frozen=True)
class ShowcasePerson:
    """Somebody to call as. ``pin`` is ``None`` for those without one."""

    name: str
    id_number: str
    pin: str | None
    one_time: bool
    about: str


@dataclass(frozen=True)
class Showcase:
    """All of them, by name; ``worker`` is the one to try first."""

    people: Sequence[ShowcasePerson]

    def __getitem__(self, name: str) -> ShowcasePerson:
        """The person of that name; ``KeyError`` for others."""
        for person in self.people:
            if person.name == name:
                return person
        raise KeyError(name)

    @property
    def worker(self) -> ShowcasePerson:
        """A person with everything on record and a PIN of their own."""
        return self["worker"]


@dataclass(frozen=True)
class _Part:
    name: str
    about: str
    birth: date
    pin: str | None
    role: str = "worker"
    trouble: str = "none"
    one_time: bool = False
    ends_in_x: bool = False
    books: str = "kept"
    card_status: str = "active"


_PARTS = (
    _Part("worker", "works, everything paid and on record", date(1988, 6, 14), "739205"),
    _Part(
        "x",
        "has an ID number that ends in X, which is the star key",
        date(1979, 11, 2),
        "604817",
        ends_in_x=True,
    ),
    _Part("missing", "misses a month", date(1991, 3, 25), "825390", trouble="absent"),
    _Part("owed", "is owed a month by the employer", date(1985, 9, 9), "417063", trouble="owed"),
    _Part(
        "one-time",
        "has a PIN from a letter, to be changed at first use",
        date(1995, 1, 30),
        "260948",
        one_time=True,
    ),
    _Part("pensioner", "receives a pension", date(1955, 8, 17), "593186", role="pensioner"),
    _Part(
        "no-account",
        "is insured as a resident, without a medical account",
        date(1972, 4, 5),
        "871642",
        role="resident",
        books="none",
    ),
    _Part("frozen", "has a frozen card", date(1990, 12, 12), "380571", card_status="frozen"),
    _Part("no-pin", "never asked for a PIN", date(1983, 7, 21), None),
    _Part(FROZEN_BY_TELEPHONE, "has frozen a lost card by telephone", date(1986, 2, 8), "946027"),
)


def showcase() -> Showcase:
    """Whom to call as, and with which PIN."""
    return Showcase(
        tuple(
            ShowcasePerson(part.name, _number(nth, part), part.pin, part.one_time, part.about)
            for nth, part in enumerate(_PARTS)
        )
    )


def cast(nth: int, seed: int) -> tuple[Resident, Random] | None:
    """The ``nth`` person of the city if they are of the showcase, and the chance of their life."""
    if nth >= len(_PARTS):
        return None
    part = _PARTS[nth]
    person = Resident(
        id_number=_number(nth, part),
        name=f"{'王李张刘陈杨赵周吴郑'[nth]}示范",
        mobile=f"{MOBILE}{nth:08}",
        insured_place=DISTRICTS[0],
        employer=EMPLOYERS[nth] if part.role == "worker" else None,
        birth=part.birth,
        role=part.role,
        trouble=part.trouble,
        books=part.books,
        claims=2,
        card_status=part.card_status,
    )
    return person, Random(f"{seed}/{nth}")  # noqa: S311  (repeatable is what it has to be)


def _number(nth: int, part: _Part) -> str:
    # Those who do not end in X take numbers that do not, one each.
    if part.ends_in_x:
        return ending_in_x(part.birth)
    number = numbered(CITY, part.birth, 101 + nth)
    return number if not number.endswith("X") else numbered(CITY, part.birth, 201 + nth)
