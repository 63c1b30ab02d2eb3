"""The desk: pages for those who take calls, watch over the line, run it, and look after it.

Each room is a folder with ``routes.py`` (``ITEMS`` for the navigation, ``blueprint(desk)``), its
templates, and its translations. ``ROOMS`` puts them together, in the order of the navigation.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from flask import Blueprint, Flask
from flask_wtf import CSRFProtect

from ivr.desk.agent import routes as agent
from ivr.desk.audit import routes as audit
from ivr.desk.door import cookies, gate
from ivr.desk.door import routes as door
from ivr.desk.door.parts import Desk
from ivr.desk.door.roles import may, seat
from ivr.desk.door.sessions import seconds_left
from ivr.desk.office import routes as office
from ivr.desk.reports import routes as reports
from ivr.desk.shell import looks, words
from ivr.desk.shell import routes as shell
from ivr.desk.shell.navigation import Item, Navigation
from ivr.desk.talk import routes as talk
from ivr.desk.wall import routes as wall
from ivr.line import Line


class Room(Protocol):
    """What ``routes.py`` of a room has."""

    @property
    def ITEMS(self) -> tuple[Item, ...]:  # noqa: N802 - a constant of the module
        """The room's ways in, for the navigation."""

    def blueprint(self, desk: Desk) -> Blueprint:
        """The room's routes, below ``/desk``."""


ROOMS: tuple[Room, ...] = (door, wall, talk, agent, office, audit, reports)


def register(app: Flask, line: Line, clock: Callable[[], datetime]) -> None:
    """Put the desk on the application, at ``/desk``."""
    desk = Desk.of(line, clock)
    app.extensions["desk"] = desk
    secure = line.settings.public_base_url.startswith("https://")
    cookies.configure(app, line.keyring, secure=secure)
    CSRFProtect(app)
    words.configure(app, str(line.city.tz))
    navigation = Navigation(item for room in ROOMS for item in room.ITEMS)
    routes = Blueprint("desk", __name__, url_prefix="/desk")
    gate.guard(routes)

    for blueprint in (shell.blueprint(navigation), *(room.blueprint(desk) for room in ROOMS)):
        routes.register_blueprint(blueprint)
    app.register_blueprint(routes)
    for extra in (looks.asset, looks.masked, looks.moment, looks.day, looks.labelled, may):
        app.jinja_env.globals[extra.__name__] = extra
    app.jinja_env.globals.update(
        desk_seat=seat,
        seconds_left=seconds_left,
        desk_navigation=navigation,
        language=words.language,
        languages=words.LANGUAGES,
        language_tags=words.TAGS,
        told_roles=shell.told_roles,
    )
