"""Notes, and what came of a call."""

from __future__ import annotations

from flask import Blueprint, abort, flash, render_template, request
from flask_babel import gettext as _

from db import queue
from db.notes import LONGEST
from ivr.desk.agent.live import WRAPUP, look
from ivr.desk.agent.pages import Answer, Pages
from ivr.desk.agent.parts import Room
from ivr.desk.door import Role, needs
from ivr.desk.door.gate import is_fragment


def add(routes: Blueprint, room: Room, pages: Pages) -> None:
    """The routes for it."""

    @routes.post("/work/<int:entry_id>/note")
    @needs(Role.AGENT)
    def note(entry_id: int) -> Answer:
        entry = pages.own(entry_id)
        text = request.form.get("text", "")
        if len(text) > LONGEST:
            abort(413)
        now = room.desk.clock()
        room.notes.write(entry.call_id, int(room.agent_id or 0), text, now)
        if is_fragment():
            return render_template("desk/agent/saved.html", now=now)
        flash(_("Your note is kept."), "success")
        return pages.elsewhere("desk.agent.work")

    @routes.post("/work/<int:entry_id>/outcome")
    @needs(Role.AGENT)
    def outcome(entry_id: int) -> Answer:
        """What came of it; and, when the talk is over, what the agent does then."""
        pages.own(entry_id)
        disposition = request.form.get("disposition", "")
        if disposition not in queue.DISPOSITIONS:
            flash(_("Choose what came of the call."), "warning")
            return pages.here()
        room.wrapups.dispose(entry_id, int(room.agent_id or 0), disposition)
        live = look(room)
        if live is not None and live.kind == WRAPUP and live.entry and live.entry.id == entry_id:
            then = "break" if request.form.get("then") == "break" else "ready"
            room.wrapups.choose(live.agent.agent_id, then, room.desk.clock())
        if request.form.get("page") == "call":
            return pages.elsewhere("desk.agent.today")
        return pages.here()
