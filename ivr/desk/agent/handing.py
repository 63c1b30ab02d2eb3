"""Handing a caller on to a colleague or a group: at once, or when somebody has said yes."""

from __future__ import annotations

from flask import Blueprint, flash, request
from flask_babel import gettext as _

from db import handing
from db.notes import LONGEST
from ivr.desk.agent.live import ASKED, TALKING, Live, look
from ivr.desk.agent.pages import Answer, Pages
from ivr.desk.agent.parts import Room
from ivr.desk.door import Role, needs

COLD, WARM = "cold", "warm"


def add(routes: Blueprint, room: Room, pages: Pages) -> None:
    """The routes for it."""
    desk = room.desk

    @routes.post("/work/<int:entry_id>/hand-on")
    @needs(Role.AGENT)
    def hand_on(entry_id: int) -> Answer:
        live = _live(entry_id, TALKING)
        if live is None:
            flash(_("The caller is not on the line with you any more."), "warning")
            return pages.here()
        to, how = request.form.get("to", ""), request.form.get("how", COLD)
        if to not in _targets(live):
            flash(_("Choose who takes over."), "warning")
            return pages.here()
        _note(live, request.form.get("words", "").strip())
        kind, _colon, name = to.partition(":")
        now = desk.clock()
        with desk.line.database.write() as connection:
            if how == COLD:
                done = handing.hand_on(connection, entry_id, to, now)
            else:
                done = kind == "agent" and handing.ask(connection, entry_id, int(name), now)
        if not done and how == WARM:
            flash(
                _("Only an agent who is ready at the desk can be asked first: choose another."),
                "warning",
            )
        room.dispatch()
        return pages.here()

    @routes.post("/work/<int:entry_id>/take-back")
    @needs(Role.AGENT)
    def take_back(entry_id: int) -> Answer:
        if _live(entry_id, TALKING) is not None:
            with desk.line.database.write() as connection:
                handing.take_back(connection, entry_id, desk.clock())
        return pages.here()

    @routes.post("/work/<int:entry_id>/take-over")
    @needs(Role.AGENT)
    def take_over(entry_id: int) -> Answer:
        live, taken = _live(entry_id, ASKED), False
        if live is not None:
            with desk.line.database.write() as connection:
                taken = handing.take_over(connection, entry_id, live.agent.agent_id, desk.clock())
        if not taken:
            flash(_("You are not asked any more."), "warning")
        room.dispatch()
        return pages.here()

    @routes.post("/work/<int:entry_id>/not-now")
    @needs(Role.AGENT)
    def not_now(entry_id: int) -> Answer:
        live = _live(entry_id, ASKED)
        if live is not None:
            with desk.line.database.write() as connection:
                handing.decline(connection, entry_id, live.agent.agent_id, desk.clock())
        room.dispatch()
        return pages.here()

    def _live(entry_id: int, kind: str) -> Live | None:
        """How things stand, if they stand so between who asks and this caller."""
        live = look(room)
        same = live is not None and live.entry is not None and live.entry.id == entry_id
        return live if live is not None and same and live.kind == kind else None

    def _targets(live: Live) -> set[str]:
        groups = {f"lane:{name}" for name in desk.line.city.agents.groups}
        return groups | {f"agent:{a.agent_id}" for a in pages.colleagues(live)}

    def _note(live: Live, words: str) -> None:
        """Put what is said to whoever takes over below the note of the call."""
        if not words or live.entry is None:
            return
        call_id, agent_id = live.entry.call_id, live.agent.agent_id
        kept = room.notes.own(call_id, agent_id)
        text = f"{kept}\n{words}" if kept else words
        room.notes.write(call_id, agent_id, text[:LONGEST], desk.clock())
