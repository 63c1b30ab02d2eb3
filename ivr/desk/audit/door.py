"""Who signed in at the desk, who was not let in, and whose account was changed by whom."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField
from wtforms.validators import Optional, Regexp

from db.doorlog import NOBODY, happened
from db.staff import StaffMember
from ivr.desk.audit.span import Days
from ivr.desk.door import Desk, Role, needs
from ivr.desk.office.fields import choices

PAGE = 100
WHAT = {
    "signed-in": _l("signed in"),
    "signed-out": _l("signed out"),
    "refused": _l("was not let in"),
    "locked": _l("was locked out"),
    "trying": _l("broke off signing in"),
    "busy": _l("was asked to wait"),
    "created": _l("account made"),
    "disabled": _l("account disabled"),
    "enabled": _l("account enabled"),
    "reset": _l("account reset"),
    "roles": _l("roles changed"),
    "password": _l("password changed"),
    "totp": _l("second factor changed"),
}
"""What happens at the door: ``db.door.WHAT``, in words."""


class Asked(Days):
    """Which of it."""

    account = SelectField(_l("Account"))
    what = SelectField(
        _l("What happened"), choices=choices([("", _l("whatever happened")), *WHAT.items()])
    )
    before = HiddenField(validators=[Optional(), Regexp("[0-9]{1,15}$")])

    def of(self, accounts: list[StaffMember]) -> Asked:
        """With the accounts there are to choose from."""
        self.account.choices = choices(
            [
                ("", _l("every account")),
                *((str(each.id), each.name) for each in accounts),
                (str(NOBODY), _l("names that nobody has")),
            ]
        )
        return self


def add_routes(routes: Blueprint, desk: Desk) -> None:
    """The page of the door."""
    line = desk.line
    zone = line.city.tz

    @routes.route("/door", methods=["GET", "POST"])
    @needs(Role.AUDITOR)
    def signing_in() -> tuple[str, int]:
        accounts = desk.accounts.all()
        found: list[Any] = []
        status = 200
        if request.method == "GET":
            form = Asked(data=Asked.usual(desk.clock(), zone), formdata=None).of(accounts)
            good = True
        else:
            form = Asked().of(accounts)
            good = form.validate_on_submit()
        if good:
            span = form.span(zone)
            account = form.account.data
            found = happened(
                line.database,
                span.since,
                span.until,
                staff_id=int(account) if account else None,
                what=form.what.data or "",
                most=PAGE + 1,
                before=int(form.before.data) if form.before.data else None,
            )
        else:
            status = 422
        shown = found[:PAGE]
        page = render_template(
            "desk/audit/door.html",
            form=form,
            events=shown,
            older=shown[-1].id if len(found) > PAGE else None,
            words=WHAT,
        )
        return page, status
