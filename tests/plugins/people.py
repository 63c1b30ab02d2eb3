"""Insured people for tests, with whatever is to be on record of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select, update
from stdnum.iso7064 import mod_11_2

from db.engine import Database
from db.models import Account, Contribution, Enrolment, Entry, Horizon
from db.secrets import Keyring
from tests.db.people import add_person
from tests.secrets_used import remember_amount

PIN = "927164"
"""A PIN anybody may choose."""


def id_number(nth: int = 0, *, birth: str = "19800229", last: str | None = None) -> str:
    """A well-formed ID number of a division that does not exist; `last` is its check character."""
    for sequence in range(nth, 1000):
        body = f"990000{birth}{sequence:03}"
        check = mod_11_2.calc_check_digit(body)
        if last is None or check == last:
            return body + check
    raise ValueError("there is no such number")


def typed(number: str) -> str:
    """An ID number as it is typed on a telephone: X is the star."""
    return number.replace("X", "*")


@dataclass(frozen=True)
class Person:
    """Somebody on record."""

    id: int
    id_number: str
    pin: str | None
    mobile: str | None = None

    @property
    def keys(self) -> str:
        """The ID number as it is typed."""
        return typed(self.id_number)

    @property
    def last_four(self) -> str:
        return self.id_number[-4:]


@dataclass(frozen=True)
class Month:
    """What was paid for a month, yuan: as an import has it."""

    period: int
    scheme: str = "employee-medical"
    base: int = 6000
    employer: int = 480
    personal: int = 120
    status: str = "paid"


@dataclass(frozen=True)
class Medical:
    """A medical account: yuan, and movements as (date, kind, yuan)."""

    balance: float
    as_of: date = date(2026, 3, 15)
    entries: Sequence[tuple[date, str, float]] = field(default_factory=tuple)


class People:
    """Puts people on record, through the tables an import fills."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring
        self._made = 0

    def someone(
        self,
        *,
        pin: str | None = PIN,
        one_time: bool = False,
        number: str | None = None,
        mobile: str | None = None,
        medical: Medical | None = None,
        contributions: Sequence[Month] = (),
        enrolled_since: date | None = None,
    ) -> Person:
        """A person. `enrolled_since`: in every insurance their contributions name; a month that is
        missing is news only then."""
        self._made += 1
        number = number or id_number(self._made * 7)
        person_id = add_person(
            self._database, self._keyring, number, pin=pin, one_time=one_time, mobile=mobile
        )
        with self._database.write() as connection:
            if medical:
                _medical(connection, person_id, medical)
            _contributions(connection, person_id, contributions, enrolled_since)
        return Person(person_id, number, pin, mobile)


def _fen(yuan: float) -> int:
    return remember_amount(round(yuan * 100))


def _medical(connection: Connection, person_id: int, medical: Medical) -> None:
    account = {"person_id": person_id, "account": "medical"}
    connection.execute(
        insert(Account), {**account, "balance": _fen(medical.balance), "as_of": medical.as_of}
    )
    for nth, (on, kind, yuan) in enumerate(medical.entries, 1):
        entry: Mapping[str, Any] = {
            **account,
            "on": on,
            "kind": kind,
            "amount": _fen(yuan),
            "description": "",
            "nth": nth,
        }
        connection.execute(insert(Entry), entry)


def _contributions(
    connection: Connection, person_id: int, months: Sequence[Month], since: date | None
) -> None:
    for month in months:
        connection.execute(
            insert(Contribution),
            {
                "person_id": person_id,
                "period": month.period,
                "scheme": month.scheme,
                "base": _fen(month.base),
                "employer_amount": _fen(month.employer),
                "personal_amount": _fen(month.personal),
                "status": month.status,
                "paid_on": None,
            },
        )
    for scheme in sorted({month.scheme for month in months}):
        newest = max(month.period for month in months if month.scheme == scheme)
        _reach(connection, scheme, newest)
        if since:
            enrolment = {"person_id": person_id, "scheme": scheme, "status": "active"}
            connection.execute(insert(Enrolment), {**enrolment, "since": since, "months": 12})


def _reach(connection: Connection, scheme: str, period: int) -> None:
    """The records of a scheme speak of at least this period."""
    known = connection.execute(select(Horizon.period).where(Horizon.scheme == scheme)).scalar()
    if known is None:
        connection.execute(insert(Horizon), {"scheme": scheme, "period": period})
    elif known < period:
        connection.execute(update(Horizon).where(Horizon.scheme == scheme).values(period=period))
