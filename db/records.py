"""What is on record of one person, as typed results. Reading only; each method one statement."""

from __future__ import annotations

from datetime import date

from db import accounts, contributions
from db.accounts import AccountStatement, Movement
from db.contributions import ContributionMonth, ContributionPart, Missing
from db.engine import Database

__all__ = [
    "AccountStatement",
    "ContributionMonth",
    "ContributionPart",
    "Missing",
    "Movement",
    "Records",
]


class Records:
    """The records of one person, who must have been verified before. Cheap to make."""

    def __init__(self, database: Database, person_id: int) -> None:
        self._database = database
        self.person_id = person_id

    def medical_account(self) -> AccountStatement | None:
        """The medical personal account, or ``None`` when there is none on record."""
        return self.account_statement("medical")

    def account_statement(self, account: str) -> AccountStatement | None:
        """The account named, one of ``db.kinds.ACCOUNTS``; ``None`` when there is none."""
        with self._database.read() as connection:
            return accounts.statement(connection, self.person_id, account)

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
