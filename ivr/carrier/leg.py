"""One dialled leg: it rings, may answer, may hear a whisper, is joined to the caller, ends."""

from typing import TYPE_CHECKING

from ivr.carrier.actions import Action, Joined, KeyDropped, LegEnded, Purpose, Ringing
from ivr.carrier.document import Element
from ivr.carrier.errors import CarrierMisuse
from ivr.carrier.parameters import progress_params, request_params
from ivr.carrier.schema import KEYS, Context
from ivr.carrier.states import LEG, LegEvent, LegState, Machine
from ivr.carrier.track import Ear, Track

if TYPE_CHECKING:
    from ivr.carrier.dial import Dial
    from ivr.carrier.player import PhoneCall


class Leg:
    """A called party. The public methods are what it, or its network, can do."""

    def __init__(
        self, call: "PhoneCall", dial: "Dial", name: str, noun: Element, caller_id: str
    ) -> None:
        self.call = call
        self.dial = dial
        self.name = name
        self.noun = noun
        self.target = target(noun)
        self.caller_id = caller_id
        self.sid = call.names.new_call()
        self.whisper: Track | None = None
        self.answered_at: float | None = None
        self.joined_at: float | None = None
        self._machine = Machine(f"leg {name}", LEG, LegState.RINGING)
        self._sequence = 0

    @property
    def state(self) -> LegState:
        """Where the leg is."""
        return self._machine.state

    @property
    def over(self) -> bool:
        """Whether the leg has ended."""
        return self._machine.over

    @property
    def seconds(self) -> int:
        """Whole seconds since it was answered."""
        return 0 if self.answered_at is None else int(self.call.now - self.answered_at)

    def answer(self) -> list[Action]:
        """The called party picks up: it hears the whisper, if there is one, else it is joined."""
        self._machine.move(LegEvent.ANSWER)
        self.answered_at = self.call.now
        self._report("answered")
        if url := self.noun.attributes.get("url"):
            track = self.dial.track
            self.whisper = Track(self.call, self, Context.WHISPER, Ear(self.name), track.url)
            self.whisper.request(url, self.noun.string("method"), {}, "whisper")
        else:
            self._join()
        return self.call.drain()

    def busy(self) -> list[Action]:
        """The line is busy."""
        return self._miss(LegEvent.BUSY)

    def fail(self) -> list[Action]:
        """The network cannot reach it."""
        return self._miss(LegEvent.FAIL)

    def no_answer(self) -> list[Action]:
        """Its network gives up ringing."""
        return self._miss(LegEvent.NO_ANSWER)

    def press(self, keys: str) -> list[Action]:
        """The called party presses keys: heard by the whisper, else by the caller only."""
        self._machine.check(LegEvent.PRESS)
        if not keys or not set(keys) <= KEYS:
            raise CarrierMisuse("a telephone has the keys 0-9 * # only")
        for key in keys:
            if self.whisper and self.whisper.alive:
                self.whisper.press(key)
            else:
                self.call.emit(KeyDropped(key, self.name))
        return self.call.drain()

    def hang_up(self) -> list[Action]:
        """The called party hangs up."""
        self._machine.move(LegEvent.HANG_UP)
        self._end()
        self.dial.leg_over(self)
        return self.call.drain()

    def ring(self) -> None:
        """It starts to ring."""
        self._report("initiated")
        self.call.emit(Ringing(self.name, self.target, self.caller_id))
        self._report("ringing")

    def cancel(self) -> None:
        """The call has no use for it any more."""
        if not self.over:
            self._machine.move(LegEvent.CANCEL)
            self._end()

    def time_out(self) -> None:
        """It rang too long."""
        self._machine.move(LegEvent.NO_ANSWER)
        self._end()

    def params(self, track: Track) -> dict[str, str]:
        """What a request on behalf of this leg carries (`Owner`)."""
        status = LegState.ANSWERED if self.state is LegState.JOINED else self.state
        params = request_params(
            call_sid=self.sid,
            account_sid=self.call.account_sid,
            from_=self.caller_id,
            to=self.target,
            status=str(status),
            direction="outbound-dial",
        )
        return {**params, "ParentCallSid": self.call.sid}

    def before(self, track: Track, element: Element) -> None:
        """Nothing is special about a verb of a whisper (`Owner`)."""

    def finished(self, track: Track) -> None:
        """The whisper has been heard (`Owner`)."""
        track.stop()
        self._join()

    def hung_up(self, track: Track, reason: str) -> None:
        """The whisper ended in a Hangup: the called party did not want the call (`Owner`)."""
        self._machine.move(LegEvent.HANG_UP)
        self._end()
        self.dial.leg_over(self)

    def left(self, track: Track) -> None:
        """A whisper has no Leave (`Owner`)."""

    def failed(self, track: Track, code: int, url: str, purpose: Purpose) -> None:
        """The whisper could not be played: the leg is lost (`Owner`)."""
        self.hung_up(track, "no whisper")

    def _join(self) -> None:
        self._machine.move(LegEvent.JOIN)
        self.joined_at = self.call.now
        self.dial.joined(self)
        self.call.emit(Joined(self.name))

    def _miss(self, event: LegEvent) -> list[Action]:
        self._machine.move(event)
        self._end()
        self.dial.leg_over(self)
        return self.call.drain()

    def _end(self) -> None:
        if self.whisper:
            self.whisper.stop()
        self.call.emit(LegEnded(self.name, str(self.state)))
        self._report("completed")

    def _report(self, event: str) -> None:
        noun = self.noun
        callback = noun.attributes.get("statusCallback")
        if not callback or event not in noun.string("statusCallbackEvent").split():
            return
        own = {**self.params(self.dial.track), **progress_params(self.call.now, self._sequence)}
        if event == "initiated":
            own["CallStatus"] = "initiated"
        elif event == "completed":
            own["CallDuration"] = str(self.seconds)
        self._sequence += 1
        method = noun.get("statusCallbackMethod") or "POST"
        url = self.dial.track.absolute(callback)
        self.call.notify(url, method, own, {}, "leg-status")


def target(noun: Element) -> str:
    """Whom a noun calls: a number, a `sip:` URI, or `client:` and a name."""
    if noun.name != "Client":
        return noun.text
    identity = next((c.text for c in noun.children if c.name == "Identity"), noun.text)
    return f"client:{identity}"
