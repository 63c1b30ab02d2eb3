"""Say, Play and Pause: what is heard one after another, alone or inside a Gather."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from ivr.carrier.actions import PlayAudio, PlayDigits, Silence, Speak
from ivr.carrier.document import Element
from ivr.carrier.media import Loading
from ivr.carrier.sound import Sound

if TYPE_CHECKING:
    from ivr.carrier.track import Track

#: What loop="0" means: "until the call ends, or 1,000 times".
FOREVER: Final = 1000
TONE_SECONDS: Final = 0.25
_UNKNOWN: Final = Sound()
_TONE_PAUSES: Final = {"w": 0.5, "W": 1.0}


class Prompt:
    """Plays its elements in order, each as often as its loop says, then calls `over`."""

    def __init__(
        self,
        track: "Track",
        elements: tuple[Element, ...],
        over: Callable[[], None],
        *,
        nested: bool = False,
    ) -> None:
        self.track = track
        self.elements = elements
        self.over = over
        self.nested = nested
        self.deadline: float | None = None
        self._position = 0
        self._played = 0
        self._loading = Loading(self)

    def begin(self) -> None:
        """Start with the first element, once every sound is there."""
        if self.track.call.fetch_media:
            self._loading.begin(self.elements)
        if not self._loading.missing:
            self._go_on()

    def loaded(self) -> None:
        """Every sound is there."""
        self._go_on()

    def wake(self) -> None:
        """One element has been heard to its end."""
        self._go_on()

    def press(self, key: str) -> bool:
        """Outside a Gather nobody listens to keys."""
        return False

    def abandon(self, *, last_words: bool) -> None:
        """Stop."""
        self.deadline = None
        self._loading.alive = False

    def _go_on(self) -> None:
        self.deadline = None
        while self._position < len(self.elements):
            element = self.elements[self._position]
            if self._played < _repeats(element):
                self._played += 1
                self.deadline = self.track.call.now + self._sound(element)
                return
            self._position += 1
            self._played = 0
        self.over()

    def _sound(self, element: Element) -> float:
        """Let one element be heard once. Returns its seconds."""
        call, ear = self.track.call, self.track.ear.name
        if element.name == "Pause":
            seconds = float(element.number("length"))
            call.emit(Silence(seconds, ear))
        elif digits := element.attributes.get("digits"):
            seconds = sum(_TONE_PAUSES.get(tone, TONE_SECONDS) for tone in digits)
            call.emit(PlayDigits(digits, ear, seconds))
        elif element.name == "Play":
            url = self.track.absolute(element.text)
            known = call.sounds.get(url, _UNKNOWN)
            seconds = call.audio_seconds(url, known.seconds)
            call.emit(PlayAudio(url, 1, ear, seconds, known.words, known.language))
        else:
            language = element.string("language")
            seconds = call.speech_seconds(element.text, language)
            call.emit(Speak(element.text, language, element.get("voice"), ear, seconds))
        return max(0.0, seconds)


def prompt(track: "Track", element: Element) -> Prompt:
    """The verb outside a Gather."""
    return Prompt(track, (element,), track.done)


def _repeats(element: Element) -> int:
    if element.name == "Pause":
        return 1
    return element.number("loop") or FOREVER
