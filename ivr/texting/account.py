"""Messages and calls through a carrier's account: Twilio's API, and what is compatible.

The API knows no idempotency key for a new message: who does not hear its answer cannot ask for the
same one again. Reports therefore name the message by our own number of it (``ivr.texting.status``).
https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
"""

from __future__ import annotations

import requests
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from ivr.settings import Settings
from ivr.texting.sender import NotDoneError, PermanentError, TemporaryError

ANSWER_SECONDS = 10.0
"""How long the carrier is listened to, well below a worker's lease."""
RING_SECONDS = 30
ABOUT_THIS_MESSAGE = frozenset(
    {
        21211,  # not a telephone number
        21214,  # not reachable
        21217,  # not a valid number
        21602,  # no body
        21610,  # the recipient has opted out
        21614,  # not a mobile
        21617,  # too long
        21635,  # a landline
    }
)
"""Twilio's codes for what no later try and no change of settings can mend; all else is tried again.
https://www.twilio.com/docs/api/errors"""

OVER_ALREADY = frozenset({20404, 21220})
"""There is no such call, or it is not in progress."""


def client(settings: Settings) -> Client:
    """The account's API, by the newest token."""
    http = TwilioHttpClient(timeout=ANSWER_SECONDS)
    token = settings.twilio_auth_token[0]
    opened = Client(settings.twilio_account_sid, token, http_client=http)
    opened.api.base_url = settings.twilio_api_url
    return opened


class Account:
    """Sends messages. ``sender`` is a number of ours (E.164), a short code, or a messaging service
    (MG…)."""

    def __init__(self, api: Client, sender: str) -> None:
        self._api = api
        by = "messaging_service_sid" if sender.startswith("MG") else "from_"
        self._sender = {by: sender}

    def send(self, to: str, text: str, status_url: str) -> str:
        """Hand a message over (``Sender``)."""
        try:
            made = self._api.messages.create(
                to=to, body=text, status_callback=status_url, **self._sender
            )
        except (TwilioException, requests.RequestException) as error:
            # The carrier's own words quote the number: they end here.
            raise refusal(error) from None
        return str(made.sid)


class AccountCaller:
    """Places calls. ``number`` is one of ours (E.164)."""

    def __init__(self, api: Client, number: str) -> None:
        self._api = api
        self._number = number

    def place(self, to: str, url: str, fallback_url: str, status_url: str) -> str:
        """Ring somebody (``Caller``)."""
        try:
            made = self._api.calls.create(
                to=to,
                from_=self._number,
                url=url,
                fallback_url=fallback_url,
                status_callback=status_url,
                timeout=RING_SECONDS,
            )
        except (TwilioException, requests.RequestException) as error:
            raise refusal(error) from None
        return str(made.sid)


class AccountLegs:
    """Calls agents. ``number`` is one of ours (E.164): agents see that it is the line."""

    def __init__(self, api: Client, number: str) -> None:
        self._api = api
        self._number = number

    def ring(self, to: str, url: str, status_url: str, seconds: int) -> str:
        """Ring an agent (``LegCaller``)."""
        try:
            made = self._api.calls.create(
                to=to,
                from_=self._number,
                url=url,
                status_callback=status_url,
                timeout=seconds,
            )
        except (TwilioException, requests.RequestException) as error:
            raise refusal(error) from None
        return str(made.sid)

    def end(self, sid: str) -> None:
        """End a call (``LegCaller``)."""
        try:
            self._api.calls(sid).update(status="completed")
        except TwilioRestException as error:
            if error.code not in OVER_ALREADY:
                raise refusal(error) from None
        except (TwilioException, requests.RequestException) as error:
            raise refusal(error) from None


def refusal(error: Exception) -> NotDoneError:
    """What a failure of the API means for what was asked of it."""
    if isinstance(error, TwilioRestException):
        kind = f"carrier-{error.code or error.status}"
        return PermanentError(kind) if error.code in ABOUT_THIS_MESSAGE else TemporaryError(kind)
    if isinstance(error, requests.Timeout):
        return TemporaryError("carrier-timeout")
    return TemporaryError("carrier-unreachable")
