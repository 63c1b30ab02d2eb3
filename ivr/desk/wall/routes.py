"""The supervisor's pages."""

from __future__ import annotations

from flask import Blueprint
from flask.blueprints import BlueprintSetupState
from flask_babel import lazy_gettext as _l

from ivr.desk.door import Desk, Role
from ivr.desk.shell.navigation import Item
from ivr.desk.wall import board, floor, news, overflow
from ivr.desk.wall.parts import Room

ITEMS = (
    Item.to("desk.wall.board", _l("Wall board"), Role.SUPERVISOR),
    Item.to("desk.wall.floor", _l("Callers and agents"), Role.SUPERVISOR),
    Item.to("desk.wall.line", _l("Announcements and overflow"), Role.SUPERVISOR),
)


def blueprint(desk: Desk) -> Blueprint:
    """The room's routes, below ``/desk/wall``."""
    routes = Blueprint(
        "wall",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/wall/static",
    )
    room = Room.of(desk)
    for part in (board, floor, news, overflow):
        part.add(routes, room)

    @routes.record
    def told_on_every_page(state: BlueprintSetupState) -> None:
        state.app.jinja_env.globals["desk_warning"] = lambda: overflow.warning(
            desk.line.switches, desk.clock()
        )

    return routes
