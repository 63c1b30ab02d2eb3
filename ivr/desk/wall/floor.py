"""Who waits and who is on duty, and what a supervisor can do about it by hand."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from db import acts, duty, steer
from db.duty import Duties
from flows.queue.assign import Priority
from ivr.desk.agent.names import spoken_language
from ivr.desk.agent.wording import STATES
from ivr.desk.door import Role, needs
from ivr.desk.shell.words import language
from ivr.desk.wall import signs
from ivr.desk.wall.parts import Room

MOST = 50
"""Callers, and acts, on the page."""
PRIORITIES = {
    Priority.ORDINARY: _l("as usual"),
    Priority.SENIOR: _l("senior"),
    Priority.RETURNED: _l("was promised a call"),
    Priority.HANDED: _l("handed on"),
    Priority.FIRST: _l("before all others"),
}
ACTS = {
    "announce": _l("announced"),
    "announce-stop": _l("stopped an announcement"),
    "overflow-on": _l("switched overflow on"),
    "overflow-off": _l("switched overflow off"),
    "reassign": _l("moved a caller"),
    "hurry": _l("put a caller first"),
    "send": _l("sent an agent"),
}
ANYBODY = "anybody"
_LANE, _AGENT = "lane", "agent"


def priority_name(priority: int) -> str:
    """What a priority is called."""
    found = max((each for each in PRIORITIES if each <= priority), default=Priority.ORDINARY)
    return str(PRIORITIES[found])


def add(routes: Blueprint, room: Room) -> None:
    """The routes for it."""
    line = room.desk.line
    database, groups = line.database, tuple(line.city.agents.groups)

    def shown(template: str) -> str:
        return room.page(
            template,
            errand=room.errand,
            waiting=steer.waiting(database, MOST),
            agents=Duties(database).all(),
            groups=groups,
            acts=acts.latest(database, MOST // 5),
            act_names=ACTS,
            state_names=STATES,
            choices=duty.CHOSEN,
            busy=(duty.OFFERED, duty.TALKING),
            priority_name=priority_name,
            first=Priority.FIRST,
            spoken=lambda code: spoken_language(code, language()),
            signs=signs,
            now=room.now(),
            anybody=ANYBODY,
        )

    @routes.get("/wall/floor")
    @needs(Role.SUPERVISOR)
    def floor() -> str:
        return shown("floor.html")

    @routes.get("/wall/floor/now")
    @needs(Role.SUPERVISOR, polled=True)
    def floor_now() -> str:
        """The same, asked for by the page while nobody is choosing anything on it."""
        room.dispatch()
        return shown("floor_now.html")

    @routes.post("/wall/floor/callers/<int:entry>/move")
    @needs(Role.SUPERVISOR)
    def move(entry: int) -> Response:
        kind, _colon, whom = request.form.get("to", "").partition(":")
        if kind == ANYBODY:
            done = steer.reassign(database, entry, room.by, room.now(), lane="")
        elif kind == _LANE and whom in groups:
            done = steer.reassign(database, entry, room.by, room.now(), lane=whom)
        elif kind == _AGENT and whom in {str(each.agent_id) for each in Duties(database).all()}:
            done = steer.reassign(database, entry, room.by, room.now(), agent_id=int(whom))
        else:
            flash(_("Choose for whom the caller shall wait. Nothing was changed."), "warning")
            return back()
        return told(done, _("The caller was moved, and keeps their place in time."))

    @routes.post("/wall/floor/callers/<int:entry>/first")
    @needs(Role.SUPERVISOR)
    def first(entry: int) -> Response:
        done = steer.hurry(database, entry, Priority.FIRST, room.by, room.now())
        return told(done, _("The caller is served next."))

    @routes.post("/wall/floor/agents/<int:agent>")
    @needs(Role.SUPERVISOR)
    def send(agent: int) -> Response:
        state = request.form.get("state", "")
        if state not in duty.CHOSEN:
            abort(400)
        if steer.send(database, agent, state, room.by, room.now()):
            room.done()
            flash(_("Done. The agent sees it on their page."), "success")
        else:
            flash(
                _("The agent is with a caller, or was taken off the list. Try again afterwards."),
                "warning",
            )
        return back()

    def told(done: bool, text: str) -> Response:
        if done:
            room.done()
            flash(text, "success")
        else:
            flash(_("The caller waits no more, or is just being joined to somebody."), "warning")
        return back()

    def back() -> Response:
        return redirect(url_for(".floor"), 303)
