"""Keys change while the line is open."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Integer,
    LargeBinary,
    String,
    insert,
    select,
    update,
)

from db import rotation
from db.engine import Database
from db.identity import Identity, Verified
from db.models import Call, Caller, Card, Moment, Person, Pin
from db.rotation import Report, Sealed, rotate, sealed_tables
from db.secrets import CARD_NUMBER, ID_NUMBER, PHONE, Keyring, SecretsError, key_id_of
from tests.clock import Clock
from tests.db.people import CHEAP, add_person, id_number

PIN = "739146"
MOBILE = "+8613800138000"
SAMPLES: dict[type, Any] = {
    Boolean: True,
    Date: date(2026, 1, 1),
    Moment: datetime(2026, 1, 1, tzinfo=UTC),
    JSON: {},
}


@pytest.fixture
def entries() -> tuple[str, str]:
    """A new key and an old one."""
    return Keyring.new_entry(), Keyring.new_entry()


@pytest.fixture
def old(entries: tuple[str, str]) -> Keyring:
    return Keyring.parse(entries[1])


@pytest.fixture
def both(entries: tuple[str, str]) -> Keyring:
    return Keyring.parse(",".join(entries))


@pytest.fixture
def new(entries: tuple[str, str]) -> Keyring:
    return Keyring.parse(entries[0])


def sample(sealed: Sealed, column: Column[Any], keyring: Keyring, nth: int) -> Any:
    """A value of a column's type that no other row has."""
    if column.name in sealed.columns:
        return keyring.encrypt(f"secret {nth}", f"{sealed.owner}.{column.name}")
    if column.name in sealed.indexes:
        return keyring.index(sealed.indexes[column.name][1], f"secret {nth}")
    if isinstance(column.type, String):
        return f"{nth}"
    if isinstance(column.type, BigInteger | Integer):
        return nth
    return SAMPLES.get(type(column.type), f"{nth}".encode())


def fill(database: Database, keyring: Keyring, rows: int) -> None:
    """Rows in every table with encrypted columns, every column set."""
    with database.write() as connection:
        for sealed in sealed_tables():
            for nth in range(1, rows + 1):
                row = {c.name: sample(sealed, c, keyring, nth) for c in sealed.table.columns}
                connection.execute(insert(sealed.table), row)


def key_ids(database: Database) -> set[str]:
    """The keys of every encrypted value there is."""
    with database.read() as connection:
        return {
            key_id_of(value)
            for sealed in sealed_tables()
            for row in connection.execute(
                select(*(sealed.table.c[name] for name in sealed.columns))
            )
            for value in row
            if value
        }


def test_every_encrypted_column_and_every_index_is_known() -> None:
    tables = {sealed.table.name for sealed in sealed_tables()}
    assert {"persons", "cards", "calls", "agents", "tickets", "audit_keys"} <= tables
    for sealed in sealed_tables():
        columns = sealed.table.columns
        # A plain hash of a random token needs no key, so none has to change.
        indexes = {c.name for c in columns if c.name.endswith("_index") and c.comment != "SHA-256"}
        assert indexes == set(sealed.indexes), sealed.table.name
        assert all(source in sealed.columns for source, _ in sealed.indexes.values())


def test_everything_moves_to_the_newest_key(
    database: Database, old: Keyring, both: Keyring, new: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "BATCH", 2)
    fill(database, old, 5)
    assert key_ids(database) == {old.newest}
    seen: list[tuple[int, int]] = []
    report = rotate(database, both, lambda done, total: seen.append((done, total)))
    rows = 5 * len(sealed_tables())
    assert report == Report(rows=rows, values_left=0, pins_left={})
    assert report.finished
    assert seen[-1] == (rows, rows)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    # The audit key of the old key, kept by the rotation itself, is one value more.
    assert key_ids(database) == {new.newest}
    with database.read() as connection:
        for sealed in sealed_tables():
            if sealed.table.name == "audit_keys":
                continue
            for row in connection.execute(select(sealed.table)).mappings():
                clear = {
                    new.decrypt_text(row[name], f"{sealed.owner}.{name}") for name in sealed.columns
                }
                assert len(clear) == 1
                (secret,) = clear
                for name, (_, kind) in sealed.indexes.items():
                    assert row[name] == new.index(kind, secret)
                if sealed.owner == "persons":
                    assert row["key_id"] == new.newest


def test_a_second_rotation_has_nothing_to_do(
    database: Database, old: Keyring, both: Keyring
) -> None:
    fill(database, old, 2)
    rotate(database, both)
    assert rotate(database, both) == Report(rows=0, values_left=0, pins_left={})


def test_a_rotation_that_was_stopped_goes_on(
    database: Database, old: Keyring, both: Keyring, new: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "BATCH", 1)
    fill(database, old, 3)

    def stop(done: int, _total: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotate(database, both, stop)
    assert key_ids(database) == {old.newest, new.newest}
    report = rotate(database, both)
    assert report.rows == 3 * len(sealed_tables()) - 4
    assert key_ids(database) == {new.newest}


def test_a_row_written_meanwhile_keeps_what_was_written(
    database: Database,
    keyring: Keyring,
    old: Keyring,
    both: Keyring,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    person = add_person(database, old, id_number(1))
    real = rotation._renewed

    def renewed(sealed: Sealed, keys: Keyring, row: dict[str, Any]) -> dict[str, Any]:
        if sealed.table.name == "persons":
            with database.write() as connection:
                name = old.encrypt("李四", "persons.name")
                connection.execute(update(Person).values(name=name))
        return real(sealed, keys, row)

    monkeypatch.setattr(rotation, "_renewed", renewed)
    assert rotate(database, both).values_left == 1
    monkeypatch.setattr(rotation, "_renewed", real)
    assert rotate(database, both).finished
    with database.read() as connection:
        named = connection.execute(select(Person.name).where(Person.id == person)).scalar_one()
    assert both.decrypt_text(named, "persons.name") == "李四"


def test_a_value_of_a_lost_key_stops_the_rotation_with_its_name(
    database: Database, old: Keyring, new: Keyring
) -> None:
    add_person(database, old, id_number(1))
    with pytest.raises(SecretsError, match=f"key {old.newest}, which HOTLINE_KEYS does not hold"):
        rotate(database, new)


def test_values_that_were_never_set_stay_unset(
    database: Database, old: Keyring, both: Keyring, clock: Clock
) -> None:
    person = add_person(database, old, id_number(1))
    rotate(database, both)
    with database.read() as connection:
        row = connection.execute(select(Person.mobile, Person.mobile_index)).one()
    assert person
    assert tuple(row) == (None, None)


def test_what_is_found_by_an_index_is_found_after_the_old_key_has_gone(
    database: Database, old: Keyring, both: Keyring, new: Keyring
) -> None:
    person = add_person(database, old, id_number(1), mobile=MOBILE)
    with database.write() as connection:
        card = {"person_id": person, "card_index": old.index(CARD_NUMBER, "6200"), "status": "lost"}
        sealed = old.encrypt("6200", "cards.card_number")
        connection.execute(insert(Card), {**card, "card_number": sealed})
    rotate(database, both)
    with database.read() as connection:
        row = connection.execute(select(Person.id_index, Person.mobile_index)).one()
        card_index = connection.execute(select(Card.card_index)).scalar_one()
    assert row.id_index == new.index(ID_NUMBER, id_number(1))
    assert row.mobile_index == new.index(PHONE, MOBILE)
    assert card_index == new.index(CARD_NUMBER, "6200")


def test_the_language_of_a_number_is_remembered_over_a_rotation(
    database: Database, old: Keyring, both: Keyring, new: Keyring
) -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    index = old.index(PHONE, MOBILE)
    with database.write() as connection:
        connection.execute(insert(Caller), {"number_index": index, "language": "en-US"})
        for nth in range(2):
            call: dict[str, Any] = {
                "sid": f"CA{nth}",
                "ref": f"{nth}",
                "number": old.encrypt(MOBILE, "calls.number"),
                "number_index": index,
                "language": "en-US",
                "turn": 0,
                "step": "",
                "state": b"",
                "answer": b"",
                "started_at": moment,
                "touched_at": moment,
                "finished": False,
            }
            connection.execute(insert(Call), call)
    assert rotate(database, both).finished
    with database.read() as connection:
        remembered = connection.execute(select(Caller.number_index, Caller.language)).all()
    assert [tuple(row) for row in remembered] == [(new.index(PHONE, MOBILE), "en-US")]


def test_pins_move_at_their_next_use(
    database: Database, old: Keyring, both: Keyring, new: Keyring, clock: Clock
) -> None:
    person = add_person(database, old, id_number(1), pin=PIN)
    add_person(database, old, id_number(2), pin=PIN)
    report = rotate(database, both)
    assert report.pins_left == {old.newest: 2}
    assert not report.finished

    def check(keyring: Keyring, turn: int) -> object:
        identity = Identity(database, keyring, CHEAP)
        return identity.check(
            id_number=id_number(1),
            pin=PIN,
            number_index=None,
            call_id=1,
            turn=turn,
            now=clock.now,
        )

    assert check(both, 1) == Verified(person, one_time=False)
    assert rotate(database, both).pins_left == {old.newest: 1}
    with database.read() as connection:
        moved = connection.execute(select(Pin.key_id).where(Pin.person_id == person)).scalar_one()
    assert moved == new.newest
    assert check(new, 2) == Verified(person, one_time=False)


def test_types_of_every_sealed_column_are_bytes() -> None:
    for sealed in sealed_tables():
        for name in (*sealed.columns, *sealed.indexes):
            assert isinstance(sealed.table.c[name].type, LargeBinary)
