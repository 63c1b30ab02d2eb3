"""Making persons for tests, as an import would."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import insert
from stdnum.iso7064 import mod_11_2

from db.engine import Database
from db.hasher import PinHasher
from db.models import Person, Pin
from db.secrets import ID_NUMBER, PHONE, Keyring
from tests.secrets_used import remember

CHEAP = PinHasher(memory_kib=8, time_cost=1, waiting=100)
"""Hashes in microseconds: tests are about what is counted, not about the cost."""


def id_number(nth: int = 0, *, birth: str = "19800229") -> str:
    """A well-formed ID number of a division that does not exist."""
    body = f"990000{birth}{nth % 1000:03}"
    return body + mod_11_2.calc_check_digit(body)


def add_person(
    database: Database,
    keyring: Keyring,
    number: str,
    *,
    pin: str | None = None,
    one_time: bool = False,
    mobile: str | None = None,
    hasher: PinHasher = CHEAP,
) -> int:
    """A person, with a PIN if one is given; returns the row's id."""
    remember(number, pin, mobile)
    with database.write() as connection:
        person_id = connection.execute(
            insert(Person).returning(Person.id),
            {
                "id_index": keyring.index(ID_NUMBER, number),
                "id_number": keyring.encrypt(number, "persons.id_number"),
                "name": keyring.encrypt("张三", "persons.name"),
                "mobile": keyring.encrypt(mobile, "persons.mobile") if mobile else None,
                "mobile_index": keyring.index(PHONE, mobile) if mobile else None,
                "insured_place": "990000",
                "employer": None,
                "key_id": keyring.newest,
            },
        ).scalar_one()
        if pin is not None:
            with hasher.slot() as slot:
                hashed = slot.hash(keyring.pepper(keyring.newest), pin)
            row = {"person_id": person_id, "hash": hashed, "key_id": keyring.newest}
            made = datetime(2026, 1, 1, tzinfo=UTC)
            connection.execute(insert(Pin), {**row, "one_time": one_time, "changed_at": made})
    return person_id
