"""Accounts of the desk: who may sign in, and as what."""

from __future__ import annotations

from collections.abc import Iterable

import segno
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import Field, SelectField, StringField, ValidationError
from wtforms.validators import Regexp

from db.agents import Agents
from db.staff import Accounts, Enrolment, StaffMember
from ivr.desk.door import Desk, Role, current_staff, needs
from ivr.desk.office.fields import NEEDED, SelectMultipleCheckboxField, choices
from ivr.desk.shell.routes import ROLE_NAMES

_NAME = r"\s*[A-Za-z][A-Za-z0-9._-]{1,31}\s*$"


class Roles(FlaskForm):  # type: ignore[misc]
    """What somebody may."""

    roles = SelectMultipleCheckboxField(
        _l("Roles"), choices=choices((role.value, name) for role, name in ROLE_NAMES.items())
    )

    def chosen(self) -> list[Role]:
        """The roles that are ticked."""
        return [Role(each) for each in self.roles.data]


class NewAccount(Roles):
    """Somebody who has no account yet."""

    name = StringField(
        _l("User name"),
        [NEEDED, Regexp(_NAME, message=_l("2 to 32 of a-z, 0-9 and . _ -, a letter first."))],
    )
    agent = SelectField(
        _l("Staff number"),
        description=_l("For the role agent: whose calls they take. Add the agent first."),
    )

    def __init__(self, accounts: Accounts, free: Iterable[str]) -> None:
        super().__init__()
        self._accounts = accounts
        self.agent.choices = choices([("", "—"), *((number, number) for number in free)])

    def validate_name(self, field: Field) -> None:
        """Refuse one that somebody has."""
        if self._accounts.find(field.data) is not None:
            raise ValidationError(_("Somebody has this name: take another."))

    def validate_roles(self, field: Field) -> None:
        """Refuse an account that may nothing."""
        if not field.data:
            raise ValidationError(_("Tick at least one role."))

    def validate_agent(self, field: Field) -> None:
        """A staff number and the role agent go together."""
        if bool(field.data) != (Role.AGENT in (self.roles.data or ())):
            raise ValidationError(_("The role agent and a staff number go together."))


def add_routes(routes: Blueprint, desk: Desk) -> None:
    """The pages of accounts."""
    accounts = desk.accounts
    agents = Agents(desk.line.database, desk.line.keyring)

    def found(account_id: int) -> StaffMember:
        return accounts.get(account_id) or abort(404)

    def another(account_id: int) -> StaffMember:
        """Somebody else's account: nobody raises or locks out themselves."""
        if account_id == current_staff().id:
            abort(403)
        return found(account_id)

    @routes.get("/accounts")
    @needs(Role.OPERATOR)
    def accounts_list() -> str:
        return render_template("desk/office/accounts.html", accounts=accounts.all())

    @routes.route("/accounts/new", methods=["GET", "POST"])
    @needs(Role.OPERATOR)
    def account_new() -> str | tuple[str, int]:
        taken = {each.agent_id for each in accounts.all()}
        free = [each.staff_number for each in agents.all() if each.id not in taken]
        form = NewAccount(accounts, free)
        if form.validate_on_submit():
            made = accounts.create(
                form.name.data.strip(),
                form.chosen(),
                desk.clock(),
                agent=form.agent.data or None,
                by=current_staff().name,
            )
            return _shown_once(made)
        status = 422 if request.method == "POST" else 200
        return render_template("desk/office/account_new.html", form=form), status

    @routes.route("/accounts/<int:account_id>", methods=["GET", "POST"])
    @needs(Role.OPERATOR)
    def account(account_id: int) -> str | Response | tuple[str, int]:
        member = found(account_id)
        own = member.id == current_staff().id
        form = Roles(data={"roles": sorted(member.roles)})
        if request.method == "POST" and form.validate_on_submit():
            another(account_id)
            wanted = form.chosen()
            if (Role.AGENT in wanted) != (member.agent_id is not None):
                form.roles.errors = [
                    _("The role agent and a staff number go together: make another account.")
                ]
            elif not wanted:
                form.roles.errors = [_("Tick at least one role, or disable the account.")]
            else:
                accounts.set_roles(member.name, wanted, desk.clock(), by=current_staff().name)
                flash(_("The roles are changed, for open sessions too."), "success")
                return redirect(url_for(".accounts_list"), 303)
        page = render_template("desk/office/account.html", member=member, form=form, own=own)
        return page, 422 if request.method == "POST" else 200

    @routes.post("/accounts/<int:account_id>/disable")
    @needs(Role.OPERATOR)
    def account_disable(account_id: int) -> Response:
        member = another(account_id)
        accounts.disable(member.name, desk.clock(), by=current_staff().name)
        flash(_("%(name)s cannot sign in any more.", name=member.name), "success")
        return redirect(url_for(".accounts_list"), 303)

    @routes.post("/accounts/<int:account_id>/enable")
    @needs(Role.OPERATOR)
    def account_enable(account_id: int) -> Response:
        member = another(account_id)
        accounts.enable(member.name, desk.clock(), by=current_staff().name)
        flash(_("%(name)s can sign in as before.", name=member.name), "success")
        return redirect(url_for(".accounts_list"), 303)

    @routes.post("/accounts/<int:account_id>/reset")
    @needs(Role.OPERATOR)
    def account_reset(account_id: int) -> str:
        member = another(account_id)
        made = accounts.reset(member.name, desk.clock(), by=current_staff().name)
        return _shown_once(made or abort(404))


def _shown_once(made: Enrolment) -> str:
    """What somebody signs in with: an answer that is kept nowhere, and in no address."""
    code = segno.make(made.uri, error="m").svg_data_uri(scale=5, light="#fff")
    return render_template("desk/office/enrolment.html", made=made, code=code)
