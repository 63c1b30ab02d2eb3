"""Sounds that a Play names: fetched, checked and measured before they are heard.

Fetching is off unless the call asks for it (`PhoneCall(fetch_media=True)`); then a Play of
something that is not there, or is no sound, fails its document as it does on a live line. A WAVE
file takes its own length, and is known by its words if it brings them (`sound`).
"""

from typing import TYPE_CHECKING, Final

from ivr.carrier.actions import Response
from ivr.carrier.document import Element
from ivr.carrier.sound import Sound

if TYPE_CHECKING:
    from ivr.carrier.prompt import Prompt

AUDIO_TYPES: Final = frozenset(
    f"audio/{kind}"
    for kind in (
        "mpeg",
        "wav",
        "wave",
        "x-wav",
        "aiff",
        "x-aiff",
        "x-aifc",
        "gsm",
        "x-gsm",
        "ulaw",
    )
)


class Loading:
    """Fetches the sounds of one prompt that the call does not know yet. Receives them."""

    def __init__(self, prompt: "Prompt") -> None:
        self.prompt = prompt
        self.alive = True
        self.missing: set[str] = set()

    def begin(self, elements: tuple[Element, ...]) -> None:
        """Ask for all of them at once, without the parameters of the call."""
        track = self.prompt.track
        urls = {track.absolute(e.text) for e in elements if e.name == "Play" and e.text}
        self.missing = urls - track.call.sounds.keys()
        for url in sorted(self.missing):
            track.call.retrieval.send(url, "GET", {}, {}, "media", self)

    def received(self, response: Response, url: str) -> None:
        """One of them came."""
        kind = (response.content_type or "").partition(";")[0].strip().lower()
        if kind not in AUDIO_TYPES:
            self._fail(13325 if self.prompt.nested else 13420, f"it is {kind or 'missing'!r}", url)
            return
        call = self.prompt.track.call
        call.sounds[url] = Sound.of(response)
        self.missing.discard(url)
        if not self.missing:
            self.alive = False
            self.prompt.loaded()

    def not_received(self, code: int, message: str, url: str) -> None:
        """One of them did not come."""
        self._fail(code, message, url)

    def _fail(self, code: int, message: str, url: str) -> None:
        self.alive = False
        self.prompt.track.fail(code, message, url)
