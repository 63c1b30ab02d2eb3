"""Every kind of file, from the file to the records, on both databases."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select, update

from db import kinds as words
from db.hasher import PinHasher
from db.imports import KINDS, vocabulary
from db.models import (
    STAGED,
    Account,
    Benefit,
    Card,
    Claim,
    Contribution,
    Enrolment,
    Entry,
    Horizon,
    Import,
    Person,
    Pin,
)
from db.secrets import CARD_NUMBER, PHONE, Keyring
from tests.imports.files import ADA, BEN, CHEAP, ROWS, Loading


def _person(loading: Loading, number: str) -> int:
    index = loading.keyring.index("id-number", number)
    with loading.database.read() as connection:
        return connection.execute(select(Person.id).where(Person.id_index == index)).scalar_one()


def test_persons_are_stored_encrypted_and_can_be_found(empty: Loading) -> None:
    report = empty.rows("persons")
    assert (report.lines, report.good, report.bad, report.changed) == (2, 2, 0, 2)
    ada, ben = empty.table(Person)
    keys = empty.keyring
    assert keys.decrypt_text(ada.id_number, "persons.id_number") == ADA
    assert keys.decrypt_text(ada.name, "persons.name") == "张三"
    assert keys.decrypt_text(ada.mobile, "persons.mobile") == "+8615400000001"
    assert ada.mobile_index == keys.index(PHONE, "+8615400000001")
    assert (ada.insured_place, ada.employer, ada.key_id) == ("990101", "示范纺织厂", keys.newest)
    assert (ben.mobile, ben.mobile_index, ben.employer) == (None, None, None)


def test_values_arrive_as_they_were_written(loading: Loading) -> None:
    for kind in ("enrolments", "accounts", "contributions", "benefits", "entries", "claims"):
        report = loading.rows(kind)
        assert (report.good, report.bad) == (len(ROWS[kind]), 0), kind
        assert report.changed == len(ROWS[kind]), kind
    ada, ben = _person(loading, ADA), _person(loading, BEN)
    assert loading.table(Enrolment) == [(ada, "employee-medical", "active", date(2010, 7, 1), 186)]
    assert loading.table(Account) == [(ada, "medical", 123405, date(2026, 2, 28))]
    paid = date(2026, 1, 15)
    assert loading.table(Contribution) == [
        (ada, 202601, "employee-medical", 900000, 72000, 18000, "paid", paid),
        (ada, 202601, "unemployment", 900000, 4500, 4500, "paid", paid),
        (ada, 202602, "employee-medical", 900000, 72000, 18000, "owed", None),
    ]
    assert loading.table(Benefit) == [(ben, "pension", 202602, 321040, date(2026, 2, 15))]
    assert sorted((e.on.day, e.kind, e.amount, e.nth) for e in loading.table(Entry)) == [
        (10, "credit", 18000, 1),
        (11, "spend", 1250, 1),
        (11, "spend", 1250, 2),
        (12, "adjustment", -300, 1),
    ]
    assert [(c.nth, c.fund_paid, c.status) for c in loading.table(Claim)] == [
        (1, 20000, "paid"),
        (2, 0, "received"),
    ]


def test_contributions_move_the_horizon_on_and_never_back(loading: Loading) -> None:
    loading.rows("contributions")
    assert loading.table(Horizon) == [("employee-medical", 202602), ("unemployment", 202601)]
    older = [list(ROWS["contributions"][0])]
    older[0][2] = "2025-11"
    loading.rows("contributions", older, "older")
    assert loading.table(Horizon) == [("employee-medical", 202602), ("unemployment", 202601)]


def test_card_numbers_are_encrypted(loading: Loading) -> None:
    loading.rows("cards")
    card = next(c for c in loading.table(Card) if c.person_id == _person(loading, ADA))
    assert loading.keyring.decrypt_text(card.card_number, "cards.card_number") == "A1234567"
    assert card.card_index == loading.keyring.index(CARD_NUMBER, "A1234567")
    assert card.status == "active"


def test_pins_are_hashed_and_are_the_persons_own(loading: Loading) -> None:
    loading.rows("pins")
    pin = next(p for p in loading.table(Pin) if p.person_id == _person(loading, ADA))
    pepper = loading.keyring.pepper(pin.key_id)
    with PinHasher(**CHEAP).slot() as slot:
        assert slot.verify(pin.hash, pepper, "908172")
        assert not slot.verify(pin.hash, pepper, "908173")
    assert (pin.one_time, pin.changed_at) == (False, loading.clock.now)


def test_the_same_file_twice_changes_nothing(empty: Loading) -> None:
    for kind in KINDS:
        empty.rows(kind)
    before = {kind: empty.table(KINDS[kind].live) for kind in KINDS}
    empty.clock.turn(hours=1)
    for kind in KINDS:
        report = empty.rows(kind)
        assert report.already_loaded is not None, kind
        assert (report.changed, report.bad) == (0, 0), kind
        assert empty.table(KINDS[kind].live) == before[kind], kind


def test_the_same_rows_in_another_file_change_nothing(empty: Loading) -> None:
    """What is equal is left alone, although the same text encrypts to other bytes each time."""
    for kind in KINDS:
        empty.rows(kind)
    for kind in (k for k in KINDS if k != "pins"):
        before = empty.table(KINDS[kind].live)
        lines = [KINDS[kind].columns, *ROWS[kind]]
        path = empty.folder / "blank.csv"
        path.write_text("\n\n".join(",".join(line) for line in lines), encoding="utf-8")
        report = empty.load(kind, path)
        assert (report.already_loaded, report.good) == (None, len(ROWS[kind])), kind
        assert report.changed == 0, kind
        assert empty.table(KINDS[kind].live) == before, kind


def test_a_file_that_was_overruled_by_another_is_loaded_again(loading: Loading) -> None:
    loading.rows("accounts")
    loading.clock.turn(hours=1)
    loading.rows("accounts", [(ADA, "medical", "1.00", "2026-02-28")], "wrong")
    loading.clock.turn(hours=1)
    report = loading.rows("accounts")
    assert (report.already_loaded, report.changed) == (None, 1)
    assert loading.table(Account)[0].balance == 123405


def test_the_last_row_of_a_key_wins(loading: Loading) -> None:
    rows = [(ADA, "medical", f"{yuan}.00", "2026-02-28") for yuan in (1, 2, 3)]
    assert loading.rows("accounts", rows).changed == 1
    assert loading.table(Account)[0].balance == 300
    people = [(ADA, name, "", "990101", "") for name in ("王五", "赵六")]
    assert loading.rows("persons", people, "renamed").changed == 1
    names = [loading.keyring.decrypt_text(p.name, "persons.name") for p in loading.table(Person)]
    assert names == ["赵六", "李四"]


def test_equal_movements_stay_two_when_the_file_comes_again_with_more(loading: Loading) -> None:
    loading.rows("entries")
    third = [*ROWS["entries"], ROWS["entries"][1]]
    assert loading.rows("entries", third, "more").changed == 1
    assert sorted(e.nth for e in loading.table(Entry) if e.kind == "spend") == [1, 2, 3]


def test_rows_of_strangers_are_rejected(empty: Loading) -> None:
    strangers = [kind for kind in KINDS if kind != "persons"]
    for kind in strangers:
        report = empty.rows(kind)
        assert (report.good, report.bad, report.changed) == (0, len(ROWS[kind]), 0), kind
        assert empty.table(KINDS[kind].live) == [], kind
    empty.rows("persons")
    for kind in strangers:
        again = empty.rows(kind)
        assert (again.already_loaded, again.good) == (None, len(ROWS[kind])), kind


def test_a_pin_chosen_by_phone_outlives_its_old_file(loading: Loading) -> None:
    rows = [*ROWS["pins"], (ADA, "12")]
    loading.rows("pins", rows)
    ada = _person(loading, ADA)
    later = loading.clock.turn(hours=1)
    with loading.database.write() as connection:
        connection.execute(
            update(Pin).where(Pin.person_id == ada).values(hash="own", changed_at=later)
        )
    loading.clock.turn(hours=1)
    report = loading.rows("pins", rows)
    assert (report.already_loaded, report.good, report.bad, report.changed) == (None, 2, 1, 0)
    assert next(p.hash for p in loading.table(Pin) if p.person_id == ada) == "own"


def test_people_indexed_with_an_older_key_stay_the_same_people(loading: Loading) -> None:
    loading.rows("cards")
    old_cards = loading.table(Card)
    old = loading.keyring
    newer = Keyring({"new": b"n" * 32, **old._keys})
    loading.keyring = newer
    report = loading.rows("persons", [*ROWS["persons"], (ADA, "张三丰", "", "990101", "")], "new")
    assert (report.changed, len(loading.table(Person))) == (1, 2)
    ada = next(p for p in loading.table(Person) if p.key_id == "new")
    assert ada.id_index == newer.index("id-number", ADA)
    assert loading.rows("cards", ROWS["cards"][::-1], "cards2").changed == 0
    assert loading.table(Card) == old_cards
    assert loading.rows("accounts").good == 1


def test_nothing_stays_in_the_waiting_room(empty: Loading) -> None:
    for kind in KINDS.values():
        empty.rows(kind.name)
        with empty.database.read() as connection:
            assert connection.scalar(select(func.count()).select_from(kind.staged)) == 0, kind.name
    entries = empty.table(Import)
    assert [entry.kind for entry in entries] == list(KINDS)
    assert all(entry.done_at == empty.clock.now for entry in entries)
    assert all(entry.changed == entry.good == len(ROWS[entry.kind]) for entry in entries)


def test_the_words_are_those_of_the_records() -> None:
    assert tuple(vocabulary.SCHEMES) == words.SCHEMES
    assert tuple(vocabulary.ACCOUNTS) == words.ACCOUNTS
    assert tuple(vocabulary.ENTRY_KINDS) == words.ENTRY_KINDS
    assert tuple(vocabulary.CONTRIBUTION_STATUSES) == words.CONTRIBUTION_STATUSES
    assert tuple(vocabulary.ENROLMENT_STATUSES) == words.ENROLMENT_STATUSES
    assert tuple(vocabulary.CLAIM_STATUSES) == words.CLAIM_STATUSES
    assert tuple(vocabulary.CARD_STATUSES) == words.CARD_STATUSES
    assert tuple(vocabulary.BENEFITS) == words.BENEFITS
    assert {kind.live for kind in KINDS.values()} == set(STAGED)
