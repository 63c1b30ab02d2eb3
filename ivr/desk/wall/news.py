"""The emergency announcement that callers hear first, and what else is switched on the line."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from audio.languages import LANGUAGES
from ivr.audio.voices import ANNOUNCEMENT
from ivr.desk.agent.names import spoken_language
from ivr.desk.door import Role, also_allow, needs
from ivr.desk.shell.words import language
from ivr.desk.wall.forms import LARGEST, Announce
from ivr.desk.wall.overflow import MINUTES
from ivr.desk.wall.parts import Room

MOST = 20
USUAL = timedelta(hours=2)
STATES = {
    "on": _l("callers hear it"),
    "coming": _l("to come"),
    "over": _l("it is over"),
    "stopped": _l("was stopped"),
}


def add(routes: Blueprint, room: Room) -> None:
    """The routes for it."""
    line = room.desk.line
    news, codes = line.announcements, line.city.languages

    def form() -> Announce:
        made = Announce.of(codes, [spoken_language(c, language()) for c in codes], room.now())
        if request.method == "GET":
            made.begins.data = room.now().replace(tzinfo=None, second=0, microsecond=0)
            made.ends.data = made.begins.data + USUAL
        return made

    def page(form: Announce) -> str:
        # What is about to be handed in can be listened to before.
        also_allow(media=["blob:"])
        now = room.now()
        heard = news.heard(now)
        return room.page(
            "line.html",
            form=form,
            notices=news.latest(MOST),
            heard=heard,
            now=now,
            codes=codes,
            spoken=lambda code: spoken_language(code, language()),
            say_codes={code: LANGUAGES[code].say_code for code in codes},
            states=STATES,
            sound=ANNOUNCEMENT.format,
            overflow=line.switches.overflow(now),
            minutes=MINUTES,
        )

    @routes.get("/wall/line", endpoint="line")
    @needs(Role.SUPERVISOR)
    def line_page() -> str:
        return page(form())

    @routes.post("/wall/announcements")
    @needs(Role.SUPERVISOR, largest=LARGEST)
    def announce() -> Response | tuple[str, int]:
        filled = form()
        if not filled.validate_on_submit():
            return page(filled), 422
        begins, ends = filled.span
        news.add(filled.told(), begins, ends, room.by, room.now())
        flash(_("It is kept. Callers hear it within a few seconds of its time."), "success")
        return redirect(url_for(".line"), 303)

    @routes.post("/wall/announcements/<name>/stop")
    @needs(Role.SUPERVISOR)
    def stop(name: str) -> Response:
        if news.stop(name, room.by, room.now()):
            flash(_("Stopped. Within a few seconds nobody hears it any more."), "success")
        else:
            flash(_("It was over already."), "info")
        return redirect(url_for(".line"), 303)
