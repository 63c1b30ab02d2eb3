"""What every request of the desk goes through, and the pages of those that do not get through."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, current_app, flash, g, redirect, render_template, request
from flask import url_for as url_of
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from db.passwords import PasswordsBusyError
from ivr import logs
from ivr.desk.door import cookies, headers
from ivr.desk.door.parts import desk
from ivr.desk.door.roles import NotYoursError, declared, seat

POLL_HEADER: Final = "X-Desk-Poll"
"""A page that asks by itself says so by this, where its view does not."""
_MAY_WAIT = ("desk.door.sign_out", "desk.door.language", "desk.door.password")
"""What somebody may do who has not yet changed a password they were given."""


def guard(routes: Blueprint) -> None:
    """Let nothing of the blueprint, or of those in it, pass but by this gate."""

    @routes.before_request
    def gate() -> Response | None:
        needed = declared(str(request.endpoint))
        if needed is None:
            logs.log.error("a page of the desk does not say who may see it", page=request.endpoint)
            raise NotYoursError(frozenset())
        request.max_content_length = needed.largest
        if str(request.endpoint).endswith(".static"):
            return None
        token = cookies.token()
        if token is not None:
            by_hand = not needed.polled and POLL_HEADER not in request.headers
            g.desk_seat = desk().sittings.find(token, desk().clock(), by_hand=by_hand)
        if needed.roles:
            found = seat()
            if found is None:
                return _to_sign_in()
            if found.member.roles.isdisjoint(needed.roles):
                raise NotYoursError(needed.roles)
            if found.member.must_change and request.endpoint not in _MAY_WAIT:
                return go("desk.door.password")
        current_app.extensions["csrf"].protect()
        return None

    routes.after_request(headers.put)
    _refusals(routes)


def go(endpoint: str, **values: Any) -> Response:
    """Send the browser to a page; htmx is told so, for it follows redirects unseen."""
    target = url_of(endpoint, **values)
    if is_fragment():
        return Response(status=204, headers={"HX-Redirect": target})
    return redirect(target, 303)


def is_fragment() -> bool:
    """Whether htmx asks, for a piece of a page."""
    return "HX-Request" in request.headers


def _to_sign_in() -> Response:
    target = url_of("desk.door.sign_in")
    if is_fragment():
        # The page is still there to be come back to.
        back = request.headers.get("HX-Current-URL", "")
        path = back[back.find("/desk") :] if "/desk" in back else ""
        query = f"?{urlencode({'next': path})}" if path else ""
        return Response(status=401, headers={"HX-Redirect": target + query})
    if request.method != "GET":
        flash(_("Your session had ended. Nothing was saved: sign in and do it again."), "warning")
        return redirect(target, 303)
    wanted = request.full_path.rstrip("?")
    return redirect(f"{target}?{urlencode({'next': wanted})}", 303)


def _refusals(routes: Blueprint) -> None:
    @routes.errorhandler(NotYoursError)
    def not_yours(error: NotYoursError) -> tuple[str, int]:
        return _page("desk/refused.html", 403, roles=sorted(error.roles))

    @routes.errorhandler(CSRFError)
    def not_from_here(error: CSRFError) -> tuple[str, int]:
        return _page("desk/stale.html", 400)

    @routes.errorhandler(PasswordsBusyError)
    def busy(error: PasswordsBusyError) -> tuple[str, int]:
        return _page("desk/busy.html", 503)

    @routes.errorhandler(HTTPException)
    def http(error: HTTPException) -> HTTPException | tuple[str, int]:
        if error.code is None or error.code < 400:
            return error
        return _page("desk/wrong.html", error.code, code=error.code)

    @routes.errorhandler(Exception)
    def broken(error: Exception) -> tuple[str, int]:
        what = "records" if isinstance(error, SQLAlchemyError) else "page"
        logs.log.error("a page of the desk failed", page=request.endpoint, exc_info=True)
        return _page("desk/broken.html", 503 if what == "records" else 500, what=what)


def _page(template: str, status: int, **values: object) -> tuple[str, int]:
    """A page of its own, or for htmx the sentence alone."""
    return render_template(template, fragment=is_fragment(), **values), status
