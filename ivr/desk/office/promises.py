"""What the line has promised and not yet done: what waits in the outbox, and what has failed."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response

from db import deeds
from db.outbox import CALLBACK, TEXT, Outbox
from ivr.desk.door import Desk, Role, current_staff, needs
from ivr.texting.choose import missing, missing_for_calls, rings_browsers

_SHOWN = 100
KIND_NAMES = {
    TEXT: _l("text message"),
    CALLBACK: _l("callback"),
    "ring": _l("ringing an agent"),
    "fetch": _l("fetching a recording"),
    "import": _l("loading a file"),
    "verify": _l("checking the audit trail"),
}
STATE_NAMES = {"waiting": _l("waits"), "failed": _l("has failed")}


def add_routes(routes: Blueprint, desk: Desk) -> None:
    """The page of the outbox."""
    line = desk.line
    outbox = Outbox(line.database, line.keyring)

    def note(what: str) -> None:
        account = current_staff().id
        deeds.note(line.database, line.keyring, what, account_id=account, at=desk.clock())

    @routes.get("/outbox")
    @needs(Role.OPERATOR)
    def promises() -> str:
        standing = outbox.standing()
        waiting = {each.kind for each in standing if each.waiting}
        settings = line.settings
        lacking = {}
        # The demo shows its messages itself, and rings its own telephone.
        if TEXT in waiting and not settings.hotline_demo:
            lacking[TEXT] = missing(settings)
        if CALLBACK in waiting and not rings_browsers(settings):
            lacking[CALLBACK] = missing_for_calls(settings)
        return render_template(
            "desk/office/promises.html",
            standing=standing,
            entries=outbox.entries(_SHOWN),
            most=_SHOWN,
            lacking={kind: names for kind, names in lacking.items() if names},
            kinds=KIND_NAMES,
            states=STATE_NAMES,
            now=desk.clock(),
        )

    @routes.post("/outbox/retry")
    @needs(Role.OPERATOR)
    def promises_retry() -> Response:
        return tried(outbox.retry(desk.clock()))

    @routes.post("/outbox/<int:entry>/retry")
    @needs(Role.OPERATOR)
    def promise_retry(entry: int) -> Response:
        return tried(outbox.retry(desk.clock(), entry))

    def tried(count: int) -> Response:
        if count:
            note("outbox.retry")
            line.wake()
            told = ngettext(
                "%(num)d promise will be tried again.",
                "%(num)d promises will be tried again.",
                count,
            )
            flash(told, "success")
        else:
            flash(_("There is nothing that has failed: it may have been tried already."), "info")
        return redirect(url_for(".promises"), 303)

    @routes.post("/outbox/<int:entry>/drop")
    @needs(Role.OPERATOR)
    def promise_drop(entry: int) -> Response:
        if not outbox.drop(entry, desk.clock()):
            abort(404)
        note(f"outbox.drop {entry}")
        flash(_("It is dropped, and never done."), "success")
        return redirect(url_for(".promises"), 303)
