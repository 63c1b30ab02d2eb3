"""The frame's own routes: the way in, its files, and the page for what is not there."""

from __future__ import annotations

from collections.abc import Iterable

from babel.lists import format_list
from flask import Blueprint, abort, redirect, render_template, url_for
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from db.staff import Role
from ivr.desk.door.roles import current_staff, needs
from ivr.desk.shell.navigation import Navigation

ROLE_NAMES = {
    Role.AGENT: _l("agent"),
    Role.SUPERVISOR: _l("supervisor"),
    Role.OPERATOR: _l("operator"),
    Role.AUDITOR: _l("auditor"),
}
_CHANGES = ("POST", "PUT", "PATCH", "DELETE")


def told_roles(roles: Iterable[Role]) -> str:
    """Roles as they are called, in the order in which they are declared."""
    given = set(roles)
    return format_list([str(n) for r, n in ROLE_NAMES.items() if r in given], locale=get_locale())


def blueprint(navigation: Navigation) -> Blueprint:
    """The routes of the frame."""
    routes = Blueprint("shell", __name__, template_folder="templates", static_folder="static")

    @routes.get("")
    @needs(*Role)
    def home() -> Response | str:
        items = navigation.of(current_staff())
        if not items:
            return render_template("desk/nothing.html")
        return redirect(url_for(items[0].endpoint), 303)

    @routes.get("/")
    @needs(*Role)
    def slash() -> Response:
        return redirect(url_for(".home"), 303)

    # Everything else, by any method: what is not there is a page of the desk, too.
    @routes.route("", methods=_CHANGES)
    @routes.route("/", methods=_CHANGES)
    @routes.route("/<path:_anything>", methods=["GET", *_CHANGES])
    @needs(*Role)
    def nowhere(_anything: str = "") -> Response:
        abort(404)

    return routes
