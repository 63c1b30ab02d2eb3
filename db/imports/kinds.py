"""The nine kinds of files, and what each row of them must be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Table

from db import models
from db.imports import values, vocabulary
from db.imports.values import Cell, CellError, Reader
from db.imports.vocabulary import spellings

Row = tuple[Any, ...]
"""The values of a row, in the order of its kind's columns."""
_PLAN_DAYS = 366  # enrolments may begin, and benefits be announced, that far ahead


@dataclass(frozen=True)
class Kind:
    """A kind of file.

    ``readers`` makes, for the day of the load, the reader of each column. ``key`` is what makes a
    row of ``live`` one and the same, ``compared`` what else a row says. Of rows with the same key
    the last one of a file counts; with ``numbered`` they are different things of the same day,
    told apart by ``nth``.
    ``contradiction`` finds what is wrong with a row whose cells are right one by one.
    """

    name: str
    live: type[models.Base]
    readers: Callable[[date], Mapping[str, Reader]]
    key: tuple[str, ...]
    compared: tuple[str, ...]
    numbered: bool = False
    contradiction: Callable[[Mapping[str, Any]], str | None] | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns of a file, ``id_number`` first."""
        return tuple(self.readers(date.max))

    @property
    def staged(self) -> Table:
        """Where its rows wait."""
        return models.STAGED[self.live]


class Checker:
    """Checks the rows of one file, one by one."""

    def __init__(self, kind: Kind, today: date) -> None:
        readers = kind.readers(today)
        self._names = tuple(readers)
        self._readers = tuple(readers.values())
        self._contradiction = kind.contradiction

    def check(self, cells: list[Cell]) -> Row:
        """The values of a row whose cells are in the order of the kind's columns.

        Raises ``CellError`` with every reason why it cannot be stored.
        """
        try:
            row = tuple([read(cell) for read, cell in zip(self._readers, cells, strict=True)])
        except CellError:
            raise CellError("; ".join(self._reasons(cells))) from None
        if self._contradiction is not None:
            wrong = self._contradiction(dict(zip(self._names, row, strict=True)))
            if wrong:
                raise CellError(wrong)
        return row

    def _reasons(self, cells: list[Cell]) -> list[str]:
        reasons = []
        for name, read, cell in zip(self._names, self._readers, cells, strict=True):
            try:
                read(cell)
            except CellError as error:
                reasons.append(f"{name} {error}")
        return reasons


def _entry(row: Mapping[str, Any]) -> str | None:
    if row["amount"] < 0 and row["kind"] != "adjustment":
        return "amount must not be negative: a correction is an adjustment"
    return None


def _contribution(row: Mapping[str, Any]) -> str | None:
    if row["status"] == "owed" and row["paid_on"] is not None:
        return "paid_on must be empty while status is owed"
    return None


def _claim(row: Mapping[str, Any]) -> str | None:
    if row["fund_paid"] + row["personal_paid"] > row["total"]:
        return "fund_paid and personal_paid are more than total"
    return None


_SCHEME = {"scheme": values.choice(spellings(vocabulary.SCHEMES))}
_ACCOUNT = {"account": values.choice(spellings(vocabulary.ACCOUNTS))}


def _status(names: Mapping[str, tuple[str, ...]] | Mapping[str, Any]) -> dict[str, Reader]:
    return {"status": values.choice(spellings(names))}


def _soon(today: date) -> date:
    return min(today, date.max - timedelta(days=_PLAN_DAYS)) + timedelta(days=_PLAN_DAYS)


_ALL = (
    Kind(
        "persons",
        models.Person,
        lambda today: {
            "id_number": values.id_number(),
            "name": values.text(100),
            "mobile": values.mobile,
            "insured_place": values.place,
            "employer": values.optional(values.text(200), None),
        },
        key=("id_index",),
        compared=("name", "mobile", "insured_place", "employer"),
    ),
    Kind(
        "enrolments",
        models.Enrolment,
        lambda today: {
            "id_number": values.id_number(),
            **_SCHEME,
            **_status(vocabulary.ENROLMENT_STATUSES),
            "since": values.day(_soon(today)),
            "months": values.number(1200),
        },
        key=("person_id", "scheme"),
        compared=("status", "since", "months"),
    ),
    Kind(
        "accounts",
        models.Account,
        lambda today: {
            "id_number": values.id_number(),
            **_ACCOUNT,
            "balance": values.money(negative=True),
            "as_of": values.day(today),
        },
        key=("person_id", "account"),
        compared=("balance", "as_of"),
    ),
    Kind(
        "entries",
        models.Entry,
        lambda today: {
            "id_number": values.id_number(),
            **_ACCOUNT,
            "date": values.day(today),
            "kind": values.choice(spellings(vocabulary.ENTRY_KINDS)),
            "amount": values.money(negative=True),
            "description": values.optional(values.text(200), ""),
        },
        key=("person_id", "account", "on", "kind", "amount", "description", "nth"),
        compared=(),
        numbered=True,
        contradiction=_entry,
    ),
    Kind(
        "contributions",
        models.Contribution,
        lambda today: {
            "id_number": values.id_number(),
            **_SCHEME,
            "period": values.month(today),
            "base": values.money(),
            "employer_amount": values.money(),
            "personal_amount": values.money(),
            **_status(vocabulary.CONTRIBUTION_STATUSES),
            "paid_on": values.day(today, empty=True),
        },
        key=("person_id", "period", "scheme"),
        compared=("base", "employer_amount", "personal_amount", "status", "paid_on"),
        contradiction=_contribution,
    ),
    Kind(
        "benefits",
        models.Benefit,
        lambda today: {
            "id_number": values.id_number(),
            "benefit": values.choice(spellings(vocabulary.BENEFITS)),
            "period": values.month(_soon(today)),
            "amount": values.money(),
            "paid_on": values.day(today, empty=True),
        },
        key=("person_id", "benefit", "period"),
        compared=("amount", "paid_on"),
    ),
    Kind(
        "claims",
        models.Claim,
        lambda today: {
            "id_number": values.id_number(),
            "service_date": values.day(today),
            "provider": values.text(200),
            "total": values.money(),
            "fund_paid": values.money(),
            "personal_paid": values.money(),
            **_status(vocabulary.CLAIM_STATUSES),
        },
        key=("person_id", "service_date", "provider", "total", "nth"),
        compared=("fund_paid", "personal_paid", "status"),
        numbered=True,
        contradiction=_claim,
    ),
    Kind(
        "cards",
        models.Card,
        lambda today: {
            "id_number": values.id_number(),
            "card_number": values.card_number,
            **_status(vocabulary.CARD_STATUSES),
        },
        key=("person_id", "card_index"),
        compared=("status",),
    ),
    Kind(
        "pins",
        models.Pin,
        lambda today: {"id_number": values.id_number(), "pin": values.pin},
        key=("person_id",),
        compared=("hash",),
    ),
)

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ALL}
