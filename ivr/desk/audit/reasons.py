"""What agents were shown of records, and why: in their own words."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from db.holder import Holders
from db.reveals import Reveals
from ivr.desk.agent.wording import PARTS, REASONS, told
from ivr.desk.door import Desk, Role, needs


def add_routes(routes: Blueprint, desk: Desk) -> None:
    """The page of reasons."""
    reveals = Reveals(desk.line.database, desk.line.keyring)
    holders = Holders(desk.line.database, desk.line.keyring)

    @routes.get("/reasons")
    @needs(Role.AUDITOR)
    def reasons() -> str:
        page = max(request.args.get("page", 1, type=int), 1)
        found, more = reveals.reasons(page)
        people = {each.person_id for each in found if each.person_id is not None}
        return render_template(
            "desk/audit/reasons.html",
            reasons=found,
            more=more,
            number=page,
            endings={person: holders.ending(person) for person in people},
            told_part=lambda name: told(PARTS, name),
            told_reason=lambda name: told(REASONS, name),
        )
