"""Which carrier of messages this line has."""

from __future__ import annotations

from db.demo.present import is_present
from db.engine import Database
from ivr.settings import Settings
from ivr.texting.sender import Sender


def missing(settings: Settings) -> list[str]:
    """The settings without which a carrier takes no message."""
    wanted = {
        "TWILIO_ACCOUNT_SID": settings.twilio_account_sid,
        "TWILIO_AUTH_TOKEN": settings.twilio_auth_token,
        "TEXT_FROM": settings.text_from,
    }
    return [name for name, value in wanted.items() if not value]


def sender(settings: Settings, database: Database) -> Sender | None:
    """The carrier of messages; None when settings are missing, and messages wait.

    In the demo, which has nobody to send to, they come up on the telephone in the browser.
    """
    # Imported here, and only in a worker: what answers calls need not hold a web client.
    if not missing(settings):
        from ivr.texting.account import Account

        return Account(
            settings.twilio_account_sid,
            settings.twilio_auth_token[0],
            settings.text_from,
            settings.twilio_api_url,
        )
    if settings.hotline_demo and not settings.text_from and is_present(database):
        from ivr.texting.handset import HandsetSender

        return HandsetSender()
    return None
