"""A track plays one document after another into one ear: the caller's, or a dialled leg's.

Verbs run from the top until one must wait; that one becomes the `activity`. When it is done the
track goes on, or asks for the next document. Who owns the track decides what its end means.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urljoin

from ivr.carrier import document
from ivr.carrier.actions import KeyDropped, Purpose, Response
from ivr.carrier.document import Element
from ivr.carrier.schema import Context

if TYPE_CHECKING:
    from ivr.carrier.player import PhoneCall

_TWIML_TYPES = frozenset({"text/xml", "application/xml", "text/html"})


class Activity(Protocol):
    """A verb that takes time."""

    @property
    def deadline(self) -> float | None:
        """When it wants to be woken."""

    def begin(self) -> None:
        """Start. It may be done at once."""

    def wake(self) -> None:
        """The deadline has come."""

    def press(self, key: str) -> bool:
        """A key of the track's ear. False if the activity does not take keys."""

    def abandon(self, *, last_words: bool) -> None:
        """The ear is gone: tidy up. `last_words`: ask for the action that is due even now."""


class Owner(Protocol):
    """Who a track plays for."""

    def params(self, track: "Track") -> dict[str, str]:
        """The parameters that each of its requests carries."""

    def before(self, track: "Track", element: Element) -> None:
        """A verb is about to run."""

    def finished(self, track: "Track") -> None:
        """Its verbs ran out."""

    def hung_up(self, track: "Track", reason: str) -> None:
        """It came to a Hangup."""

    def left(self, track: "Track") -> None:
        """It came to a Leave."""

    def failed(self, track: "Track", code: int, url: str, purpose: Purpose) -> None:
        """There is no document to go on with."""


@dataclass
class Ear:
    """Who hears a track (None: the caller), and the keys typed before anybody listened."""

    name: str | None = None
    ahead: str = ""


class Track:
    """See the module. `url` is the URL of the current document, base of its relative URLs."""

    def __init__(
        self, call: "PhoneCall", owner: Owner, context: Context, ear: Ear, url: str
    ) -> None:
        self.call = call
        self.owner = owner
        self.context = context
        self.ear = ear
        self.url = url
        self.inline = False
        self.alive = True
        self.activity: Activity | None = None
        self.fetching: int | None = None
        self._purpose: Purpose = "voice"
        self._elements: tuple[Element, ...] | None = None
        self._position = 0
        self._running = False

    @property
    def deadline(self) -> float | None:
        """When the activity wants to be woken."""
        return self.activity.deadline if self.activity else None

    def request(self, url: str, method: str, extra: Mapping[str, str], purpose: Purpose) -> None:
        """Leave the current document and ask for the next one."""
        self.activity = None
        self._elements = None
        self._purpose = purpose
        self.fetching = self.call.retrieval.send(
            self.absolute(url), method, self.owner.params(self), extra, purpose, self
        )

    def last_request(self, url: str, method: str, extra: Mapping[str, str]) -> None:
        """Ask for an action whose answer nobody will hear."""
        self.call.notify(self.absolute(url), method, self.owner.params(self), extra, "action")

    def absolute(self, url: str) -> str:
        """`url` against the current document; a blank one is the current document itself."""
        return urljoin(self.url, url) if url else self.url

    def received(self, response: Response, url: str) -> None:
        """A document came (`Receiver`)."""
        self.fetching = None
        self.url = url
        self.inline = False
        kind = (response.content_type or "").partition(";")[0].strip().lower()
        if not response.body.strip():
            self.not_received(11770, "the body is empty", url)
        elif kind.startswith("audio/"):
            self.load((Element("Play", {}, url),))
        elif kind == "text/plain":
            reading = document.read(response.body, self.context, self.call.profile)
            if reading.fatal is None:
                self.play(response.body)
            else:
                text = response.body.decode("utf-8", "replace").strip()
                self.load((Element("Say", {}, text),) if text else ())
        elif kind in _TWIML_TYPES:
            self.play(response.body)
        else:
            self.not_received(12300, f"it is {kind or 'missing'!r}", url)

    def not_received(self, code: int, message: str, url: str) -> None:
        """No document came (`Receiver`)."""
        self.fetching = None
        self.fail(code, message, url)

    def play(self, body: bytes) -> None:
        """Read TwiML and play it, or fail of it."""
        reading = document.read(body, self.context, self.call.profile, inline=self.inline)
        for each in reading.problems:
            self.call.complain(each)
        if fatal := reading.fatal:
            self.owner.failed(self, fatal.code, self.url, self._purpose)
        else:
            self.load(reading.elements)

    def fail(self, code: int, message: str, url: str | None = None) -> None:
        """The document cannot be gone on with."""
        self.call.complain(document.problem(code, message))
        activity, self.activity, self._elements = self.activity, None, None
        if activity:
            activity.abandon(last_words=False)
        self.owner.failed(self, code, url or self.url, self._purpose)

    def load(self, elements: tuple[Element, ...]) -> None:
        """Play these from the top."""
        self.activity = None
        self._elements = elements
        self._position = 0
        self.proceed()

    def proceed(self) -> None:
        """Run verbs until one waits. Re-entered from a verb that is done at once, it returns."""
        if self._running:
            return
        self._running = True
        try:
            while self.alive and self.activity is None and self._elements is not None:
                if self._position == len(self._elements):
                    self._elements = None
                    self.owner.finished(self)
                    continue
                element = self._elements[self._position]
                self._position += 1
                self.owner.before(self, element)
                self.activity = VERBS[element.name](self, element)
                if self.activity:
                    self.activity.begin()
        finally:
            self._running = False

    def done(self) -> None:
        """The activity is over: on to the next verb."""
        self.activity = None
        self.proceed()

    def hold(self, activity: Activity) -> None:
        """Do `activity` outside any document."""
        self._elements = None
        self.activity = activity
        activity.begin()

    def press(self, key: str) -> None:
        """A key of this ear."""
        if self.activity is not None and self.activity.press(key):
            return
        if self.call.typed_ahead == "carry":
            self.ear.ahead += key
        else:
            self.call.emit(KeyDropped(key, self.ear.name))

    def stop(self, *, last_words: bool = True) -> None:
        """Nobody listens any more."""
        if not self.alive:
            return
        self.alive = False
        activity, self.activity, self._elements = self.activity, None, None
        if activity:
            activity.abandon(last_words=last_words)


Verb = Callable[[Track, Element], Activity | None]


def _redirect(track: Track, element: Element) -> None:
    purpose: Purpose = "wait" if track.context is Context.WAIT else "redirect"
    track.request(element.text, element.string("method"), {}, purpose)


def _hangup(track: Track, element: Element) -> None:
    track.owner.hung_up(track, "Hangup")


def _leave(track: Track, element: Element) -> None:
    track.owner.left(track)


#: The verbs by name. Those that take time are entered by `player`, which knows them all.
VERBS: dict[str, Verb] = {"Redirect": _redirect, "Hangup": _hangup, "Leave": _leave}
