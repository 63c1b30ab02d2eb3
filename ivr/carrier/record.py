"""Record: keep what the caller says until a key, silence, the limit, or the end of the call.

The driver tells how long the caller speaks (`PhoneCall.speak`); the rest is silence. A recording
in which nothing was said is none: the next verb runs, as the documentation's example promises.
"""

from typing import TYPE_CHECKING

from ivr.carrier.actions import Recorded, Recording
from ivr.carrier.document import Element
from ivr.carrier.identity import recording_url

if TYPE_CHECKING:
    from ivr.carrier.track import Track

BEEP_SECONDS = 0.5


class Record:
    """One recording under way. `Recording` is emitted when the beep has ended."""

    def __init__(self, track: "Track", element: Element) -> None:
        self.track = track
        self.element = element
        self.silence = element.number("timeout")
        limit = 120 if element.flag("transcribe") else element.number("maxLength")
        self.max_length = int(element.attributes.get("maxLength", limit))
        self._started: float | None = None
        self._starts_at = track.call.now
        self._said_until: float | None = None

    @property
    def deadline(self) -> float | None:
        """The end of the beep, then the limit or the silence, whichever comes first."""
        if self._started is None:
            return self._starts_at
        limit = self._started + self.max_length
        if not self.silence:
            return limit
        return min(limit, max(self._started, self._said_until or 0.0) + self.silence)

    def begin(self) -> None:
        """Beep, if so wished."""
        if self.element.flag("playBeep"):
            self._starts_at = self.track.call.now + BEEP_SECONDS
        else:
            self._start()

    def wake(self) -> None:
        """The beep, the limit, or the silence is over."""
        if self._started is None:
            self._start()
        else:
            self._end("")

    def speak(self, until: float) -> None:
        """The caller speaks from now until then."""
        self._said_until = max(self._said_until or 0.0, until)

    def press(self, key: str) -> bool:
        """A finish key ends it, any other is part of what is heard."""
        if key in self.element.string("finishOnKey"):
            self._end(key)
        return True

    def abandon(self, *, last_words: bool) -> None:
        """The caller hung up: what was said is kept and the action asked."""
        self._end("hangup", last_words)

    def _start(self) -> None:
        call = self.track.call
        self._started = call.now
        if self._said_until is not None and self._said_until <= call.now:
            self._said_until = None
        call.emit(Recording(float(self.max_length), self.element.flag("playBeep")))

    def _end(self, digits: str, last_words: bool = True) -> None:
        seconds = self._seconds(digits)
        call, element = self.track.call, self.element
        if not seconds:
            call.emit(Recorded(0.0, None, None))
            if digits != "hangup":
                self.track.done()
            return
        sid = call.new_sid("RE")
        url = recording_url(call.account_sid, sid)
        call.emit(Recorded(seconds, url, sid))
        whole = str(max(1, int(seconds)))
        params = {"RecordingUrl": url, "RecordingDuration": whole}
        call.last_recording = {**params, "RecordingSid": sid}
        if callback := element.get("recordingStatusCallback"):
            self._report(callback, call.last_recording)
        if call.profile.extra_params:
            params["RecordingSid"] = sid
        params["Digits"] = digits
        action, method = element.string("action"), element.string("method")
        if digits == "hangup":
            if last_words:
                self.track.last_request(action, method, params)
        else:
            self.track.request(action, method, params, "action")

    def _seconds(self, digits: str) -> float:
        """The length that is kept; 0 when there is nothing to keep."""
        if self._started is None:
            return 0.0
        now = self.track.call.now
        said = min(now, self._said_until or 0.0) - self._started
        if self.element.string("trim") == "do-not-trim" and (said > 0 or digits):
            return now - self._started
        return max(0.0, said)

    def _report(self, callback: str, params: dict[str, str]) -> None:
        if "completed" not in self.element.string("recordingStatusCallbackEvent").split():
            return
        call = self.track.call
        own = {"AccountSid": call.account_sid, "CallSid": call.sid}
        status = {
            "RecordingStatus": "completed",
            "RecordingChannels": "1",
            "RecordingSource": "RecordVerb",
        }
        method = self.element.get("recordingStatusCallbackMethod") or "POST"
        call.notify(
            self.track.absolute(callback), method, own, {**params, **status}, "recording-status"
        )
