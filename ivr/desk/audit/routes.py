"""The auditor's pages, and the way between them."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import format_decimal
from flask_babel import lazy_gettext as _l

from ivr.desk.audit import check, door, reasons, trail
from ivr.desk.door import Desk, Role
from ivr.desk.shell.navigation import Item

ITEMS: tuple[Item, ...] = (Item.to("desk.audit.search", _l("Audit"), Role.AUDITOR),)
PAGES = (
    ("desk.audit.search", _l("Trail")),
    ("desk.audit.reasons", _l("Why shown")),
    ("desk.audit.checks", _l("Does it hold?")),
    ("desk.audit.signing_in", _l("Signing in")),
)


def blueprint(desk: Desk) -> Blueprint:
    """The auditor's routes, below ``/desk/audit``."""
    routes = Blueprint(
        "audit", __name__, url_prefix="/audit", template_folder="templates", static_folder="static"
    )
    for room in (trail, reasons, check, door):
        room.add_routes(routes, desk)

    @routes.context_processor
    def pages() -> dict[str, object]:
        return {"audit_pages": PAGES, "figure": format_decimal}

    return routes
