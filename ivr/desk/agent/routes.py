"""The page of work: what the agent does, who rings, and the screen that stays until it is done."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from db import duty, queue
from ivr.desk.agent import after, handing, knowledge, showing, softphone, tickets, today
from ivr.desk.agent.live import RINGING, look
from ivr.desk.agent.pages import Answer, Pages
from ivr.desk.agent.parts import Room
from ivr.desk.door import Desk, Role, needs
from ivr.desk.door.gate import go, is_fragment
from ivr.desk.shell.navigation import Item

ITEMS: tuple[Item, ...] = (
    Item.to("desk.agent.work", _l("Calls"), Role.AGENT),
    Item.to("desk.agent.tickets", _l("To do"), Role.AGENT, Role.SUPERVISOR),
    Item.to("desk.agent.knowledge", _l("Rules"), Role.AGENT, Role.SUPERVISOR),
    Item.to("desk.agent.today", _l("My calls today"), Role.AGENT),
)


def blueprint(desk: Desk) -> Blueprint:
    """The agent's pages."""
    room = Room.of(desk)
    pages = Pages(room)
    routes = Blueprint(
        "agent",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/agent/static",
    )
    _work(routes, room, pages)
    for part in (showing, after, handing, tickets, knowledge, today):
        part.add(routes, room, pages)
    softphone.add(routes, room)
    return routes


def _work(routes: Blueprint, room: Room, pages: Pages) -> None:
    desk = room.desk

    @routes.get("/work")
    @needs(Role.AGENT)
    def work() -> Answer:
        return pages.work()

    @routes.get("/work/look")
    @needs(Role.AGENT, polled=True)
    def look_again() -> Answer:
        live = look(room)
        if live is None or live.digest == request.args.get("digest"):
            return Response(status=204)
        return pages.live(live)

    @routes.post("/work/state")
    @needs(Role.AGENT)
    def state() -> Answer:
        wanted, agent_id = request.form.get("state", ""), room.agent_id
        if wanted not in duty.CHOSEN or agent_id is None:
            abort(400)
        now = desk.clock()
        if not room.wrapups.choose(agent_id, wanted, now):
            flash(_("First finish the call; then choose what you do."), "warning")
        # Before anybody is offered to them: with a page they are asked, and not only rung.
        room.duties.seen(agent_id, now)
        return pages.here()

    @routes.post("/work/offer/<token>/accept")
    @needs(Role.AGENT)
    def accept(token: str) -> Answer:
        found = _offered(token)
        taken = False
        if found is not None:
            with desk.line.database.write() as connection:
                taken = queue.accept(connection, token, desk.clock())
        if not taken:
            flash(_("The caller is gone, or somebody else was quicker."), "warning")
        room.dispatch()
        if is_fragment() and request.form.get("page") != "work":
            return go("desk.agent.work")
        return pages.here()

    @routes.post("/work/offer/<token>/decline")
    @needs(Role.AGENT)
    def decline(token: str) -> Answer:
        found = _offered(token)
        if found is not None:
            with desk.line.database.write() as connection:
                queue.back(connection, found, desk.clock(), why="declined")
        room.dispatch()
        return pages.here()

    def _offered(token: str) -> queue.Entry | None:
        """The wait this token offers to whoever asks; None when it is somebody else's, or over."""
        live = look(room)
        entry = live.entry if live is not None and live.kind == RINGING else None
        return entry if entry is not None and entry.token == token else None
