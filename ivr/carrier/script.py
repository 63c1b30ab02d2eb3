"""What the caller's own track means to the call: the first verb, the end, the failures."""

from typing import TYPE_CHECKING, Final

from ivr.carrier.actions import Purpose
from ivr.carrier.document import Element
from ivr.carrier.parameters import GEOGRAPHY, request_params
from ivr.carrier.prompt import Prompt
from ivr.carrier.states import CallEvent
from ivr.carrier.track import Track

if TYPE_CHECKING:
    from ivr.carrier.player import PhoneCall

APOLOGY: Final = "We are sorry, an application error has occurred. Goodbye."


class Script:
    """The owner (`track.Owner`) of the main track of a call."""

    def __init__(self, call: "PhoneCall", fallback_url: str | None) -> None:
        self.call = call
        self._fallback_url = fallback_url

    def params(self, track: Track) -> dict[str, str]:
        """What every request of the call carries."""
        call = self.call
        params = request_params(
            call_sid=call.sid,
            account_sid=call.account_sid,
            from_=call.from_,
            to=call.to,
            status=call.status,
            direction=call.direction,
        )
        return {**params, **dict.fromkeys(GEOGRAPHY, "")} if call.profile.extra_params else params

    def before(self, track: Track, element: Element) -> None:
        """The first verb decides whether the call is answered."""
        rings_on = element.name in ("Reject", "Pause") or (
            element.name == "Dial" and element.flag("answerOnBridge")
        )
        if not rings_on:
            self.call.pick_up()

    def finished(self, track: Track) -> None:
        """The verbs ran out: hang up."""
        self.call.end(CallEvent.HANG_UP, "the document ended")

    def hung_up(self, track: Track, reason: str) -> None:
        """Hang up."""
        self.call.end(CallEvent.HANG_UP, reason)

    def left(self, track: Track) -> None:
        """A Leave outside a queue is refused by the schema."""

    def failed(self, track: Track, code: int, url: str, purpose: Purpose) -> None:
        """Ask the fallback URL once; if that fails too, or is not there, apologise."""
        if self._fallback_url and purpose != "fallback":
            extra = {"ErrorCode": str(code), "ErrorUrl": url}
            track.request(self._fallback_url, "POST", extra, "fallback")
            return
        self.call.pick_up()
        sorry = (Element("Say", {}, APOLOGY),)
        track.hold(Prompt(track, sorry, self._apologised))

    def _apologised(self) -> None:
        self.call.end(CallEvent.HANG_UP, "application error")
