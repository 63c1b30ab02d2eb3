"""Contributions of the demo: who is insured in what, and what was paid month by month."""

from __future__ import annotations

from datetime import date
from random import Random

from db.demo.resident import Resident
from db.demo.rows import Row, Rows, day_of
from db.periods import between, period_of, shift

# Employer's and person's share of the base, in thousandths: near what Chinese cities have.
_EMPLOYED = (
    ("employee-medical", 80, 20),
    ("employee-pension", 160, 80),
    ("unemployment", 5, 5),
    ("work-injury", 4, 0),
    ("maternity", 7, 0),
)
_FLEXIBLE = (("employee-medical", 0, 90), ("employee-pension", 0, 200))
LOWEST_BASE, HIGHEST_BASE = 4_500_00, 26_400_00
RESIDENT_MEDICAL = 400_00
_RESIDENT_PENSIONS = (300_00, 500_00, 1000_00, 2000_00)
_NEW_BASES = 7  # bases follow the wages of the year before, from each July


def add_career(rows: Rows, person: Resident, chance: Random, periods: list[int]) -> None:
    """Enrolments, and contributions of ``periods``, oldest first."""
    if person.role == "worker":
        _monthly(rows, person, chance, periods, _EMPLOYED)
    elif person.role == "flexible":
        _monthly(rows, person, chance, periods, _FLEXIBLE)
    elif person.role == "pensioner":
        _retired(rows, person, chance, periods)
    else:
        _yearly(rows, person, chance, periods)


def _monthly(
    rows: Rows,
    person: Resident,
    chance: Random,
    periods: list[int],
    shares: tuple[tuple[str, int, int], ...],
) -> None:
    since = _since(person, chance, periods[-1])
    paid_in = [period for period in periods if period >= period_of(since)]
    absent, owed = _troubles(person, chance, paid_in)
    base = chance.randrange(LOWEST_BASE // 100, 15_000) * 100
    months = len(between(period_of(since), periods[-1])) - len(absent) - len(owed)
    rows.enrolments += [(scheme, "active", since, max(months, 0)) for scheme, _, _ in shares]
    for period in paid_in:
        if period % 100 == _NEW_BASES:
            base = min(base * chance.randrange(1010, 1090) // 1000 // 100 * 100, HIGHEST_BASE)
        if period in absent:
            continue
        status, on = ("owed", None) if period in owed else ("paid", day_of(period, 15))
        for scheme, employer, personal in shares:
            rows.contributions.append(
                (period, scheme, base, _share(base, employer), _share(base, personal), status, on)
            )


def _since(person: Resident, chance: Random, last: int) -> date:
    """The first of a month: of the first job, at 18 to 26, or of this year for the very young."""
    began = (person.birth.year + chance.randrange(18, 27)) * 100 + chance.randrange(1, 13)
    began = min(began, shift(last, -chance.randrange(2, 12)))
    return day_of(began, 1)


def _troubles(
    person: Resident, chance: Random, paid_in: list[int]
) -> tuple[frozenset[int], frozenset[int]]:
    """Months without a record, and months on record as owed."""
    recent = paid_in[-9:-1]
    if person.trouble == "owed":
        return frozenset(), frozenset(paid_in[-chance.randrange(1, 3) :])
    if person.trouble == "absent" and len(recent) > 2:
        return frozenset({chance.choice(recent[1:])}), frozenset()
    if person.trouble == "gap" and len(paid_in) > 14:
        start = chance.randrange(1, len(paid_in) - 13)
        return frozenset(paid_in[start : start + chance.randrange(2, 7)]), frozenset()
    return frozenset(), frozenset()


def _share(base: int, thousandths: int) -> int:
    return (base * thousandths + 500) // 1000


def _retired(rows: Rows, person: Resident, chance: Random, periods: list[int]) -> None:
    """Insured for life without paying; the pension insurance has become a pension."""
    since = date(person.birth.year + chance.randrange(18, 27), chance.randrange(1, 13), 1)
    months = chance.randrange(300, 480)
    rows.enrolments += [
        ("employee-medical", "active", since, months),
        ("employee-pension", "ended", since, months),
    ]
    pension = chance.randrange(2_400_00, 7_200_00, 10)
    for period in periods:
        if period % 100 == 1:
            pension = _share(pension, 1020)
        rows.benefits.append(("pension", period, pension, day_of(period, 15)))


def _yearly(rows: Rows, person: Resident, chance: Random, periods: list[int]) -> None:
    """Residents pay once a year, on no base: it is 0, and the public share is no employer's."""
    years = sorted({period // 100 for period in periods})
    first = years[0] - chance.randrange(3, 16)
    rows.enrolments.append(
        ("resident-medical", "active", date(first, 1, 1), (years[-1] - first + 1) * 12)
    )
    januaries = [year * 100 + 1 for year in years if year * 100 + 1 >= periods[0]]
    rows.contributions += [_once_a_year(p, "resident-medical", RESIDENT_MEDICAL) for p in januaries]
    if person.role == "resident-pensioner":
        rows.enrolments.append(("resident-pension", "ended", date(first, 1, 1), 180))
        pension = chance.randrange(180_00, 420_00, 10)
        rows.benefits += [("pension", period, pension, day_of(period, 20)) for period in periods]
    elif chance.random() < 0.5:
        amount = chance.choice(_RESIDENT_PENSIONS)
        since = date(first, 1, 1)
        rows.enrolments.append(("resident-pension", "active", since, (years[-1] - first + 1) * 12))
        rows.contributions += [_once_a_year(p, "resident-pension", amount) for p in januaries]


def _once_a_year(period: int, scheme: str, amount: int) -> Row:
    return (period, scheme, 0, 0, amount, "paid", day_of(shift(period, -1), 10))
