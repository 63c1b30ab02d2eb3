"""The navigation: what each room offers, and to whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel.speaklater import LazyString

from db.staff import Role, StaffMember


@dataclass(frozen=True, slots=True)
class Item:
    """A way to a page: its endpoint, its name (``lazy_gettext``), and who is shown it."""

    endpoint: str
    name: LazyString
    roles: frozenset[Role]

    @classmethod
    def to(cls, endpoint: str, name: LazyString, *roles: Role) -> Item:
        """``Item.to("desk.wall.board", _l("Wall board"), Role.SUPERVISOR)``."""
        return cls(endpoint, name, frozenset(roles))


class Navigation:
    """Every item of the desk, in the order of the rooms."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = tuple(items)

    def of(self, staff: StaffMember | None) -> list[Item]:
        """What somebody is offered; nothing before they are signed in."""
        if staff is None or staff.must_change:
            return []
        return [item for item in self._items if not item.roles.isdisjoint(staff.roles)]
