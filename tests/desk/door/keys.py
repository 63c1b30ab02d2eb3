"""What somebody at the door has in hand: name, password, and codes of a second factor."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

import pyotp

from db.staff import Enrolment, Role
from tests.desk.house import House
from tests.desk.visitor import Page, Visitor

HALF_MINUTE = 30


@dataclass(frozen=True)
class Keys:
    """Of one account."""

    house: House
    name: str
    password: str
    secret: str

    def code(self, steps: int = 0) -> str:
        """The code of now, or of some half minutes later or earlier."""
        return pyotp.TOTP(self.secret).at(self.house.now(), counter_offset=steps)

    def enter(
        self, visitor: Visitor | None = None, *, steps: int = 0, at: str = "/desk/sign-in"
    ) -> Page:
        """Fill in the page of the door and send it."""
        visitor = visitor or self.house.visitor()
        visitor.get("/desk/sign-in")
        page = visitor.post(at, name=self.name, password=self.password, code=self.code(steps))
        # Forms begin anew with the session.
        visitor.token = ""
        return page

    def but(self, **other: Any) -> Keys:
        """With something else in hand."""
        return replace(self, **other)


def keys_to(house: House, *roles: Role, agent: str | None = None, fresh: bool = False) -> Keys:
    """A new account's; the password is their own unless it is ``fresh`` from an operator."""
    made = house.account(*(roles or (Role.SUPERVISOR,)), agent=agent)
    if not fresh:
        member = house.parts.accounts.find(made.name)
        assert member is not None
        house.parts.accounts.set_password(member, made.password, house.now())
    return held(house, made)


def held(house: House, made: Enrolment) -> Keys:
    """What was handed over."""
    return Keys(house, made.name, made.password, made.secret)


def let_in(pages: Collection[Page]) -> list[bool]:
    """Which of them were."""
    return [page.status == 303 for page in pages]
