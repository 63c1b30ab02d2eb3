"""The office's pages, and the way between them."""

from __future__ import annotations

from functools import partial

from flask import Blueprint
from flask_babel import format_date, format_decimal
from flask_babel import lazy_gettext as _l

from ivr.desk.door import Desk, Role
from ivr.desk.office import (
    accounts,
    agents,
    calendar,
    letters,
    loads,
    overview,
    promises,
    topics,
)
from ivr.desk.office.told import told
from ivr.desk.shell.navigation import Item

ITEMS: tuple[Item, ...] = (Item.to("desk.office.overview", _l("Office"), Role.OPERATOR),)
PAGES = (
    ("desk.office.overview", _l("What needs a hand")),
    ("desk.office.agents_list", _l("Agents")),
    ("desk.office.accounts_list", _l("Accounts")),
    ("desk.office.letters_list", _l("PIN letters")),
    ("desk.office.loads", _l("Records")),
    ("desk.office.holidays", _l("Holidays")),
    ("desk.office.topics_list", _l("Topics")),
    ("desk.office.promises", _l("Outbox")),
)
"""What is between the office's own bars, in this order."""


def blueprint(desk: Desk) -> Blueprint:
    """The office's routes, below ``/desk/office``."""
    routes = Blueprint(
        "office",
        __name__,
        url_prefix="/office",
        template_folder="templates",
        static_folder="static",
    )
    for room in (overview, agents, accounts, letters, loads, calendar, topics, promises):
        room.add_routes(routes, desk)

    @routes.context_processor
    def pages() -> dict[str, object]:
        return {
            "office_pages": PAGES,
            "office_told": told,
            "figure": format_decimal,
            "month_name": partial(format_date, format="LLLL", rebase=False),
            "weekday_name": partial(format_date, format="ccccc", rebase=False),
        }

    return routes
