"""Insured people for tests, with whatever is to be on record of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select, update
from stdnum.iso7064 import mod_11_2

from db.engine import Database
from db.models import (
    Account,
    Benefit,
    Card,
    Claim,
    Contribution,
    Enrolment,
    Entry,
    Horizon,
)
from db.secrets import CARD_NUMBER, Keyring
from tests.db.people import add_person
from tests.secrets_used import remember, remember_amount

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
    """A medical or pension account: yuan, and movements as (date, kind, yuan)."""

    balance: float
    as_of: date = date(2026, 3, 15)
    entries: Sequence[tuple[date, str, float]] = field(default_factory=tuple)


@dataclass(frozen=True)
class Insured:
    """An enrolment."""

    scheme: str
    status: str = "active"
    since: date = date(2020, 1, 1)
    months: int = 74


@dataclass(frozen=True)
class Paid:
    """A benefit for a month, yuan; due while there is no day of payment."""

    period: int
    yuan: float
    on: date | None = None
    benefit: str = "pension"


@dataclass(frozen=True)
class Bill:
    """A claim, yuan."""

    on: date
    total: float
    status: str = "received"
    fund: float = 0
    personal: float = 0


PROVIDER = "示范医院"
"""Where bills come from. It is on record and never spoken."""


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
        pension: Medical | None = None,
        insured: Sequence[Insured] = (),
        benefits: Sequence[Paid] = (),
        claims: Sequence[Bill] = (),
        cards: Sequence[str] = (),
        contributions: Sequence[Month] = (),
        enrolled_since: date | None = None,
    ) -> Person:
        """A person. `enrolled_since`: in every insurance their contributions name; a month that is
        missing is news only then. `cards` are their statuses."""
        self._made += 1
        number = number or id_number(self._made * 7)
        person_id = add_person(
            self._database, self._keyring, number, pin=pin, one_time=one_time, mobile=mobile
        )
        with self._database.write() as connection:
            for name, account in (("medical", medical), ("pension", pension)):
                if account:
                    _account(connection, person_id, name, account)
            _contributions(connection, person_id, contributions, enrolled_since)
            _entitlements(connection, person_id, insured, benefits, claims)
            for nth, status in enumerate(cards):
                self._card(connection, person_id, f"Z{self._made:04}{nth:04}", status)
        return Person(person_id, number, pin, mobile)

    def _card(self, connection: Connection, person_id: int, number: str, status: str) -> None:
        remember(number)
        card = {
            "person_id": person_id,
            "card_index": self._keyring.index(CARD_NUMBER, number),
            "card_number": self._keyring.encrypt(number, "cards.card_number"),
            "status": status,
        }
        connection.execute(insert(Card), card)


def _fen(yuan: float) -> int:
    return remember_amount(round(yuan * 100))


def _account(connection: Connection, person_id: int, name: str, kept: Medical) -> None:
    account = {"person_id": person_id, "account": name}
    connection.execute(
        insert(Account), {**account, "balance": _fen(kept.balance), "as_of": kept.as_of}
    )
    for nth, (on, kind, yuan) in enumerate(kept.entries, 1):
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


def _entitlements(
    connection: Connection,
    person_id: int,
    insured: Sequence[Insured],
    benefits: Sequence[Paid],
    claims: Sequence[Bill],
) -> None:
    owner = {"person_id": person_id}
    for enrolment in insured:
        connection.execute(insert(Enrolment), {**owner, **vars(enrolment)})
    for paid in benefits:
        row: dict[str, Any] = {"benefit": paid.benefit, "period": paid.period, "paid_on": paid.on}
        connection.execute(insert(Benefit), {**owner, **row, "amount": _fen(paid.yuan)})
    for nth, bill in enumerate(claims, 1):
        amounts = {
            "total": _fen(bill.total),
            "fund_paid": _fen(bill.fund),
            "personal_paid": _fen(bill.personal),
        }
        row = {"service_date": bill.on, "provider": PROVIDER, "status": bill.status, "nth": nth}
        connection.execute(insert(Claim), {**owner, **row, **amounts})


def _reach(connection: Connection, scheme: str, period: int) -> None:
    """The records of a scheme speak of at least this period."""
    known = connection.execute(select(Horizon.period).where(Horizon.scheme == scheme)).scalar()
    if known is None:
        connection.execute(insert(Horizon), {"scheme": scheme, "period": period})
    elif known < period:
        connection.execute(update(Horizon).where(Horizon.scheme == scheme).values(period=period))
