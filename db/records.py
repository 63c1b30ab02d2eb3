"""What is on record of one person, as typed results. Reading only; each method one statement."""

from __future__ import annotations

from datetime import date

from db import accounts, benefits, cards, claims, contributions, enrolments
from db.accounts import AccountStatement, Movement
from db.benefits import BenefitPayment
from db.claims import ClaimedBill
from db.contributions import ContributionMonth, ContributionPart, Missing
from db.engine import Database
from db.enrolments import Enrolled

__all__ = [
    "AccountStatement",
    "BenefitPayment",
    "ClaimedBill",
    "ContributionMonth",
    "ContributionPart",
    "Enrolled",
    "Missing",
    "Movement",
    "Records",
]


class Records:
    """The records of one person, who must have been verified before. Cheap to make."""

    def __init__(self, database: Database, person_id: int) -> None:
        self._database = database
        self.person_id = person_id

    def medical_account(self, uses: int = 0) -> AccountStatement | None:
        """The medical personal account with its last uses, or ``None`` when none is on record."""
        return self.account_statement("medical", uses)

    def account_statement(self, account: str, uses: int = 0) -> AccountStatement | None:
        """The account named, one of ``db.kinds.ACCOUNTS``; ``None`` when there is none."""
        with self._database.read() as connection:
            return accounts.statement(connection, self.person_id, account, uses)

    def spending(self, account: str = "medical", offset: int = 0, limit: int = 3) -> list[Movement]:
        """What was paid from an account, newest first."""
        with self._database.read() as connection:
            return accounts.spending(connection, self.person_id, account, offset, limit)

    def contribution_months(self, offset: int = 0, limit: int = 3) -> list[ContributionMonth]:
        """Months with contributions on record, newest first, all insurances together."""
        with self._database.read() as connection:
            return contributions.months(connection, self.person_id, offset, limit)

    def missing_contribution(self, today: date) -> Missing | None:
        """The newest month of the last twelve that is owed or absent; ``today`` in the city."""
        with self._database.read() as connection:
            return contributions.missing(connection, self.person_id, today)

    def enrolments(self) -> list[Enrolled]:
        """Every insurance the person is or was insured in."""
        with self._database.read() as connection:
            return enrolments.enrolments(connection, self.person_id)

    def benefit_payments(self, offset: int = 0, limit: int = 3) -> list[BenefitPayment]:
        """Benefits paid or due, newest month first."""
        with self._database.read() as connection:
            return benefits.payments(connection, self.person_id, offset, limit)

    def claimed_bills(self, offset: int = 0, limit: int = 3) -> list[ClaimedBill]:
        """Bills handed in for reimbursement, newest treatment first."""
        with self._database.read() as connection:
            return claims.bills(connection, self.person_id, offset, limit)

    def rejected_bill(self, today: date) -> ClaimedBill | None:
        """The newest bill of the last year that was rejected; ``today`` in the city."""
        with self._database.read() as connection:
            return claims.rejected(connection, self.person_id, today)

    def card_statuses(self) -> list[str]:
        """The status of each of the person's cards; the one that works first."""
        with self._database.read() as connection:
            return cards.statuses(connection, self.person_id)
