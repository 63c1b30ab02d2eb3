"""Checking that the trail holds: every link, from the first, by a worker."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from db.chores import VERIFY, Chores, Standing
from ivr.desk.door import Desk, Role, current_staff, needs

_SHOWN = 20
REASONS = {
    "the end of the chain is missing": _l("the end of the chain is missing"),
    "the link is missing": _l("the link is missing"),
    "the link was changed, put in or moved": _l("the link was changed, put in or moved"),
    "the link was put in behind the end": _l("the link was put in behind the end"),
    "links were cut off at the end, or the end was changed": _l(
        "links were cut off at the end, or the end was changed"
    ),
}
"""What ``db.audit.verify`` finds."""


def add_routes(routes: Blueprint, desk: Desk) -> None:
    """The pages of the check."""
    line = desk.line
    chores = Chores(line.database, line.keyring)

    def latest() -> list[Standing]:
        return chores.latest(VERIFY, _SHOWN)

    def found(chore_id: int) -> Standing:
        chore = chores.get(chore_id)
        if chore is None or chore.kind != VERIFY:
            abort(404)
        return chore

    @routes.get("/check")
    @needs(Role.AUDITOR)
    def checks() -> str:
        return render_template("desk/audit/checks.html", checks=latest(), reasons=REASONS)

    @routes.post("/check")
    @needs(Role.AUDITOR)
    def check_start() -> Response:
        newest = next(iter(latest()), None)
        if newest is None or not newest.goes_on:
            chores.ask(VERIFY, desk.clock(), by=current_staff().name)
            line.wake()
        return redirect(url_for(".checks"), 303)

    @routes.get("/check/<int:chore_id>/progress")
    @needs(Role.AUDITOR, polled=True)
    def check_progress(chore_id: int) -> str:
        check = found(chore_id)
        return render_template("desk/audit/check_progress.html", check=check, reasons=REASONS)

    @routes.post("/check/<int:chore_id>/again")
    @needs(Role.AUDITOR)
    def check_again(chore_id: int) -> Response:
        check = found(chore_id)
        if check.state == "stopped":
            chores.again(check, desk.clock())
            line.wake()
        return redirect(url_for(".checks"), 303)
