"""What the agent's page says to the caller's, and hanging up."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, abort, jsonify, request
from pydantic import ValidationError

from db.talks import AGENT, CALLER, Talk, Talks
from ivr.desk.door import Desk, Role, current_staff, needs
from ivr.desk.shell.navigation import Item
from ivr.talk.messages import Exchange

ITEMS: tuple[Item, ...] = ()


def blueprint(desk: Desk) -> Blueprint:
    """The room's routes, below ``/desk/talk``."""
    talks = Talks(desk.line.database)
    routes = Blueprint(
        "talk", __name__, url_prefix="/talk", template_folder="templates", static_folder="static"
    )

    def own(entry: int) -> Talk | None:
        """The agent's talk, if it is this one and goes on."""
        agent = current_staff().agent_id
        talk = talks.of_agent(agent) if agent is not None else None
        return talk if talk and talk.entry_id == entry and talk.talking else None

    @routes.post("/<int:entry>")
    @needs(Role.AGENT, polled=True)
    def exchange(entry: int) -> Response:
        talk = own(entry)
        if talk is None or talk.let_go:
            return jsonify(over=True)
        try:
            said = Exchange.model_validate_json(request.get_data())
        except ValidationError:
            abort(400)
        for each in said.say:
            talks.say(entry, CALLER, each.model_dump_json(), desk.clock())
        heard = talks.heard(entry, AGENT, said.after)
        return jsonify(messages=[asdict(message) for message in heard])

    @routes.post("/<int:entry>/hang-up")
    @needs(Role.AGENT)
    def hang_up(entry: int) -> Response:
        if own(entry) is not None:
            talks.let_go(entry, desk.clock())
        return Response(status=204)

    return routes
