"""An agent at their page: looks, presses, and has callers."""

from __future__ import annotations

import re
from typing import Any

from db.duty import Duties
from ivr.carrier.telephone import TelephoneCall
from tests.desk.house import House
from tests.desk.visitor import Page
from tests.plugins.people import Person

TARGET = "sip:desk-one@hotline.invalid"
NAME = "张三"
"""Of whoever is on record (tests.db.people)."""
REASON: dict[str, Any] = {"reason": "question", "words": "asks about February"}


class Seat:
    """An agent of a staff number, signed in."""

    def __init__(
        self, desk: House, staff_number: str, *, target: str = TARGET, language: str = "en"
    ) -> None:
        self.desk = desk
        self.target = target
        desk.employ(staff_number, target)
        self.visitor = desk.sign_in(agent=staff_number, language=language)
        self.staff_number = staff_number

    def works(self) -> Page:
        """The page of work."""
        return self.visitor.get("/desk/work")

    def chooses(self, state: str) -> Page:
        """Press Ready, Break or Away."""
        return self.visitor.post("/desk/work/state", state=state, follow=True)

    def looks(self, page: str = "work") -> Page:
        """What the page asks by itself."""
        return self.visitor.piece("/desk/work/look", page=page)

    @property
    def offer(self) -> str:
        """The address of the offer that rings."""
        found = re.search(r'action="(/desk/work/offer/\w+)/accept"', self.looks().html)
        assert found, "nobody rings"
        return found[1]

    def accepts(self) -> Page:
        """Take the caller who rings."""
        return self.visitor.post(f"{self.offer}/accept", follow=True)

    def declines(self) -> Page:
        """Do not take the caller who rings."""
        return self.visitor.post(f"{self.offer}/decline", follow=True)

    @property
    def entry(self) -> str:
        """The address of the call on screen."""
        duties = Duties(self.desk.database).all()
        (mine,) = (each for each in duties if each.staff_number == self.staff_number)
        assert mine.entry_id, "no call is on the screen"
        return f"/desk/work/{mine.entry_id}"

    def talks_to(self, call: TelephoneCall) -> Page:
        """Let a caller who is about to ask for a person be joined to this agent."""
        self.chooses("ready")
        call.press("0")
        return self.takes(call)

    def takes(self, call: TelephoneCall) -> Page:
        """Take the caller who rings, until both talk."""
        self.accepts()
        call.waits(10)
        call.rings(self.target)
        call.agent.answers()
        call.agent.presses("1")
        call.agent.is_joined()
        return self.works()


def identified(desk: House, somebody: Person) -> TelephoneCall:
    """A caller who has proven who they are, in the menu of the account."""
    call = desk.telephone().dial()
    call.type(f"1{somebody.keys}1{somebody.pin}#")
    call.hears("查询医保个人账户")
    return call
