"""The carrier over HTTP: performs the requests of calls against a real server or a WSGI app.

    carrier = Carrier(WsgiServer(app), auth_token="…")
    phone = carrier.place("https://hotline.test/voice", to="+8612333", from_="+8613800138000")
    phone.dial()
    phone.press("1")
    assert phone.said[-1] == "…"

Every request is signed as Twilio signs it. `deliver_twice` delivers every webhook two times, as a
carrier may that lost the first answer, and raises if the two answers differ.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

from twilio.request_validator import RequestValidator

from ivr.carrier.actions import Action, Fetch, PlayAudio, Response, Speak
from ivr.carrier.leg import Leg
from ivr.carrier.player import PhoneCall
from ivr.carrier.servers import FetchFailure, HttpServer, Server, WsgiServer
from ivr.carrier.switchboard import Switchboard

__all__ = [
    "AnswersDiffer",
    "Carrier",
    "EndlessLoop",
    "FetchFailure",
    "HttpServer",
    "Phone",
    "Server",
    "WsgiServer",
    "sign",
    "signed_url",
]

SIGNATURE_HEADER: Final = "X-Twilio-Signature"
#: So many documents that follow each other at once are a loop of redirects.
MAX_REQUESTS_AT_ONCE: Final = 200


class AnswersDiffer(Exception):  # noqa: N818 - names what was found
    """A webhook that was delivered twice was answered in two ways."""


class EndlessLoop(Exception):  # noqa: N818 - names what was found
    """The documents of a call send it round and round, and the caller hears nothing."""


def _words(action: Action) -> str:
    match action:
        case Speak(text) | PlayAudio(words=text):
            return text
        case _:
            return ""


def _content(answer: Response) -> tuple[int, str | None, bytes, str | None]:
    """What a second delivery may not change. Dates and the like may."""
    return answer.status, answer.content_type, answer.body, answer.header("Location")


def sign(auth_token: str, fetch: Fetch) -> str:
    """The X-Twilio-Signature of a request."""
    signature: str = RequestValidator(auth_token).compute_signature(
        signed_url(fetch.url), fetch.form
    )
    return signature


def signed_url(url: str) -> str:
    """The URL that Twilio signs: no user, no fragment, and on https no port."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    if parts.scheme == "https" and parts.port is not None:
        host = host.rpartition(":")[0]
    return urlunsplit(parts._replace(netloc=host, fragment=""))


class Phone:
    """One call and everything that has happened on it, in order, as `actions`."""

    def __init__(self, carrier: "Carrier", url: str, to: str, from_: str, **options: Any) -> None:
        self.carrier = carrier
        self.actions: list[Action] = []
        self.call = PhoneCall(
            url,
            to,
            from_,
            switchboard=carrier.switchboard,
            observe=self.actions.append,
            **options,
        )

    @property
    def said(self) -> list[str]:
        """All words that were spoken or played to the caller or a leg, in order."""
        return [words for action in self.actions if (words := _words(action))]

    @property
    def legs(self) -> list[Leg]:
        """The dialled legs. What they do is followed up by the next event, or by `settle`."""
        return self.call.legs

    def dial(self) -> list[Action]:
        """Call, and hear what comes first."""
        return self._after(lambda: self.call.dial())

    def press(self, keys: str) -> list[Action]:
        """Press keys one after another, each answered before the next."""
        before = len(self.actions)
        for key in keys:
            if not (self.call.over and len(self.actions) > before):
                self._after(partial(self.call.press, key))
        return self.actions[before:]

    def burst(self, keys: str) -> list[Action]:
        """Press keys so fast that no answer comes in between."""
        return self._after(partial(self.call.press, keys))

    def speak(self, seconds: float) -> list[Action]:
        """Speak for so long, while time goes on."""
        before = len(self.actions)
        self._after(lambda: self.call.speak(seconds))
        self.advance(seconds)
        return self.actions[before:]

    def advance(self, seconds: float) -> list[Action]:
        """Let time pass; requests that fall due on the way are answered on the way."""
        return self._after(lambda: self.carrier.advance(seconds))

    def wait(self, limit: float = 3600.0) -> list[Action]:
        """Let time pass until the call ends or nothing more happens by itself."""
        before = len(self.actions)
        self.settle()
        ends = self.call.now + limit
        while not self.call.over and (at := self.call.next_event_at) is not None and at <= ends:
            self.carrier.advance(max(0.0, at - self.call.now))
        return self.actions[before:]

    def hang_up(self) -> list[Action]:
        """Hang up."""
        return self._after(lambda: self.call.hang_up())

    def settle(self) -> list[Action]:
        """Perform the requests that are under way, on this call and the others."""
        return self._after(lambda: None)

    def _after(self, event: Callable[[], object]) -> list[Action]:
        before = len(self.actions)
        self.carrier.settle()
        event()
        self.carrier.settle()
        return self.actions[before:]


class Carrier:
    """Places calls and performs their requests. `deliveries` keeps each with its answers."""

    def __init__(
        self,
        server: Server,
        auth_token: str,
        *,
        deliver_twice: bool = False,
        clock: float = 0.0,
        signature_header: str = SIGNATURE_HEADER,
    ) -> None:
        self.server = server
        self.switchboard = Switchboard(clock)
        self.phones: list[Phone] = []
        self.deliveries: list[tuple[Fetch, tuple[Response, ...]]] = []
        self._token = auth_token
        self._header = signature_header
        self._times = 2 if deliver_twice else 1

    def place(self, url: str, to: str, from_: str, **options: Any) -> Phone:
        """A new call, not dialled yet. `options` are those of PhoneCall."""
        phone = Phone(self, url, to, from_, **options)
        self.phones.append(phone)
        return phone

    def advance(self, seconds: float) -> None:
        """Let time pass for every call."""
        self.settle()
        target = self.switchboard.now + seconds
        while (at := self.switchboard.next_event_at) is not None and at <= target:
            self.switchboard.advance(max(0.0, at - self.switchboard.now))
            self.settle()
        self.switchboard.advance(max(0.0, target - self.switchboard.now))

    def settle(self) -> None:
        """Perform requests until no call has any left."""
        performed = 0
        while under_way := [(p.call, fetch) for p in self.phones for fetch in p.call.requests]:
            for call, fetch in under_way:
                self._perform(call, fetch)
            performed += len(under_way)
            if performed > MAX_REQUESTS_AT_ONCE:
                raise EndlessLoop(f"{performed} requests and no time passed")
        # Nothing is ever asked again by a call that is over.
        self.phones = [phone for phone in self.phones if not phone.call.over or phone.call.requests]

    def _perform(self, call: PhoneCall, fetch: Fetch) -> None:
        headers = {**fetch.headers, self._header: sign(self._token, fetch)}
        try:
            answers = tuple(self.server.perform(fetch, headers) for _ in range(self._times))
        except FetchFailure as failure:
            call.fetch_failed(fetch.id, failure.kind)
            return
        self.deliveries.append((fetch, answers))
        first, last = answers[0], answers[-1]
        if _content(first) != _content(last):
            raise AnswersDiffer(
                f"the {fetch.purpose} request for {urlsplit(fetch.url).path} "
                "was delivered twice and answered in two ways"
            )
        call.answer(fetch.id, last)
