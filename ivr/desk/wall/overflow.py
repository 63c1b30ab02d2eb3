"""The switch by which nobody is kept waiting: who asks for a person is offered a callback."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import format_time
from flask_babel import gettext as _
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from db.switches import Switches
from ivr.desk.door import Role, needs
from ivr.desk.wall.parts import Room

MINUTES = (15, 30, 60, 120, 240, 480)
"""For how long it can be switched on."""


def warning(switches: Switches, now: datetime) -> str | None:
    """What every page of the desk says while overflow is on; None when it is off."""
    try:
        found = switches.overflow(now)
    except SQLAlchemyError:
        # The page itself tells that the records are away.
        return None
    if found is None:
        return None
    until = format_time(found.until, "short")
    return str(
        _(
            "Overflow is on until %(time)s: nobody new waits in line. By %(name)s.",
            time=until,
            name=found.made_by,
        )
    )


def add(routes: Blueprint, room: Room) -> None:
    """The routes for it."""
    switches = room.desk.line.switches

    @routes.post("/wall/overflow/on")
    @needs(Role.SUPERVISOR)
    def overflow_on() -> Response:
        minutes = request.form.get("minutes", 0, type=int)
        if minutes not in MINUTES:
            flash(_("Choose how long overflow shall last. Nothing was changed."), "warning")
        else:
            now = room.now()
            until = now + timedelta(minutes=minutes)
            switches.switch_on(until, room.by, now)
            flash(
                _(
                    "The line is switched to overflow until %(time)s.",
                    time=format_time(until, "short"),
                ),
                "success",
            )
        return redirect(url_for(".line"), 303)

    @routes.post("/wall/overflow/off")
    @needs(Role.SUPERVISOR)
    def overflow_off() -> Response:
        if switches.switch_off(room.by, room.now()):
            flash(_("Overflow is off: callers wait in line again."), "success")
        else:
            flash(_("Overflow was off already."), "info")
        return redirect(url_for(".line"), 303)
