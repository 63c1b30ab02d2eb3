"""The demo city: impossible people, repeatable lives, records that make sense."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import idnumber, pins
from db.demo import showcase
from db.demo.city import DEMO_PLACES, MOBILE
from db.demo.life import Life, life
from db.demo.resident import MOST_PEOPLE, resident
from db.imports.kinds import KINDS, Checker
from db.periods import between

TODAY = date(2026, 3, 16)
_NTH = st.integers(0, MOST_PEOPLE - 1)


@pytest.fixture(scope="module")
def city() -> list[Life]:
    """Four hundred lives."""
    return [life(n, seed=1, today=TODAY, months=24) for n in range(400)]


def test_the_same_seed_gives_the_same_city(city: list[Life]) -> None:
    again = [life(n, seed=1, today=TODAY, months=24) for n in range(400)]
    other = [life(n, seed=2, today=TODAY, months=24) for n in range(400)]
    assert again == city
    assert other != city


@given(_NTH, st.integers(0, 10**6))
def test_nobody_in_it_can_be_a_real_person(nth: int, seed: int) -> None:
    person, _ = resident(nth, seed, TODAY)
    parsed = idnumber.parse(person.id_number)
    assert parsed is not None
    assert parsed.birth == person.birth
    assert person.id_number.startswith(DEMO_PLACES)
    assert person.insured_place.startswith(DEMO_PLACES)
    assert person.mobile is None or person.mobile.startswith(MOBILE)


@given(_NTH, _NTH, st.integers(0, 10**6))
def test_no_two_people_share_a_number(one: int, other: int, seed: int) -> None:
    numbers = {resident(n, seed, TODAY)[0].id_number for n in (one, other)}
    assert len(numbers) == len({one, other})


def test_numbers_of_neighbours_and_of_those_who_share_a_birthday() -> None:
    many = [*range(2000), *range(5, MOST_PEOPLE, 25_567)]
    assert len({resident(n, 1, TODAY)[0].id_number for n in many}) == len(set(many))


def _sheet(lives: list[Life], kind: str) -> Iterator[list[str]]:
    """The rows of a kind as an agency would write them."""
    order = {"contributions": (1, 0, 2, 3, 4, 5, 6)}
    money = {
        "accounts": {1},
        "entries": {3},
        "contributions": {2, 3, 4},
        "benefits": {2},
        "claims": {2, 3, 4},
    }
    for one in lives:
        for row in getattr(one.rows, kind):
            cells = list(row[:-1]) if kind in ("entries", "claims") else list(row)
            cells = [cells[i] for i in order.get(kind, range(len(cells)))]
            yield [
                one.person.id_number,
                *(_text(c, i in money.get(kind, ()), kind, i) for i, c in enumerate(cells)),
            ]


def _text(cell: object, is_money: bool, kind: str, place: int) -> str:
    if cell is None:
        return ""
    if is_money:
        assert isinstance(cell, int)
        return f"{cell // 100}.{cell % 100:02}"
    if isinstance(cell, int) and kind in ("contributions", "benefits") and place == 1:
        return f"{cell // 100}-{cell % 100:02}"
    return str(cell)


@pytest.mark.parametrize(
    "kind", ["enrolments", "accounts", "entries", "contributions", "benefits", "claims"]
)
def test_every_row_is_one_that_could_be_imported(city: list[Life], kind: str) -> None:
    checker = Checker(KINDS[kind], TODAY)
    rows = [checker.check(list(cells)) for cells in _sheet(city, kind)]
    assert len(rows) > 100


def test_movements_explain_nearly_every_balance(city: list[Life]) -> None:
    explained = Counter[str]()
    for one in city:
        for account, balance, _ in one.rows.accounts:
            moved = [e for e in one.rows.entries if e[0] == account]
            total = sum(-e[3] if e[2] == "spend" else e[3] for e in moved)
            explained["silent" if not moved else str(total == balance)] += 1
            assert balance >= 0
    assert explained["True"] > 0.9 * explained.total()
    assert explained["False"] > 0
    assert explained["silent"] > 0


def test_money_never_runs_out_on_the_way(city: list[Life]) -> None:
    for one in city:
        if one.person.books == "kept":
            left = 0
            for _, _, kind, amount, *_ in [e for e in one.rows.entries if e[0] == "medical"]:
                left += -amount if kind == "spend" else amount
                assert left >= 0


def test_careers_have_what_careers_have(city: list[Life]) -> None:
    troubles = Counter(one.person.trouble for one in city if one.person.role == "worker")
    assert set(troubles) == {"none", "gap", "owed", "absent"}
    assert {one.person.role for one in city} == {
        "worker", "flexible", "resident", "pensioner", "resident-pensioner",
    }  # fmt: skip
    assert {one.person.card_status for one in city} == {
        "active", "frozen", "lost", "in-production",
    }  # fmt: skip
    assert any(one.person.id_number.endswith("X") for one in city)
    for one in city:
        if one.person.role == "worker" and one.person.trouble == "none":
            paid = {row[0] for row in one.rows.contributions}
            assert sorted(paid) == between(min(paid), 202602)
            bases = {row[0]: row[2] for row in one.rows.contributions}
            changes = [p for p in paid if p > min(paid) and bases[p] != bases[_before(p)]]
            assert all(period % 100 == 7 for period in changes)


def _before(period: int) -> int:
    return between(period - 100, period)[-2]


def test_records_end_with_the_month_before(city: list[Life]) -> None:
    for one in city:
        for row in one.rows.contributions:
            assert row[0] <= 202602
        assert all(as_of == date(2026, 2, 28) for _, _, as_of in one.rows.accounts)
        assert all(entry[1] <= date(2026, 2, 28) for entry in one.rows.entries)


def test_the_showcase_can_be_called_as() -> None:
    cast = showcase()
    assert len({person.id_number for person in cast.people}) == len(cast.people)
    for person in cast.people:
        assert idnumber.parse(person.id_number) is not None
        if person.pin is not None:
            assert pins.problem(person.id_number, person.pin) is None
    assert cast.worker.pin is not None
    assert cast["x"].id_number.endswith("X")
    assert [p.name for p in cast.people if p.id_number.endswith("X")] == ["x"]
    assert [p.name for p in cast.people if p.one_time] == ["one-time"]
    with pytest.raises(KeyError):
        cast["nobody"]
