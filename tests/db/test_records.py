"""What is on record: accounts that add up or do not, months with their parts, what is missing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, event, insert

from db.engine import Database
from db.models import Account, Benefit, Contribution, Enrolment, Entry, Horizon
from db.records import AccountStatement, ContributionPart, Missing, Movement, Records
from db.secrets import Keyring
from tests.db.people import add_person, id_number

TODAY = date(2026, 3, 16)


@pytest.fixture
def records(database: Database, keyring: Keyring) -> Records:
    return Records(database, add_person(database, keyring, id_number(1)))


def add_account(
    records: Records,
    balance: int,
    as_of: date,
    *entries: tuple[date, str, int],
    account: str = "medical",
) -> None:
    with records._database.write() as connection:
        owner = {"person_id": records.person_id, "account": account}
        connection.execute(insert(Account), {**owner, "balance": balance, "as_of": as_of})
        for nth, (on, kind, amount) in enumerate(entries, start=1):
            movement = {"on": on, "kind": kind, "amount": amount, "description": kind, "nth": nth}
            connection.execute(insert(Entry), {**owner, **movement})


def add_months(
    records: Records,
    scheme: str,
    periods: dict[int, str],
    *,
    base: int = 800_000,
    since: date | None = date(2020, 1, 1),
    status: str = "active",
    horizon: int | None = 202602,
) -> None:
    """Contributions of one insurance, the enrolment, and how far its records reach."""
    with records._database.write() as connection:
        if since is not None:
            owner = {"person_id": records.person_id, "scheme": scheme}
            row = {**owner, "status": status, "since": since, "months": len(periods)}
            connection.execute(insert(Enrolment), row)
        if horizon is not None:
            connection.execute(insert(Horizon), {"scheme": scheme, "period": horizon})
        for period, state in periods.items():
            amounts = {"base": base, "employer_amount": base // 10, "personal_amount": base // 50}
            row = {"person_id": records.person_id, "scheme": scheme, "period": period}
            connection.execute(
                insert(Contribution), {**row, **amounts, "status": state, "paid_on": None}
            )


# --- accounts ------------------------------------------------------------------------------------


def test_nobody_has_an_account_that_is_not_on_record(records: Records) -> None:
    assert records.medical_account() is None
    assert records.spending() == []


def test_an_account_adds_up(records: Records) -> None:
    add_account(
        records,
        12_345,
        date(2026, 2, 28),
        (date(2024, 12, 31), "credit", 20_000),
        (date(2025, 12, 31), "spend", 8_000),
        (date(2026, 1, 1), "credit", 1_000),
        (date(2026, 1, 20), "interest", 45),
        (date(2026, 1, 21), "adjustment", 300),
        (date(2026, 2, 2), "adjustment", -200),
        (date(2026, 2, 28), "spend", 800),
        (date(2026, 3, 1), "spend", 999_999),
    )
    assert records.medical_account() == AccountStatement(
        account="medical",
        balance=12_345,
        as_of=date(2026, 2, 28),
        opening=12_000,
        credits=1_345,
        uses=1_000,
        reconciles=True,
        last_credit=Movement(date(2026, 1, 1), "credit", 1_000, "credit"),
        last_uses=(),
    )


def test_an_account_that_does_not_add_up_says_so(records: Records) -> None:
    add_account(records, 501, date(2026, 2, 28), (date(2026, 1, 5), "credit", 500))
    statement = records.medical_account()
    assert statement is not None
    assert (statement.credits, statement.reconciles) == (500, False)


def test_an_empty_account_without_movements_does_not_reconcile(records: Records) -> None:
    add_account(records, 0, date(2026, 2, 28))
    statement = records.medical_account()
    assert statement is not None
    assert (statement.opening, statement.credits, statement.uses) == (0, 0, 0)
    assert not statement.reconciles
    assert statement.last_credit is None


def test_amounts_are_whole_fen_on_both_databases(records: Records) -> None:
    add_account(records, 10**12, date(2026, 2, 28), (date(2026, 1, 5), "credit", 10**12))
    statement = records.medical_account()
    assert statement is not None
    assert [type(n) for n in (statement.opening, statement.credits, statement.uses)] == [int] * 3


def test_accounts_and_persons_are_kept_apart(
    records: Records, database: Database, keyring: Keyring
) -> None:
    other = Records(database, add_person(database, keyring, id_number(2)))
    entry = (date(2026, 1, 5), "credit", 100)
    add_account(records, 100, date(2026, 2, 28), entry)
    add_account(records, 7, date(2026, 2, 28), account="pension")
    add_account(other, 300, date(2026, 2, 28), entry, entry, entry)
    medical, pension = records.medical_account(), records.account_statement("pension")
    assert medical is not None
    assert pension is not None
    assert (medical.balance, medical.credits, pension.balance) == (100, 100, 7)
    assert pension.credits == 0


def test_spending_is_paged_newest_first(records: Records) -> None:
    uses = [(date(2026, 1, day), "spend", day) for day in (3, 9, 5, 9)]
    add_account(records, 0, date(2026, 2, 28), *uses, (date(2026, 1, 7), "credit", 7))
    assert [use.amount for use in records.spending("medical", 0, 3)] == [9, 9, 5]
    assert [use.amount for use in records.spending("medical", 3, 3)] == [3]
    assert records.spending("medical", 4, 3) == []


def test_an_account_comes_with_as_many_uses_as_were_asked_for(records: Records) -> None:
    uses = [(date(2026, 1, day), "spend", day) for day in (3, 9, 5, 9)]
    add_account(records, 0, date(2026, 2, 28), *uses, (date(2026, 1, 7), "credit", 7))
    for limit in range(6):
        statement = records.medical_account(uses=limit)
        assert statement is not None
        assert statement.last_uses == tuple(records.spending("medical", 0, limit))
        assert (statement.credits, statement.uses) == (7, 26)


movements = st.lists(
    st.one_of(
        st.tuples(
            st.dates(date(2024, 1, 1), date(2026, 2, 28)),
            st.sampled_from(["credit", "interest", "spend"]),
            st.integers(0, 10**9),
        ),
        st.tuples(
            st.dates(date(2024, 1, 1), date(2026, 2, 28)),
            st.just("adjustment"),
            st.integers(-(10**9), 10**9),
        ),
    ),
    max_size=12,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(entries=movements)
def test_opening_credits_and_uses_always_explain_the_movements(
    records: Records, entries: list[tuple[date, str, int]]
) -> None:
    with records._database.write() as connection:
        connection.execute(delete(Entry))
        connection.execute(delete(Account))
    signed = [(-n if kind == "spend" else n, on) for on, kind, n in entries]
    total = sum(n for n, _ in signed)
    add_account(records, total, date(2026, 2, 28), *entries)
    statement = records.medical_account()
    assert statement is not None
    assert statement.reconciles == bool(entries)
    assert statement.opening == sum(n for n, on in signed if on.year < 2026)
    assert statement.credits == sum(n for n, on in signed if on.year == 2026 and n > 0)
    assert statement.uses == -sum(n for n, on in signed if on.year == 2026 and n < 0)


# --- contributions -------------------------------------------------------------------------------


def test_nobody_has_months_that_are_not_on_record(records: Records) -> None:
    assert records.contribution_months() == []
    assert records.missing_contribution(TODAY) is None


def test_a_month_is_the_sum_of_its_insurances(records: Records) -> None:
    add_months(records, "unemployment", {202602: "owed"}, base=700_000)
    add_months(records, "employee-medical", {202602: "paid"})
    (month,) = records.contribution_months()
    assert month.period == 202602
    assert month.base is None
    assert (month.employer_amount, month.personal_amount) == (150_000, 30_000)
    assert (month.status, month.owed_schemes) == ("partly", ("unemployment",))
    assert month.parts == (
        ContributionPart("employee-medical", 800_000, 80_000, 16_000, "paid", None),
        ContributionPart("unemployment", 700_000, 70_000, 14_000, "owed", None),
    )


@pytest.mark.parametrize("status", ["paid", "owed"])
def test_a_month_alike_in_all_parts_has_their_base_and_status(
    records: Records, status: str
) -> None:
    for scheme in ("employee-pension", "employee-medical"):
        add_months(records, scheme, {202602: status})
    (month,) = records.contribution_months()
    assert (month.base, month.status) == (800_000, status)
    assert len(month.owed_schemes) == (2 if status == "owed" else 0)


def test_months_are_paged_newest_first_with_all_their_parts(records: Records) -> None:
    periods = dict.fromkeys([202511, 202512, 202601, 202602], "paid")
    for scheme in ("employee-pension", "employee-medical", "unemployment"):
        add_months(records, scheme, periods)
    first, second = records.contribution_months(0, 3), records.contribution_months(3, 3)
    assert [month.period for month in first + second] == [202602, 202601, 202512, 202511]
    assert {len(month.parts) for month in first + second} == {3}
    assert records.contribution_months(4, 3) == []


PAID = dict.fromkeys([202509, 202510, 202511, 202512, 202601, 202602], "paid")


def without(*periods: int) -> dict[int, str]:
    return {period: state for period, state in PAID.items() if period not in periods}


def test_nothing_is_missing_where_all_is_paid(records: Records) -> None:
    add_months(records, "employee-medical", PAID, since=date(2025, 9, 14))
    assert records.missing_contribution(TODAY) is None


def test_the_month_before_the_first_one_on_record_is_missing_if_enrolled(records: Records) -> None:
    add_months(records, "employee-medical", PAID, since=date(2025, 8, 1))
    assert records.missing_contribution(TODAY) == Missing("employee-medical", 202508, "absent")


def test_a_hole_is_absent(records: Records) -> None:
    add_months(records, "employee-medical", without(202511), since=date(2025, 9, 1))
    assert records.missing_contribution(TODAY) == Missing("employee-medical", 202511, "absent")


def test_the_newest_month_is_absent_when_others_are_on_record(records: Records) -> None:
    add_months(records, "employee-medical", without(202602), since=date(2025, 9, 1))
    assert records.missing_contribution(TODAY) == Missing("employee-medical", 202602, "absent")


def test_months_behind_the_horizon_are_unknown_and_not_missing(records: Records) -> None:
    periods = without(202602)
    add_months(records, "employee-medical", periods, since=date(2025, 9, 1), horizon=202601)
    assert records.missing_contribution(TODAY) is None


def test_the_current_month_is_never_missing(records: Records) -> None:
    owed_now = {**PAID, 202603: "owed"}
    add_months(records, "employee-medical", owed_now, since=date(2025, 9, 1), horizon=202603)
    assert records.missing_contribution(TODAY) is None


def test_an_owed_month_is_missing_and_the_newest_counts(records: Records) -> None:
    periods = {**PAID, 202510: "owed", 202512: "owed"}
    add_months(records, "employee-pension", periods, since=date(2025, 9, 1))
    assert records.missing_contribution(TODAY) == Missing("employee-pension", 202512, "owed")


def test_of_one_month_the_first_insurance_is_named(records: Records) -> None:
    for scheme in ("unemployment", "employee-pension"):
        add_months(records, scheme, {**PAID, 202602: "owed"}, since=date(2025, 9, 1))
    assert records.missing_contribution(TODAY) == Missing("employee-pension", 202602, "owed")


def test_what_is_older_than_a_year_is_no_news(records: Records) -> None:
    states = dict.fromkeys(range(202504, 202513), "paid") | PAID
    add_months(records, "employee-medical", {202502: "owed", 202503: "paid", **states})
    assert records.missing_contribution(TODAY) is None
    assert records.missing_contribution(date(2026, 2, 1)) == Missing(
        "employee-medical", 202502, "owed"
    )


@pytest.mark.parametrize("status", ["paused", "ended"])
def test_an_enrolment_that_is_not_active_misses_nothing(records: Records, status: str) -> None:
    add_months(records, "employee-medical", {**PAID, 202602: "owed"}, status=status)
    assert records.missing_contribution(TODAY) is None


def test_residents_pay_by_the_year_and_miss_no_month(records: Records) -> None:
    add_months(records, "resident-medical", {202509: "paid"})
    assert records.missing_contribution(TODAY) is None


def test_pensioners_owe_nothing(records: Records) -> None:
    add_months(records, "employee-medical", {**PAID, 202602: "owed"})
    row = {"person_id": records.person_id, "period": 202601, "amount": 1, "paid_on": None}
    with records._database.write() as connection:
        connection.execute(insert(Benefit), {**row, "benefit": "maternity-allowance"})
    assert records.missing_contribution(TODAY) is not None
    with records._database.write() as connection:
        connection.execute(insert(Benefit), {**row, "benefit": "pension"})
    assert records.missing_contribution(TODAY) is None


def test_each_question_is_one_statement(records: Records) -> None:
    add_account(records, 1, date(2026, 2, 28), (date(2026, 1, 5), "credit", 1))
    add_months(records, "employee-medical", PAID)
    statements: list[str] = []
    event.listen(
        records._database.engine,
        "before_cursor_execute",
        lambda _c, _cursor, statement, *_rest: statements.append(statement),
    )
    for ask in (
        records.medical_account,
        records.spending,
        records.contribution_months,
        lambda: records.missing_contribution(TODAY),
    ):
        ask()
        assert len(statements) == 1
        statements.clear()
