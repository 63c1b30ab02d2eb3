"""What a person is entitled to: enrolments, benefits, claims and cards as typed results."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert

from db.engine import Database
from db.kinds import BENEFITS, SCHEMES
from db.models import Base, Benefit, Card, Claim, Enrolment
from db.records import BenefitPayment, ClaimedBill, Enrolled, Records
from db.secrets import Keyring
from tests.db.people import add_person, id_number

TODAY = date(2026, 3, 16)
NOW = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)


@pytest.fixture
def records(database: Database, keyring: Keyring) -> Records:
    return Records(database, add_person(database, keyring, id_number(1)))


@pytest.fixture
def somebody_else(database: Database, keyring: Keyring) -> Records:
    return Records(database, add_person(database, keyring, id_number(2)))


def add(records: Records, kind: type[Base], **values: Any) -> None:
    with records._database.write() as connection:
        connection.execute(insert(kind), {"person_id": records.person_id, **values})


def add_benefit(
    records: Records, period: int, benefit: str = "pension", paid_on: date | None = None
) -> None:
    add(records, Benefit, benefit=benefit, period=period, amount=period, paid_on=paid_on)


def add_bill(records: Records, on: date, status: str = "paid", total: int = 900) -> None:
    shares = {"total": total, "fund_paid": total - 100, "personal_paid": 100}
    add(records, Claim, service_date=on, provider="医院", status=status, **shares)


def add_card(records: Records, index: bytes, status: str) -> None:
    add(records, Card, card_index=index, card_number=b"sealed", status=status)


def test_what_is_not_on_record_is_empty(records: Records, somebody_else: Records) -> None:
    add(somebody_else, Enrolment, scheme=SCHEMES[0], status="active", since=TODAY, months=1)
    add_benefit(somebody_else, 202601)
    add_bill(somebody_else, TODAY, "rejected")
    add_card(somebody_else, b"1", "frozen")
    assert records.enrolments() == []
    assert records.benefit_payments() == []
    assert records.claimed_bills() == []
    assert records.rejected_bill(TODAY) is None
    assert records.cards(NOW) == []


def test_enrolments_stand_in_the_order_of_the_insurances(records: Records) -> None:
    since = date(2020, 1, 1)
    for scheme in reversed(SCHEMES):
        add(records, Enrolment, scheme=scheme, status="paused", since=since, months=7)
    assert records.enrolments() == [Enrolled(scheme, "paused", since, 7) for scheme in SCHEMES]


def test_benefits_are_paged_newest_month_first(records: Records) -> None:
    paid = date(2026, 2, 15)
    for period in (202512, 202602, 202601):
        add_benefit(records, period, paid_on=paid if period == 202602 else None)
    add_benefit(records, 202602, "maternity-allowance")
    assert records.benefit_payments(0, 3) == [
        BenefitPayment("maternity-allowance", 202602, 202602, None),
        BenefitPayment("pension", 202602, 202602, paid),
        BenefitPayment("pension", 202601, 202601, None),
    ]
    assert [payment.period for payment in records.benefit_payments(3, 3)] == [202512]
    assert records.benefit_payments(4, 3) == []


def test_a_benefit_that_has_no_word_is_another_one(records: Records) -> None:
    for nth, benefit in enumerate([*BENEFITS, "heating-subsidy"]):
        add_benefit(records, 202601 + nth, benefit)
    newest, *known = records.benefit_payments(limit=20)
    assert newest.benefit == "other"
    assert [payment.benefit for payment in reversed(known)] == list(BENEFITS)


def test_bills_are_paged_newest_treatment_first(records: Records) -> None:
    for day, total in ((3, 300), (9, 901), (5, 500), (9, 902)):
        add_bill(records, date(2026, 1, day), total=total)
    assert [bill.total for bill in records.claimed_bills(0, 3)] == [902, 901, 500]
    assert records.claimed_bills(3, 3) == [
        ClaimedBill(date(2026, 1, 3), total=300, fund_paid=200, personal_paid=100, status="paid")
    ]
    assert records.claimed_bills(4, 3) == []


def test_the_newest_rejected_bill_of_a_year(records: Records) -> None:
    add_bill(records, TODAY, "paid")
    add_bill(records, TODAY - timedelta(days=365), "rejected", total=1_000)
    assert records.rejected_bill(TODAY) is None
    add_bill(records, TODAY - timedelta(days=364), "rejected", total=2_000)
    add_bill(records, TODAY - timedelta(days=9), "rejected", total=3_000)
    bill = records.rejected_bill(TODAY)
    assert bill is not None
    assert (bill.total, bill.service_date) == (3_000, TODAY - timedelta(days=9))


def test_the_card_that_works_comes_first(records: Records) -> None:
    for index, status in (
        (b"1", "lost"),
        (b"2", "in-production"),
        (b"3", "active"),
        (b"4", "lost"),
    ):
        add_card(records, index, status)
    statuses = [card.status for card in records.cards(NOW)]
    assert statuses == ["active", "lost", "lost", "in-production"]


def test_each_question_is_one_statement(records: Records) -> None:
    statements: list[str] = []
    event.listen(
        records._database.engine,
        "before_cursor_execute",
        lambda _c, _cursor, statement, *_rest: statements.append(statement),
    )
    for ask in (
        records.enrolments,
        records.benefit_payments,
        records.claimed_bills,
        lambda: records.rejected_bill(TODAY),
        lambda: records.cards(NOW),
    ):
        ask()
        assert len(statements) == 1
        statements.clear()
