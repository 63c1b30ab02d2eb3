"""Signing in and out, and what everybody may change of their own account."""

from __future__ import annotations

import io
from typing import Any

import segno
from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import refresh
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from werkzeug.wrappers import Response as AnyResponse

from db.staff import Role, totp_uri
from ivr import logs
from ivr.desk.door import cookies
from ivr.desk.door.forms import ConfirmFactor, NewPassword, SignIn
from ivr.desk.door.parts import Desk
from ivr.desk.door.roles import current_staff, needs, public, seat
from ivr.desk.door.sessions import seconds_left
from ivr.desk.shell.navigation import Item
from ivr.desk.shell.words import LANGUAGES

ITEMS: tuple[Item, ...] = ()
PER_ADDRESS = "30 per minute; 300 per hour"
"""Tries to sign in from one address: an office that comes in the morning behind one router."""


def blueprint(desk: Desk) -> Blueprint:
    """The routes of the door."""
    routes = Blueprint("door", __name__, template_folder="templates")
    tries = FixedWindowRateLimiter(MemoryStorage())
    limits = [parse(each.strip()) for each in PER_ADDRESS.split(";")]

    @routes.get("/sign-in")
    @public
    def sign_in() -> str | AnyResponse:
        if seat() is not None:
            return redirect(_wanted(), 303)
        return _sign_in_page(desk, SignIn())

    @routes.post("/sign-in")
    @public
    def enter() -> tuple[str, int] | AnyResponse:
        form = SignIn()
        if not all(tries.hit(each, request.remote_addr or "") for each in limits):
            form.form_errors.append(
                _("Too many tries from where you are. Wait a minute and try again.")
            )
            return _sign_in_page(desk, form), 429
        staff_id = None
        if form.validate_on_submit():
            staff_id = desk.door.sign_in(
                form.name.data, form.password.data, form.code.data, desk.clock()
            )
            if staff_id is None:
                form.form_errors.append(
                    _(
                        "That did not open the desk. Check name, password and code; a code is good "
                        "once. After five failures wait a quarter of an hour, or ask an operator."
                    )
                )
        if staff_id is None:
            logs.log.info("somebody was not let in at the desk")
            return _sign_in_page(desk, form), 401
        old = cookies.token()
        if old is not None:
            desk.sittings.end(old)
        # Nothing that was there before is taken along: it may be somebody else's.
        session.clear()
        answer = redirect(_wanted(), 303)
        cookies.give(answer, desk.sittings.open(staff_id, desk.clock()))
        return answer

    @routes.post("/sign-out")
    @needs(*Role)
    def sign_out() -> AnyResponse:
        staff = current_staff()
        desk.sittings.end(str(cookies.token()))
        desk.door.signed_out(staff.id, staff.name, desk.clock())
        session.clear()
        flash(_("You are signed out."), "success")
        answer = redirect(url_for(".sign_in"), 303)
        cookies.take(answer)
        return answer

    @routes.post("/language/<language>")
    @public
    def language(language: str) -> AnyResponse:
        if language not in LANGUAGES:
            abort(404)
        session["language"] = language
        if seat() is not None:
            desk.accounts.set_language(current_staff(), language)
        refresh()
        return redirect(_wanted(), 303)

    @routes.get("/session")
    @needs(*Role, polled=True)
    def session_ends() -> Response:
        return jsonify(seconds=seconds_left())

    @routes.post("/session")
    @needs(*Role)
    def stay() -> Response:
        return jsonify(seconds=seconds_left())

    @routes.get("/account")
    @needs(*Role)
    def account() -> str:
        return render_template("desk/door/account.html")

    @routes.route("/account/password", methods=["GET", "POST"])
    @needs(*Role)
    def password() -> str | AnyResponse | tuple[str, int]:
        staff = current_staff()
        form = NewPassword()
        if staff.demo:
            flash(_("Accounts of the demonstration keep their password."), "warning")
            return redirect(url_for(".account"), 303)
        if request.method == "GET":
            return render_template("desk/door/password.html", form=form)
        if form.validate_on_submit():
            if desk.accounts.has_password(staff, form.old.data):
                desk.accounts.set_password(staff, form.new.data, desk.clock())
                flash(_("Your password is changed; your other sessions have ended."), "success")
                further = "desk.shell.home" if staff.must_change else ".account"
                return _anew(desk, redirect(url_for(further), 303))
            form.old.errors = [*form.old.errors, _("This is not your password.")]
        return render_template("desk/door/password.html", form=form), 422

    @routes.route("/account/second-factor", methods=["GET", "POST"])
    @needs(*Role)
    def factor() -> str | AnyResponse | tuple[str, int]:
        staff = current_staff()
        if staff.demo:
            flash(_("Accounts of the demonstration keep their second factor."), "warning")
            return redirect(url_for(".account"), 303)
        form = ConfirmFactor()
        status = 200
        if form.validate_on_submit():
            if desk.door.confirm_totp(staff.id, staff.name, form.code.data, desk.clock()):
                flash(_("The new authenticator is in force; the old one opens nothing."), "success")
                return _anew(desk, redirect(url_for(".account"), 303))
            form.code.errors = [*form.code.errors, _("This is not the code it shows now.")]
        if request.method == "POST":
            status = 422
        proposed = desk.accounts.proposed_totp(staff)
        return render_template("desk/door/factor.html", form=form, secret=proposed), status

    @routes.post("/account/second-factor/new")
    @needs(*Role)
    def new_factor() -> AnyResponse:
        if not current_staff().demo:
            desk.accounts.propose_totp(current_staff())
        return redirect(url_for(".factor"), 303)

    @routes.get("/account/second-factor.svg")
    @needs(*Role)
    def picture() -> Response:
        staff = current_staff()
        secret = desk.accounts.proposed_totp(staff)
        if secret is None:
            abort(404)
        drawn = io.BytesIO()
        code = segno.make(totp_uri(secret, staff.name), error="m")
        code.save(drawn, kind="svg", scale=5, light="#fff", dark="#000", svgclass=None)
        return Response(drawn.getvalue(), mimetype="image/svg+xml")

    return routes


def _anew(desk: Desk, answer: AnyResponse) -> AnyResponse:
    """Every session of somebody has ended: give this browser another."""
    staff_id = current_staff().id
    cookies.give(answer, desk.sittings.open(staff_id, desk.clock()))
    return answer


def _sign_in_page(desk: Desk, form: SignIn) -> str:
    return render_template("desk/door/sign_in.html", form=form, demo=_demo(desk))


def _demo(desk: Desk) -> list[dict[str, Any]]:
    """The accounts of the demo, each with what signs it in now; none outside the demo."""
    if not desk.line.settings.hotline_demo:
        return []
    from ivr.desk.door.demo import PASSWORD

    return [
        {
            "name": each.name,
            "roles": sorted(each.roles),
            "password": PASSWORD,
            "code": desk.door.demo_code(each.name, desk.clock()),
        }
        for each in desk.accounts.all()
        if each.demo and each.active
    ]


def _wanted() -> str:
    """Where to go on: a page of the desk that the address names, and nowhere else."""
    wanted = request.values.get("next", "")
    if wanted.startswith("/desk") and not set("\\\r\n\t") & set(wanted):
        return wanted
    return url_for("desk.shell.home")
