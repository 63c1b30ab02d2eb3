"""The telephone: places calls, and lets time pass for all of them."""

from typing import Any, Final, Literal

from ivr.carrier.actions import Problem
from ivr.carrier.http import Carrier
from ivr.carrier.profiles import TWILIO, Profile
from ivr.carrier.telephone.call import TelephoneCall

KEY_SECONDS: Final = 0.25
"""How long a practised finger takes from one key to the next."""


class Telephone:
    """A telephone on a carrier.

    url: where the first document is. `status_callback` and `fallback_url` as at the carrier.
    number: from where it calls, unless a call says otherwise.
    fetch_media: whether what the line plays is fetched; the transcript then has the words that a
        recording brings with it.
    """

    def __init__(
        self,
        carrier: Carrier,
        url: str,
        *,
        number: str = "+8613800000001",
        to: str = "+8612333",
        status_callback: str | None = None,
        fallback_url: str | None = None,
        profile: Profile = TWILIO,
        typed_ahead: Literal["drop", "carry"] = "drop",
        key_seconds: float = KEY_SECONDS,
        show_keys: bool = False,
        fetch_media: bool = False,
    ) -> None:
        self.carrier = carrier
        self.url = url
        self.number = number
        self.to = to
        self.status_callback = status_callback
        self.fallback_url = fallback_url
        self.profile = profile
        self.typed_ahead = typed_ahead
        self.key_seconds = key_seconds
        self.show_keys = show_keys
        self.fetch_media = fetch_media
        self.calls: list[TelephoneCall] = []

    @property
    def now(self) -> float:
        """Seconds on the carrier's clock."""
        return self.carrier.switchboard.now

    @property
    def problems(self) -> list[Problem]:
        """What the carrier would have logged, of all calls."""
        return [problem for call in self.calls for problem in call.problems]

    def dial(
        self, from_: str | None = None, *, twiml: bytes | None = None, **options: Any
    ) -> TelephoneCall:
        """Call the line: it has answered, and its first sentence begins.

        `twiml` is a first document that nobody is asked for; `options` are those of `PhoneCall`,
        for this call alone.
        """
        settings: dict[str, Any] = {
            "status_callback": self.status_callback,
            "fallback_url": self.fallback_url,
            "profile": self.profile,
            "typed_ahead": self.typed_ahead,
            "twiml": twiml,
            "fetch_media": self.fetch_media,
        }
        url = self.url if twiml is None else ""
        number = self.number if from_ is None else from_
        phone = self.carrier.place(url, self.to, number, **{**settings, **options})
        call = TelephoneCall(self, phone)
        self.calls.append(call)
        call.begin()
        return call

    def passes(self, seconds: float) -> None:
        """Let time pass, stopping at every moment at which something happens by itself."""
        board = self.carrier.switchboard
        target = board.now + seconds
        while (at := board.next_event_at) is not None and at <= target:
            self.carrier.advance(max(0.0, at - board.now))
            self.note()
        self.carrier.advance(max(0.0, target - board.now))
        self.note()

    def note(self) -> None:
        """Write down what has just happened on each call."""
        for call in self.calls:
            call.note()
