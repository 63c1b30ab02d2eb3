"""What webhooks carry beside the doings of a verb. Source: twilio.com/docs/voice/twiml."""

from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Final

API_VERSION: Final = "2010-04-01"

#: Sent for every call by Twilio, empty for most numbers outside North America.
GEOGRAPHY: Final = tuple(
    f"{who}{what}"
    for who in ("From", "To", "Caller", "Called")
    for what in ("City", "State", "Zip", "Country")
)


def request_params(
    *, call_sid: str, account_sid: str, from_: str, to: str, status: str, direction: str
) -> dict[str, str]:
    """The parameters that each request of a call or leg carries."""
    return {
        "CallSid": call_sid,
        "AccountSid": account_sid,
        "From": from_,
        "To": to,
        "Caller": from_,
        "Called": to,
        "CallStatus": status,
        "Direction": direction,
        "ApiVersion": API_VERSION,
    }


def progress_params(moment: float, sequence: int) -> dict[str, str]:
    """What a status callback carries beside the usual. `moment` is POSIX time."""
    return {
        "Timestamp": format_datetime(datetime.fromtimestamp(moment, UTC)),
        "CallbackSource": "call-progress-events",
        "SequenceNumber": str(sequence),
    }
