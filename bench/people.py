"""Invented people with enough on record to be asked about."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

from sqlalchemy import insert
from stdnum.iso7064 import mod_11_2

from db.engine import Database
from db.hasher import PinHasher
from db.models import Account, Base, Contribution, Enrolment, Entry, Horizon, Person, Pin
from db.periods import between
from db.secrets import ID_NUMBER, PHONE, Keyring

PIN = "273951"
AS_OF = date(2026, 2, 28)
BALANCE = 412305
NEWEST = 202602
_PERIODS = tuple(between(202503, NEWEST))
_SCHEMES = ("employee-medical", "employee-pension")
_BATCH = 2000
BASE = 800000
"""The contribution base of everybody, in fen."""


def id_number(nth: int) -> str:
    """The ID number of the ``nth`` person, in a division that does not exist."""
    born = date(1950, 1, 1) + timedelta(days=nth // 1000)
    body = f"990000{born:%Y%m%d}{nth % 1000:03}"
    return body + mod_11_2.calc_check_digit(body)


def mobile(nth: int) -> str:
    """The mobile the ``nth`` person calls from."""
    return f"+86139{nth:08}"


def settle(
    database: Database, keyring: Keyring, hasher: PinHasher, count: int, first: int = 1
) -> None:
    """Put people ``first`` to ``count`` on record: accounts, a year of contributions, one PIN.

    All have the same PIN and one hash of it, for a hash for each would take longer than all else.
    """
    with hasher.slot() as slot:
        hashed = slot.hash(keyring.pepper(keyring.newest), PIN)
    with database.write() as connection:
        if first == 1:
            horizons = [{"scheme": scheme, "period": NEWEST} for scheme in _SCHEMES]
            connection.execute(insert(Horizon), horizons)
        for begin in range(first, count + 1, _BATCH):
            batch = range(begin, min(begin + _BATCH, count + 1))
            for table, rows in _rows(batch, keyring, hashed).items():
                connection.execute(insert(table), rows)
    if database.dialect == "postgresql":
        # As autovacuum would by the time anybody calls: it is off in this server.
        with database.read() as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


def _rows(batch: range, keyring: Keyring, hashed: str) -> dict[type[Base], list[dict[str, Any]]]:
    pin = {"hash": hashed, "key_id": keyring.newest, "one_time": False}
    changed = datetime(2026, 1, 1, tzinfo=UTC)
    return {
        Person: [_person(nth, keyring) for nth in batch],
        Pin: [{"person_id": nth, "changed_at": changed, **pin} for nth in batch],
        Enrolment: [
            {
                "person_id": nth,
                "scheme": scheme,
                "status": "active",
                "since": date(2020, 1, 1),
                "months": 74,
            }
            for nth, scheme in product(batch, _SCHEMES)
        ],
        Account: [
            {"person_id": nth, "account": "medical", "balance": BALANCE, "as_of": AS_OF}
            for nth in batch
        ],
        Entry: [row for nth in batch for row in _entries(nth)],
        Contribution: [
            {
                "person_id": nth,
                "period": period,
                "scheme": scheme,
                "base": BASE,
                "employer_amount": BASE // 10,
                "personal_amount": BASE // 50,
                "status": "paid",
                "paid_on": None,
            }
            for nth, period, scheme in product(batch, _PERIODS, _SCHEMES)
        ],
    }


def _person(nth: int, keyring: Keyring) -> dict[str, Any]:
    number, phone = id_number(nth), mobile(nth)
    return {
        "id": nth,
        "id_index": keyring.index(ID_NUMBER, number),
        "id_number": keyring.encrypt(number, "persons.id_number"),
        "name": keyring.encrypt("测试", "persons.name"),
        "mobile": keyring.encrypt(phone, "persons.mobile"),
        "mobile_index": keyring.index(PHONE, phone),
        "insured_place": "990000",
        "employer": None,
        "key_id": keyring.newest,
    }


def _entries(nth: int) -> list[dict[str, Any]]:
    """What was there on 1 January, two credits and six uses since: together, the balance."""
    moved = [("credit", 8000, 5), ("credit", 8000, 36)]
    moved += [("spend", 1500 + day, day) for day in range(8, 56, 8)]
    sign = {"credit": 1, "spend": -1}
    opening = BALANCE - sum(sign[kind] * amount for kind, amount, _ in moved)
    new_year = date(2026, 1, 1)
    rows = [("adjustment", opening, new_year - timedelta(days=1))]
    rows += [(kind, amount, new_year + timedelta(days=day)) for kind, amount, day in moved]
    return [
        {
            "person_id": nth,
            "account": "medical",
            "on": on,
            "kind": kind,
            "amount": amount,
            "description": "",
        }
        for kind, amount, on in rows
    ]
