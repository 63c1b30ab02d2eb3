"""Where an agent is reached when a caller is joined to them."""

from __future__ import annotations

from dataclasses import dataclass

from db.agents import Agents
from ivr.desk.door import Desk
from ivr.settings import Settings

TELEPHONE, SIP, CLIENT, HERE = "telephone", "sip", "client", "here"
OWN = "@hotline.invalid"
"""Where the targets of agents end who have no telephone but this page: our own carrier's."""


@dataclass(frozen=True, slots=True)
class Reach:
    """``kind``: a telephone, a SIP device, a telephone in the page by the carrier (``client``), or
    the page by our own carrier (``here``). ``shown``: how the agent knows it, masked."""

    kind: str
    shown: str
    client: str = ""


def reach(desk: Desk, agent_id: int) -> Reach | None:
    """Where an agent is reached; None for one who is not there any more."""
    agents = Agents(desk.line.database, desk.line.keyring).on_duty()
    target = next((agent.target for agent in agents if agent.id == agent_id), None)
    if target is None:
        return None
    scheme, colon, name = target.partition(":")
    if not colon:
        return Reach(TELEPHONE, target[-4:])
    if scheme == "client":
        return Reach(CLIENT, name, name)
    return Reach(HERE if target.endswith(OWN) else SIP, name)


def has_softphone(settings: Settings) -> bool:
    """Whether the carrier can ring a page of the desk: Twilio, with an API key."""
    return all(
        (settings.twilio_account_sid, settings.twilio_api_key_sid, settings.twilio_api_key_secret)
    )
