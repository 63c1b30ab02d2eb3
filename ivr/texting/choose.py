"""Which carriers of messages and of calls this line has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.demo.present import is_present
from db.engine import Database
from ivr.settings import Settings
from ivr.texting.sender import Caller, LegCaller, Sender

if TYPE_CHECKING:
    from ivr.texting.recordings import AccountRecordings


def missing(settings: Settings) -> list[str]:
    """The settings without which a carrier takes no message."""
    return _unset(settings, TEXT_FROM=settings.text_from)


def missing_for_calls(settings: Settings) -> list[str]:
    """The settings without which a carrier places no call."""
    return _unset(settings, CALL_FROM=settings.call_from)


def missing_for_recordings(settings: Settings) -> list[str]:
    """The settings without which recordings stay where they are."""
    return _unset(settings)


def _unset(settings: Settings, **more: str) -> list[str]:
    wanted = {
        "TWILIO_ACCOUNT_SID": settings.twilio_account_sid,
        "TWILIO_AUTH_TOKEN": settings.twilio_auth_token,
        **more,
    }
    return [name for name, value in wanted.items() if not value]


def sender(settings: Settings, database: Database) -> Sender | None:
    """The carrier of messages; None when settings are missing, and messages wait.

    In the demo, which has nobody to send to, they come up on the telephone in the browser.
    """
    # Imported here, and only in a worker: what answers calls need not hold a web client.
    if not missing(settings):
        from ivr.texting.account import Account, client

        return Account(client(settings), settings.text_from)
    if settings.hotline_demo and not settings.text_from and is_present(database):
        from ivr.texting.handset import HandsetSender

        return HandsetSender()
    return None


def caller(settings: Settings, database: Database) -> Caller | None:
    """The carrier of calls; None when settings are missing, and callbacks wait for an agent.

    In the demo, which has nobody to call, the telephone in the browser rings.
    """
    if not missing_for_calls(settings):
        from ivr.texting.account import AccountCaller, client

        return AccountCaller(client(settings), settings.call_from)
    if rings_browsers(settings) and is_present(database):
        from ivr.texting.handset import HandsetCaller

        return HandsetCaller()
    return None


def leg_caller(settings: Settings) -> LegCaller | None:
    """Who calls agents, to take callers out of the carrier's queue; None when settings are
    missing, and the callers' own calls dial them."""
    if missing_for_calls(settings):
        return None
    from ivr.texting.account import AccountLegs, client

    return AccountLegs(client(settings), settings.call_from)


def recordings(settings: Settings) -> AccountRecordings | None:
    """The carrier's recordings; None when settings are missing, and they stay where they are."""
    if missing_for_recordings(settings):
        return None
    from ivr.texting.recordings import AccountRecordings

    return AccountRecordings(
        settings.twilio_api_url, settings.twilio_account_sid, settings.twilio_auth_token[0]
    )


def places_calls(settings: Settings) -> bool:
    """Whether the line can call somebody."""
    return not missing_for_calls(settings) or rings_browsers(settings)


def rings_browsers(settings: Settings) -> bool:
    """Whether callbacks ring the telephone in the browser, once the demo city is there."""
    return settings.hotline_demo and settings.phone and not settings.call_from
