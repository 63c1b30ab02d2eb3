"""What the script of every call is told in: a line, its people, and moments of its days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from db.duty import READY, Duties
from flows.city import City
from ivr.carrier.telephone import Telephone, TelephoneCall
from tests.calls.codes import last_code
from tests.plugins.line import SHANGHAI, Line
from tests.plugins.people import Person

CITY = Path(__file__).parent / "city.toml"
DESK = "+861082300001"
WRONG_PIN = "111222"


@dataclass
class World:
    """The line for one script. Each call is from a number of its own, unless one is given."""

    line: Line
    telephone: Telephone
    city: City = field(default_factory=lambda: City.load(CITY))
    numbers: Any = field(default_factory=lambda: count(13_800_100_000))
    mobiles: Any = field(default_factory=lambda: count(13_900_100_000))

    def dial(self, number: str | None = None) -> TelephoneCall:
        """A call, greeted in Mandarin."""
        return self.telephone.dial(number or f"+86{next(self.numbers)}")

    def dial_in_english(self, number: str | None = None) -> TelephoneCall:
        """A call whose caller has chosen English."""
        call = self.dial(number)
        call.press("8")
        call.hears("You have chosen English.", "For your account, press one.")
        return call

    def called_back(self, number: str) -> TelephoneCall:
        """The line calls, and the number has picked up."""
        ringing = self.line.new_telephone(number="+8612333", to=number)
        ringing.url += "/placed"
        return ringing.dial()

    def someone(self, *, mobile: bool = False, **on_record: Any) -> Person:
        """A person on record, with a mobile of their own if they shall have one."""
        number = f"+86{next(self.mobiles)}" if mobile else None
        return self.line.people.someone(mobile=number, **on_record)

    @property
    def code(self) -> str:
        """The newest one-time code that was texted."""
        return last_code(self.line)

    @property
    def now(self) -> datetime:
        """The moment it is, in the city's zone."""
        return self.line.now().astimezone(SHANGHAI)

    def it_is_evening(self) -> None:
        """The office has closed for today."""
        self._it_is(datetime.combine(self.now, time(20), SHANGHAI))

    def it_is_a_workday_morning(self) -> None:
        """Ten o'clock, in office hours: of today, when that is still to come."""
        morning = datetime.combine(self.now, time(10), SHANGHAI)
        while morning < self.now or not self.city.is_open(morning):
            morning += timedelta(days=1)
        self._it_is(morning)

    def it_is(self, text: str) -> None:
        """A date and time that must still be to come."""
        self.line.it_is(text)

    def agents_are_back(self) -> None:
        """Whoever did not answer, or wraps up, is ready again."""
        duties = Duties(self.line.database)
        for agent in duties.all():
            duties.choose(agent.agent_id, READY, self.line.now())

    def _it_is(self, moment: datetime) -> None:
        self.line.it_is(moment.replace(tzinfo=None).isoformat())


Scene = Callable[[World], None]
"""One call, or a few that belong together, from the first ring to the last word."""


def proves(call: TelephoneCall, somebody: Person) -> None:
    """The ID number, that it is right, and the PIN."""
    call.type(f"{somebody.keys}1{somebody.pin}#")
