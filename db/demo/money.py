"""Personal accounts of the demo: what came in, what was spent, and the balance that is left."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from datetime import date, timedelta
from random import Random

from db.demo.city import CLINICS, PHARMACIES
from db.demo.resident import Resident
from db.demo.rows import Row, Rows, day_of, first_day

_YEARLY_INTEREST = 15  # thousandths


def add_accounts(rows: Rows, person: Resident, chance: Random, periods: list[int]) -> None:
    """The medical and the pension account as of the end of the last of ``periods``."""
    last = periods[-1]
    as_of = date(last // 100, last % 100, monthrange(last // 100, last % 100)[1])
    if person.books != "none":
        credits_of = _medical_credits(rows, person, chance, periods)
        book = _Book("medical", first_day(periods[0]), chance.randrange(50_00, 4_000_00))
        for period in periods:
            book.add(
                day_of(period, 10), "credit", credits_of.get(period, 0), f"{period % 100}月划入"
            )
            for _ in range(chance.choice((0, 0, 1, 1, 2))):
                _spend(book, chance, period)
            if period % 100 == 12:
                interest = book.balance * _YEARLY_INTEREST // 1000
                book.add(day_of(period, 28), "interest", interest, "年度计息")
        _close(rows, book, as_of, person, chance)
    if any(
        scheme == "employee-pension" for scheme, status, *_ in rows.enrolments if status == "active"
    ):
        _pension(rows, person, chance, as_of, periods[0])


class _Book:
    """The movements of one account, and what they add up to."""

    def __init__(self, account: str, opened: date, carried: int) -> None:
        self.account = account
        self.balance = 0
        self.entries: list[Row] = []
        self._seen: Counter[Row] = Counter()
        self.add(opened - timedelta(days=1), "adjustment", carried, "以前年度结转")

    def add(self, on: date, kind: str, amount: int, description: str) -> None:
        """Write a movement; nothing moved is no movement."""
        if amount == 0:
            return
        movement = (self.account, on, kind, amount, description)
        self._seen[movement] += 1
        self.entries.append((*movement, self._seen[movement]))
        self.balance += -amount if kind == "spend" else amount


def _medical_credits(
    rows: Rows, person: Resident, chance: Random, periods: list[int]
) -> dict[int, int]:
    """What reaches the account each month: the own share when paid, a fixed sum for the retired."""
    if person.role == "pensioner":
        fixed = chance.randrange(90_00, 131_00, 5_00)
        return dict.fromkeys(periods, fixed)
    return {
        period: personal
        for period, scheme, _, _, personal, status, _ in rows.contributions
        if scheme == "employee-medical" and status == "paid"
    }


def _spend(book: _Book, chance: Random, period: int) -> None:
    at_pharmacy = chance.random() < 0.6
    most = 120_00 if at_pharmacy else 260_00
    amount = chance.randrange(8_00, most, 10)
    if amount <= book.balance:
        place = chance.choice(PHARMACIES if at_pharmacy else CLINICS)
        book.add(day_of(period, chance.randrange(11, 29)), "spend", amount, place)


def _pension(rows: Rows, person: Resident, chance: Random, as_of: date, first: int) -> None:
    """Written once a year, as such accounts are: what was paid in, and the interest."""
    book = _Book("pension", first_day(first), chance.randrange(2_000_00, 90_000_00))
    paid: Counter[int] = Counter()
    for period, scheme, _, _, personal, status, _ in rows.contributions:
        if scheme == "employee-pension" and status == "paid":
            paid[period // 100] += personal
    for year, amount in sorted(paid.items()):
        closed = min(date(year, 12, 31), as_of)
        book.add(closed, "credit", amount, f"{year}年个人缴费")
        if closed < as_of:
            interest = book.balance * 2 * _YEARLY_INTEREST // 1000
            book.add(closed, "interest", interest, f"{year}年计息")
    _close(rows, book, as_of, person, chance)


def _close(rows: Rows, book: _Book, as_of: date, person: Resident, chance: Random) -> None:
    mislaid = chance.randrange(1_00, 60_00) if person.books == "mislaid" else 0
    rows.accounts.append((book.account, book.balance + mislaid, as_of))
    if person.books != "silent":
        rows.entries += book.entries
