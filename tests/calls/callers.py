"""Whom a storm of keys calls as, and what they may want: each wish as the keys that lead to it."""

from __future__ import annotations

import re
from datetime import date

from sqlalchemy import select

from db.models import Outgoing, Ticket
from db.outbox import BODY
from ivr.carrier.telephone import TelephoneCall
from tests.plugins.line import Line
from tests.plugins.people import Bill, Insured, Medical, Month, Paid, Person
from tests.secrets_used import remember

CALLS_OF_ONE = 6
"""Calls about one person, before their PIN has been changed, forgotten and locked too often."""
NEW_PIN = "8305917#8305917#"
NOBODYS_TICKET = "4411234567"
FILLED = re.compile(r"\{(known|number|pin|code|ticket)\}")


class Callers:
    """The callers of one storm."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.calls = 0
        self.renew()

    def renew(self) -> None:
        """Somebody else, with all there is on record."""
        nth = self.calls // CALLS_OF_ONE
        self.mobile = f"+8613900{nth:06}"
        months = range(202501, 202513)
        self.somebody: Person = self.line.people.someone(
            medical=Medical(
                100.5, entries=[(date(2026, 1, day), "spend", 5 + day) for day in range(1, 9)]
            ),
            contributions=[
                *(Month(period, base=6000 + period % 7 * 100) for period in months),
                *(Month(period, "unemployment", personal=30) for period in months),
                Month(202601, status="owed" if nth % 2 else "paid"),
                Month(202601, "unemployment", personal=35),
            ],
            enrolled_since=date(2024, 1, 1),
            insured=[Insured("employee-pension")],
            # Whoever receives a pension misses no month.
            benefits=[
                Paid(period, 3000, benefit="sickness-allowance" if nth % 2 else "pension")
                for period in range(202501, 202507)
            ],
            claims=[Bill(date(2025, month, 1), 80) for month in range(1, 7)],
            cards=[("active", "active", "active", "frozen", "lost")[nth % 5]],
            mobile=self.mobile if nth % 4 else None,
        )

    def dial(self) -> TelephoneCall:
        """From the registered mobile, from a number that calls again, from another, or withheld."""
        self.calls += 1
        if self.calls % CALLS_OF_ONE == 0:
            self.renew()
        numbers = (
            self.mobile,
            f"+86138{self.calls // 8:08}",
            f"+86137{self.calls:08}",
            self.mobile,
            "anonymous",
        )
        return self.line.new_telephone().dial(numbers[self.calls % len(numbers)])

    def keys(self, doing: str) -> str:
        """A doing with what the caller knows filled in."""
        return FILLED.sub(lambda found: getattr(self, found[1]), doing)

    @property
    def number(self) -> str:
        """The ID number."""
        return self.somebody.keys

    @property
    def pin(self) -> str:
        """The PIN, unless it was changed meanwhile."""
        return str(self.somebody.pin)

    @property
    def known(self) -> str:
        """What makes a caller known: ID number and PIN."""
        return f"{self.number}1{self.pin}#"

    @property
    def code(self) -> str:
        """The code in the newest text message; any six digits when there is none."""
        newest = select(Outgoing.body).where(Outgoing.kind == "text").order_by(Outgoing.id.desc())
        with self.line.database.read() as connection:
            body = connection.execute(newest.limit(1)).scalar()
        words = self.line.keyring.decrypt(body, BODY).decode() if body else ""
        found = re.search(r"(?<![0-9])[0-9]{6}(?![0-9])", words)
        if found is None:
            return "000000"
        remember(found[0])
        return found[0]

    @property
    def ticket(self) -> str:
        """The number of the newest ticket; nobody's, when there is none."""
        newest = select(Ticket.number).order_by(Ticket.id.desc()).limit(1)
        with self.line.database.read() as connection:
            return str(connection.execute(newest).scalar() or NOBODYS_TICKET)


# What may be wished for: doings one after another, each a few keys or what stands below. A name in
# braces is known only to whoever calls: the ID number and PIN, a code that was texted, a ticket.
WISHES: dict[str, tuple[str, ...]] = {
    "the account": ("1{known}",),
    "what was used": ("1{known}1", "1", "1"),
    "contributions": ("1{known}2",),
    "why they changed": ("1{known}2", "3"),
    "insurance": ("1{known}3",),
    "benefits": ("1{known}4",),
    "texts": ("1{known}5",),
    "a statement": ("1{known}51", "1"),
    "to freeze the card": ("21{number}1", "listen 1"),
    "to freeze it with the PIN": ("21{known}", "listen 1"),
    "to lift the freeze": ("22{known}", "{code}", "listen 1"),
    "to see the card": ("23{known}",),
    "another PIN": ("24{known}{pin}#", NEW_PIN, "listen 1"),
    "the PIN, forgotten": ("25{number}1", "{code}", NEW_PIN, "listen 1"),
    "a rule": ("32",),
    "a rule as a text": ("331{known}",),
    "a message": ("41", "speak 4", "#"),
    "a callback": ("421", "1"),
    "a later callback": ("425", "2", "1"),
    "a complaint": ("431", "speak 4", "#"),
    "news of a ticket": ("441{ticket}",),
    "news of all": ("442{known}",),
    "a person": ("0", "agent 1"),
    "the top": ("****",),
}
"""From the main menu, most of them; a storm wishes anything anywhere."""
