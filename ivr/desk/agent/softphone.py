"""A telephone in the agent's page: Twilio's Voice SDK, with a token for whoever is signed in.

The token lets the page register as the agent's own ``client:`` target and be rung. It calls nobody.
"""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify

from ivr.desk.agent.parts import Room
from ivr.desk.agent.reach import CLIENT, Reach, has_softphone, reach
from ivr.desk.door import Role, also_allow, needs
from ivr.settings import Settings

SECONDS = 3600
"""How long a token is good; the page asks for another before."""
CONNECT = (
    "https://eventgw.twilio.com",
    "wss://voice-js.roaming.twilio.com",
    "https://media.twiliocdn.com",
    "https://sdk.twilio.com",
)
MEDIA = ("mediastream:", "https://media.twiliocdn.com", "https://sdk.twilio.com")
"""What the SDK connects to and plays (its documentation of the content security policy)."""


def allow(settings: Settings, reached: Reach | None) -> bool:
    """Let the page that is being made have what it needs to be rung; gives whether the carrier
    rings it."""
    rung = reached is not None and reached.kind == CLIENT and has_softphone(settings)
    if rung:
        also_allow(microphone=True, connect=CONNECT, media=MEDIA)
    else:
        also_allow(microphone=True)
    return rung


def add(routes: Blueprint, room: Room) -> None:
    """The route for the token."""
    settings = room.desk.line.settings

    @routes.post("/work/token")
    @needs(Role.AGENT, polled=True)
    def token() -> Response:
        agent_id = room.agent_id
        reached = None if agent_id is None else reach(room.desk, agent_id)
        if reached is None or reached.kind != CLIENT or not has_softphone(settings):
            abort(404)
        # Here: few lines have an account for it, and it is large.
        from twilio.jwt.access_token import AccessToken
        from twilio.jwt.access_token.grants import VoiceGrant

        made = AccessToken(
            settings.twilio_account_sid,
            settings.twilio_api_key_sid,
            settings.twilio_api_key_secret,
            identity=reached.client,
            ttl=SECONDS,
        )
        made.add_grant(VoiceGrant(incoming_allow=True))
        return jsonify(token=made.to_jwt(), seconds=SECONDS)
