"""The agent's own calls of the day, each to be looked at again while its note is finished."""

from __future__ import annotations

from datetime import datetime, time

from flask import Blueprint, abort

from db import shift
from ivr.desk.agent.pages import Answer, Pages
from ivr.desk.agent.parts import Room
from ivr.desk.agent.screen import screen
from ivr.desk.door import Role, needs


def add(routes: Blueprint, room: Room, pages: Pages) -> None:
    """The routes for it."""
    desk = room.desk

    @routes.get("/today")
    @needs(Role.AGENT)
    def today() -> Answer:
        talks = []
        if room.agent_id is not None:
            talks = shift.talks(desk.line.database, room.agent_id, _morning())
        told = [talk.seconds for talk in talks if talk.seconds is not None]
        return pages.page(
            "desk/agent/today.html",
            talks=talks,
            mean=round(sum(told) / len(told)) if told else None,
        )

    @routes.get("/today/<int:entry_id>")
    @needs(Role.AGENT)
    def call(entry_id: int) -> Answer:
        entry = pages.own(entry_id)
        if entry.joined_at is None or entry.joined_at < _morning():
            abort(404)
        found = screen(room, entry, int(room.agent_id or 0), open_now=False)
        if found is None:
            abort(404)
        return pages.page("desk/agent/call.html", screen=found)

    def _morning() -> datetime:
        zone = desk.line.city.tz
        return datetime.combine(desk.clock().astimezone(zone).date(), time(), zone)
