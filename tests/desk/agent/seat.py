"""An agent at their page: looks, presses, and has callers."""

from __future__ import annotations

import re

from ivr.carrier.telephone import TelephoneCall
from tests.desk.house import House
from tests.desk.visitor import Page

TARGET = "sip:desk-one@hotline.invalid"


class Seat:
    """An agent of a staff number, signed in."""

    def __init__(self, desk: House, staff_number: str, *, language: str = "en") -> None:
        self.desk = desk
        desk.employ(staff_number, TARGET)
        self.visitor = desk.sign_in(agent=staff_number, language=language)
        self.staff_number = staff_number

    def works(self) -> Page:
        """The page of work."""
        return self.visitor.get("/desk/work")

    def is_ready(self) -> Page:
        """Press Ready."""
        self.visitor.post("/desk/work/state", state="ready")
        return self.works()

    def looks(self) -> Page:
        """What the page asks by itself."""
        return self.visitor.piece("/desk/work/look", page="work")

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
        found = re.search(r'action="(/desk/work/\d+)/note"', self.works().html)
        assert found, "no call is on the screen"
        return found[1]

    def talks_to(self, call: TelephoneCall) -> None:
        """Let a caller who is about to ask for a person be joined to this agent."""
        self.is_ready()
        call.press("0")
        self.accepts()
        call.waits(10)
        call.rings(TARGET)
        call.agent.answers()
        call.agent.presses("1")
        call.agent.is_joined()
