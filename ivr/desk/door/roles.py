"""Who may see a page: each view says so, and one that does not say is shown to nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from flask import current_app, g, request
from werkzeug.exceptions import Forbidden

from db.sittings import Seat
from db.staff import Role, StaffMember

View = TypeVar("View", bound=Callable[..., Any])
_DECLARED: Final = "desk_needs"
LARGEST: Final = 64 * 1024
"""Of a form in bytes, unless its view says otherwise."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What a view asks of a visitor: one of ``roles``; empty means whoever comes."""

    roles: frozenset[Role]
    polled: bool = False
    """Asked by a page and not by a person: keeps nobody's session open."""
    largest: int = LARGEST


def needs(*roles: Role, polled: bool = False, largest: int = LARGEST) -> Callable[[View], View]:
    """Show a view to people who have at least one of ``roles``. Put it right above the function.

    ``polled``: the page asks for it by itself, which keeps nobody's session open. ``largest``:
    what may be sent to it, in bytes.
    """
    if not roles:
        raise ValueError("say which roles; whoever is signed in is needs(*Role)")
    return _declare(Needs(frozenset(roles), polled, largest))


def public(view: View) -> View:
    """Show a view to whoever comes: the sign-in, and nothing about anybody."""
    return _declare(Needs(frozenset()))(view)


def _declare(what: Needs) -> Callable[[View], View]:
    def mark(view: View) -> View:
        setattr(view, _DECLARED, what)
        return view

    return mark


def declared(endpoint: str) -> Needs | None:
    """What the view of an endpoint asks; ``None`` when it does not say. Files of a room's folder
    ``static`` are for whoever comes: there is nothing in them but the pages' looks."""
    if endpoint.endswith(".static"):
        return Needs(frozenset())
    found = getattr(current_app.view_functions[endpoint], _DECLARED, None)
    return found if isinstance(found, Needs) else None


def seat() -> Seat | None:
    """The session of whoever asks."""
    found: Seat | None = g.get("desk_seat")
    return found


def current_staff() -> StaffMember:
    """Who asks. Every view that ``needs`` somebody has one."""
    found = seat()
    if found is None:
        raise RuntimeError(f"{request.endpoint} is public: nobody need be signed in")
    return found.member


def may(*roles: Role) -> bool:
    """Whether who asks has one of these roles."""
    found = seat()
    return found is not None and not found.member.roles.isdisjoint(roles)


class NotYoursError(Forbidden):
    """A page for other roles; ``roles`` are those it is for."""

    def __init__(self, roles: frozenset[Role]) -> None:
        super().__init__()
        self.roles = roles
