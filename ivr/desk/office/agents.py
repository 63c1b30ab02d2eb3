"""Agents: who is rung, where they are reached, and for which groups of the city."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import Field, StringField, ValidationError
from wtforms.validators import Length, Regexp

from db import deeds, duty
from db.agents import AgentEntry, Agents, dial_target
from db.duty import Duties
from db.staff import StaffMember
from ivr.desk.door import Desk, Role, current_staff, needs
from ivr.desk.office.fields import NEEDED, SelectMultipleCheckboxField, choices

STATES = {
    duty.AWAY: _l("away"),
    duty.READY: _l("ready"),
    duty.OFFERED: _l("offered a caller"),
    duty.TALKING: _l("talking"),
    duty.WRAPUP: _l("wrapping up"),
    duty.BREAK: _l("on a break"),
}
_WITH_A_CALLER = (duty.OFFERED, duty.TALKING)
TARGETS = (
    _l("a SIP target reads sip:name@host, with :port and ;transport=tls at will"),
    _l("a client target reads client:name, of letters, digits and _ . @ -"),
    _l(
        "a target is a telephone number that exists, with its area code (010 1234 5678 or "
        "+86 10 1234 5678), or sip:name@host, or client:name"
    ),
)
"""What ``db.agents.dial_target`` says of a target that cannot be dialled."""


class Reached(FlaskForm):  # type: ignore[misc]
    """Where an agent is reached, and for whom."""

    target = StringField(
        _l("Reached at"),
        [NEEDED, Length(max=160)],
        description=_l("A telephone number with area code, sip:name@host, or client:name."),
    )
    groups = SelectMultipleCheckboxField(_l("Groups"))

    def validate_target(self, field: Field) -> None:
        """Refuse what cannot be dialled."""
        try:
            dial_target(field.data)
        except ValueError as error:
            raise ValidationError(_(str(error))) from error


class NewAgent(Reached):
    """An agent who is not there yet."""

    staff_number = StringField(
        _l("Staff number"),
        [NEEDED, Regexp("[0-9]{1,12}$", message=_l("It is spoken to callers: 1 to 12 digits."))],
    )
    name = StringField(_l("Name"), [NEEDED, Length(max=64)])

    def __init__(self, taken: frozenset[str], **options: Any) -> None:
        super().__init__(**options)
        self._taken = taken

    def validate_staff_number(self, field: Field) -> None:
        """Refuse one that somebody has."""
        if field.data in self._taken:
            raise ValidationError(_("Somebody has this number: take another, or remove them."))


def add_routes(routes: Blueprint, desk: Desk) -> None:
    """The pages of agents."""
    line = desk.line
    agents = Agents(line.database, line.keyring)
    duties = Duties(line.database)
    groups = line.city.agents.groups

    def found(staff_number: str) -> AgentEntry:
        by_number = {each.staff_number: each for each in agents.all()}
        return by_number.get(staff_number) or abort(404)

    def with_groups(form: Reached) -> Reached:
        form.groups.choices = choices(
            (name, f"{name} ({', '.join(of)})") for name, of in groups.items()
        )
        return form

    def note(what: str, staff_number: str) -> None:
        deeds.note(
            line.database,
            line.keyring,
            f"agents.{what} {staff_number}",
            account_id=current_staff().id,
            at=desk.clock(),
        )

    def account_of(entry: AgentEntry) -> StaffMember | None:
        return next((each for each in desk.accounts.all() if each.agent_id == entry.id), None)

    def is_free(entry: AgentEntry) -> bool:
        """Whether they have nobody on the line; says so when they have."""
        doing = duties.of(entry.id)
        if doing is not None and doing.state in _WITH_A_CALLER:
            flash(_("They have a caller at this moment. Try again when the call is over."), "error")
            return False
        return True

    @routes.get("/agents")
    @needs(Role.OPERATOR)
    def agents_list() -> str:
        states = {each.agent_id: STATES[each.state] for each in duties.all()}
        entries = agents.all()
        members = {name: [a for a in entries if name in a.groups] for name in groups}
        return render_template(
            "desk/office/agents.html",
            entries=entries,
            states=states,
            groups=groups,
            members=members,
            accounts={each.agent_id: each.name for each in desk.accounts.all() if each.active},
        )

    @routes.route("/agents/new", methods=["GET", "POST"])
    @needs(Role.OPERATOR)
    def agent_new() -> str | Response | tuple[str, int]:
        form = with_groups(NewAgent(frozenset(each.staff_number for each in agents.all())))
        if not form.validate_on_submit():
            status = 422 if request.method == "POST" else 200
            return render_template("desk/office/agent_new.html", form=form), status
        number = form.staff_number.data
        agents.add(number, form.name.data, form.target.data, form.groups.data)
        note("add", number)
        flash(_("Agent %(number)s is on the list.", number=number), "success")
        return redirect(url_for(".agents_list"), 303)

    @routes.route("/agents/<staff_number>", methods=["GET", "POST"])
    @needs(Role.OPERATOR)
    def agent(staff_number: str) -> str | Response | tuple[str, int]:
        entry = found(staff_number)
        shown = {"target": entry.target, "groups": list(entry.groups)}
        form = with_groups(Reached(data=shown))
        if not form.validate_on_submit():
            status = 422 if request.method == "POST" else 200
            page = render_template(
                "desk/office/agent.html", entry=entry, form=form, account=account_of(entry)
            )
            return page, status
        if dial_target(form.target.data) != entry.target:
            agents.reach(staff_number, form.target.data)
            note("reach", staff_number)
        if set(form.groups.data) != set(entry.groups):
            agents.regroup(staff_number, form.groups.data)
            note("groups", staff_number)
        flash(_("Agent %(number)s is changed.", number=staff_number), "success")
        return redirect(url_for(".agents_list"), 303)

    @routes.post("/agents/<staff_number>/move/<where>")
    @needs(Role.OPERATOR)
    def agent_move(staff_number: str, where: str) -> Response:
        places = {"earlier": -1, "later": 1}.get(where)
        if places is None or not agents.move(staff_number, places):
            abort(404)
        return redirect(url_for(".agents_list"), 303)

    @routes.post("/agents/<staff_number>/off")
    @needs(Role.OPERATOR)
    def agent_off(staff_number: str) -> Response:
        if is_free(found(staff_number)):
            agents.set_active(staff_number, False, desk.clock())
            note("off", staff_number)
            flash(_("Agent %(number)s is off duty and not rung.", number=staff_number), "success")
        return redirect(url_for(".agents_list"), 303)

    @routes.post("/agents/<staff_number>/on")
    @needs(Role.OPERATOR)
    def agent_on(staff_number: str) -> Response:
        found(staff_number)
        agents.set_active(staff_number, True, desk.clock())
        note("on", staff_number)
        flash(
            _("Agent %(number)s may be rung again, once they are ready.", number=staff_number),
            "success",
        )
        return redirect(url_for(".agents_list"), 303)

    @routes.post("/agents/<staff_number>/remove")
    @needs(Role.OPERATOR)
    def agent_remove(staff_number: str) -> Response:
        entry = found(staff_number)
        account = account_of(entry)
        if account is not None and account.active:
            flash(
                _("The account %(name)s takes their calls: disable it first.", name=account.name),
                "error",
            )
            return redirect(url_for(".agent", staff_number=staff_number), 303)
        if not is_free(entry):
            return redirect(url_for(".agent", staff_number=staff_number), 303)
        agents.remove(staff_number)
        note("remove", staff_number)
        flash(_("Agent %(number)s is removed.", number=staff_number), "success")
        return redirect(url_for(".agents_list"), 303)
