"""What is on record of one person, as typed results. Reading only; each method one statement."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Table, bindparam, select

from db import accounts, benefits, cards, claims, contributions, enrolments, statement, tickets
from db.accounts import AccountStatement, Movement
from db.benefits import BenefitPayment
from db.cards import CardStanding
from db.changes import Change, changes
from db.claims import ClaimedBill
from db.contributions import ContributionMonth, ContributionPart, Missing
from db.engine import Database
from db.enrolments import Enrolled
from db.models import Base
from db.prepared import Prepared
from db.statement import YearStatement
from db.tickets import Promise

__all__ = [
    "AccountStatement",
    "BenefitPayment",
    "CardStanding",
    "Change",
    "ClaimedBill",
    "ContributionMonth",
    "ContributionPart",
    "Enrolled",
    "Missing",
    "Movement",
    "Promise",
    "Records",
    "YearStatement",
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

    def contribution_changes(self, months: int = 13) -> list[Change]:
        """What changed from month to month within the newest ``months``, newest first."""
        return changes(self.contribution_months(limit=months))

    def year_statement(self, year: int) -> YearStatement:
        """What was paid in and what the accounts did in a calendar year."""
        with self._database.read() as connection:
            return statement.year_statement(connection, self.person_id, year)

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

    def insured_place(self) -> str:
        """The division the person is insured in, as GB/T 2260 numbers it."""
        with self._database.read() as connection:
            return str(_PLACE.all(connection, {"person": self.person_id})[0][0])

    def cards(self, now: datetime) -> list[CardStanding]:
        """Each of the person's cards as it stands at ``now``; the one that works first."""
        with self._database.read() as connection:
            return cards.standing(connection, self.person_id, now)

    def open_tickets(self, offset: int = 0, limit: int = 3) -> list[Promise]:
        """What the person asked for and has no answer to yet, newest first."""
        with self._database.read() as connection:
            return tickets.of_person(connection, self.person_id, offset, limit)


_PERSONS: Table = Base.metadata.tables["persons"]
_PLACE = Prepared(select(_PERSONS.c.insured_place).where(_PERSONS.c.id == bindparam("person")))
