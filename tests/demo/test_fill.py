"""Filling a database with the demo city, on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from db import freezes
from db.demo import NotADemoError, Showcase, fill, showcase
from db.demo.life import life
from db.demo.present import is_present
from db.engine import Database
from db.models import Card, Contribution, Entry, Freeze, Horizon, Person, Pin
from db.records import Records
from db.secrets import CARD_NUMBER, ID_NUMBER, PHONE, Keyring
from tests.clock import Clock
from tests.db.people import CHEAP, add_person, id_number
from tests.imports.files import Loading

TODAY = date(2026, 3, 16)
PEOPLE = 60


def _fill(database: Database, keyring: Keyring, *, people: int = PEOPLE, seed: int = 1) -> Showcase:
    return fill(database, keyring, CHEAP, people=people, seed=seed, today=TODAY)


def _count(database: Database, model: type) -> int:
    with database.read() as connection:
        return connection.execute(select(func.count()).select_from(model)).scalar_one()


def _records(database: Database, keyring: Keyring, name: str) -> Records:
    index = keyring.index(ID_NUMBER, showcase()[name].id_number)
    with database.read() as connection:
        person = connection.execute(select(Person.id).where(Person.id_index == index)).scalar_one()
    return Records(database, person)


def test_what_is_stored_is_what_was_made_up(database: Database, keyring: Keyring) -> None:
    _fill(database, keyring)
    with database.read() as connection:
        people = connection.execute(select(Person.__table__).order_by(Person.id)).all()
    assert len(people) == PEOPLE
    for nth, row in enumerate(people):
        made_up = life(nth, seed=1, today=TODAY, months=24)
        person = made_up.person
        assert keyring.decrypt_text(row.id_number, "persons.id_number") == person.id_number
        assert keyring.decrypt_text(row.name, "persons.name") == person.name
        if person.mobile is not None:
            assert keyring.decrypt_text(row.mobile, "persons.mobile") == person.mobile
            assert row.mobile_index == keyring.index(PHONE, person.mobile)
    lives = [life(nth, seed=1, today=TODAY, months=24) for nth in range(PEOPLE)]
    assert _count(database, Contribution) == sum(len(one.rows.contributions) for one in lives)
    assert _count(database, Entry) == sum(len(one.rows.entries) for one in lives)
    with database.read() as connection:
        rows = connection.execute(select(Horizon.scheme, Horizon.period))
        horizons = {scheme: period for scheme, period in rows}  # noqa: C416 - mypy knows no dict()
        cards = connection.execute(select(Card.__table__).order_by(Card.person_id)).all()
    assert horizons["employee-medical"] == 202602
    for one, card in zip(lives, cards, strict=True):
        assert keyring.decrypt_text(card.card_number, "cards.card_number") == one.card_number
        assert card.card_index == keyring.index(CARD_NUMBER, one.card_number)
        assert card.status == one.person.card_status


def test_the_showcase_has_what_it_promises(database: Database, keyring: Keyring) -> None:
    cast = _fill(database, keyring)
    worker = _records(database, keyring, "worker")
    account = worker.medical_account()
    assert account is not None
    assert account.reconciles
    assert account.last_credit is not None
    assert worker.missing_contribution(TODAY) is None
    assert [month.status for month in worker.contribution_months()] == ["paid"] * 3
    missing = _records(database, keyring, "missing").missing_contribution(TODAY)
    assert missing is not None
    assert missing.kind == "absent"
    owed = _records(database, keyring, "owed").missing_contribution(TODAY)
    assert owed is not None
    assert owed.kind == "owed"
    assert _records(database, keyring, "no-account").medical_account() is None
    assert _records(database, keyring, "pensioner").missing_contribution(TODAY) is None
    with database.read() as connection:
        kept = connection.execute(select(Pin.person_id, Pin.hash, Pin.one_time)).all()
    assert len(kept) == sum(person.pin is not None for person in cast.people)
    for person_id, hashed, one_time in kept:
        person = cast.people[person_id - 1]
        assert person.pin is not None
        assert one_time is person.one_time
        with CHEAP.slot() as slot:
            assert slot.verify(hashed, keyring.pepper(keyring.newest), person.pin)


def test_the_errands_of_the_line_can_be_tried(database: Database, keyring: Keyring) -> None:
    """Why contributions changed, last year's statement, a freeze to be lifted, text messages."""
    cast = _fill(database, keyring)
    worker = _records(database, keyring, "worker")
    assert worker.contribution_changes(), "there is a reason to be told"
    statement = worker.year_statement(TODAY.year - 1)
    assert statement.months == 12
    assert len(statement.schemes) > 1
    assert {one.account for one in statement.accounts} == {"medical", "pension"}
    noon = datetime.combine(TODAY, time(12), UTC)
    (card,) = _records(database, keyring, "lost").cards(noon)
    assert card.status == "frozen"
    assert card.until is not None
    assert timedelta(days=5) < card.until - noon < timedelta(days=7)
    assert _records(database, keyring, "lost").cards(noon + timedelta(days=7))[0].status == "active"
    with database.read() as connection:
        mobiles = connection.execute(select(Person.mobile).order_by(Person.id)).scalars().all()
    assert None not in mobiles[: len(cast.people)]


def test_a_demo_in_which_somebody_froze_a_card_is_replaced(
    database: Database, keyring: Keyring
) -> None:
    _fill(database, keyring)
    freeze = freezes.begin(1, datetime(2026, 3, 23, tzinfo=UTC), 1, "pin")
    with database.write() as connection:
        freeze(connection, datetime(2026, 3, 16, tzinfo=UTC))
    assert _count(database, Freeze) == 2
    _fill(database, keyring, people=20, seed=2)
    assert _count(database, Freeze) == 1


def test_a_complete_demo_stays_and_another_replaces_it(
    database: Database, keyring: Keyring
) -> None:
    assert not is_present(database)
    _fill(database, keyring)
    assert is_present(database)
    with database.write() as connection:
        connection.execute(Pin.__table__.delete())  # type: ignore[attr-defined]
    _fill(database, keyring)
    assert _count(database, Pin) == 0, "left as it is"
    _fill(database, keyring, people=20, seed=2)
    assert _count(database, Person) == 20
    assert _count(database, Pin) > 0


def test_a_demo_that_broke_off_is_made_anew(database: Database, keyring: Keyring) -> None:
    def pull_the_plug(done: int, people: int) -> None:
        if done >= 500:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill(
            database, keyring, CHEAP,
            people=510, seed=1, today=TODAY, months=2, progress=pull_the_plug,
        )  # fmt: skip
    assert _count(database, Person) == 500
    assert not is_present(database)
    _fill(database, keyring)
    assert _count(database, Person) == PEOPLE


def test_real_people_are_never_touched(database: Database, keyring: Keyring) -> None:
    add_person(database, keyring, id_number())
    with database.write() as connection:
        connection.execute(
            Person.__table__.update().values(insured_place="110101")  # type: ignore[attr-defined]
        )
    with pytest.raises(NotADemoError, match="not of the demo"):
        _fill(database, keyring)
    assert _count(database, Person) == 1


def test_files_can_be_loaded_on_top(
    database: Database, keyring: Keyring, clock: Clock, tmp_path: Path
) -> None:
    """People come after those of the demo, whose row numbers were given by hand."""
    _fill(database, keyring)
    loading = Loading(database, keyring, clock, tmp_path)
    assert loading.rows("persons").changed == 2
    assert loading.rows("contributions").good == 3
    assert _count(database, Person) == PEOPLE + 2


@pytest.mark.parametrize(("people", "months"), [(3, 24), (20, 1)])
def test_impossible_cities(sqlite_url: str, keyring: Keyring, people: int, months: int) -> None:
    with pytest.raises(ValueError, match="the demo needs at least"):
        fill(
            Database(sqlite_url), keyring, CHEAP,
            people=people, seed=1, today=TODAY, months=months,
        )  # fmt: skip
