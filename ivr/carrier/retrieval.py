"""Getting documents: redirects, retries, time limits, cookies. All decisions, no sockets.

The driver performs one request for each `Fetch` and reports what came of it; everything that a
carrier does around a request is decided here. Connection overrides are read from the URL's
fragment (`#rc=2&rp=ct,5xx`), which is never sent and never signed.
Source: twilio.com/docs/usage/webhooks/webhooks-connection-overrides.
"""

import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal, Protocol, TypeAlias, cast
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit, urlunsplit

from requests.cookies import RequestsCookieJar

from ivr.carrier.actions import Action, Fetch, Purpose, Response, Timeouts
from ivr.carrier.errors import CarrierMisuse
from ivr.carrier.profiles import Profile
from ivr.carrier.values import url_problem

FailureKind: TypeAlias = Literal["connect-timeout", "connection", "read-timeout", "host", "tls"]

MAX_REDIRECTS: Final = 10
_FAILURES: Final[Mapping[FailureKind, int]] = {
    "connect-timeout": 11205,
    "connection": 11205,
    "read-timeout": 11205,
    "host": 11210,
    "tls": 11220,
}
_CONNECTING: Final = frozenset({"connect-timeout", "connection", "tls"})


class Receiver(Protocol):
    """Who asked for a document."""

    alive: bool

    def received(self, response: Response, url: str) -> None:
        """A 2xx answer came from `url`."""

    def not_received(self, code: int, message: str, url: str) -> None:
        """The request failed for good."""


class Line(Protocol):
    """What retrieval needs of its call."""

    profile: Profile

    @property
    def now(self) -> float: ...
    def emit(self, action: Action) -> None: ...
    def new_sid(self, prefix: str) -> str: ...


@dataclass(frozen=True)
class Overrides:
    """Connection overrides of one URL, at their documented defaults and ranges."""

    retries: int = 1
    policy: frozenset[str] = frozenset({"ct"})
    timeouts: Timeouts = field(default_factory=Timeouts)

    @classmethod
    def read(cls, url: str) -> "Overrides":
        """From the fragment; a value out of range is ignored."""
        given = dict(parse_qsl(urlsplit(url).fragment))
        policy = frozenset(given.get("rp", "ct").split(","))
        return cls(
            _number(given, "rc", 0, 5, 1),
            policy if policy <= {"4xx", "5xx", "ct", "rt", "all"} else frozenset({"ct"}),
            Timeouts(
                _number(given, "ct", 100, 10_000, 5_000) / 1000,
                _number(given, "rt", 100, 15_000, 15_000) / 1000,
                _number(given, "tt", 100, 15_000, 15_000) / 1000,
            ),
        )

    def retry(self, reason: str) -> bool:
        """Whether the policy names this reason."""
        return "all" in self.policy or reason in self.policy


@dataclass(frozen=True)
class Pending:
    """A request under way.

    `document_url` is what was asked for, without what a GET adds to the query: the base of
    relative URLs. `own` are the parameters that survive an HTTP redirect.
    """

    fetch: Fetch
    document_url: str
    receiver: Receiver
    own: Mapping[str, str]
    overrides: Overrides
    deadline: float
    hops: int = 0


class Retrieval:
    """All requests of one call."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.pending: dict[int, Pending] = {}
        self.expired: set[int] = set()
        self.jar = RequestsCookieJar()
        self._last_id = 0

    @property
    def next_deadline(self) -> float | None:
        """When the first request gives up by itself."""
        return min((p.deadline for p in self.pending.values()), default=None)

    def send(
        self,
        url: str,
        method: str,
        own: Mapping[str, str],
        extra: Mapping[str, str],
        purpose: Purpose,
        receiver: Receiver,
    ) -> int:
        """Ask for `url` (absolute, perhaps with a fragment). Returns the id of the Fetch."""
        overrides = Overrides.read(url)
        headers = {"I-Twilio-Idempotency-Token": self.line.new_sid("")}
        fetch = self._fetch(url, method, {**own, **extra}, purpose, headers, overrides)
        deadline = self.line.now + overrides.timeouts.total
        self._start(Pending(fetch, urldefrag(url)[0], receiver, own, overrides, deadline))
        return fetch.id

    def answer(self, fetch_id: int, response: Response) -> None:
        """What the server said."""
        pending = self._take(fetch_id)
        if pending is None:
            return
        fetch = pending.fetch
        if self.line.profile.cookies:
            self.jar.extract_cookies(
                _JarResponse(response),  # type: ignore[arg-type]  # the jar only calls info()
                urllib.request.Request(fetch.url),  # noqa: S310 - nothing is opened
            )
        if 200 <= response.status < 300:
            if pending.receiver.alive:
                pending.receiver.received(response, pending.document_url)
        elif 300 <= response.status < 400:
            self._follow(pending, response)
        else:
            family = f"{response.status // 100}xx"
            self._retry_or_fail(pending, family, 11217, f"status {response.status}")

    def failed(self, fetch_id: int, kind: FailureKind) -> None:
        """No answer came."""
        pending = self._take(fetch_id)
        if pending is not None:
            self._lost(pending, kind)

    def expire(self) -> None:
        """Give up the requests whose time is over."""
        for fetch_id, pending in list(self.pending.items()):
            if pending.deadline <= self.line.now:
                del self.pending[fetch_id]
                self.expired.add(fetch_id)
                self._fail(pending, 11205, "no answer in time")

    def _lost(self, pending: Pending, kind: FailureKind) -> None:
        reason = "ct" if kind in _CONNECTING else "rt" if kind == "read-timeout" else kind
        self._retry_or_fail(pending, reason, _FAILURES[kind], kind)

    def _retry_or_fail(self, pending: Pending, reason: str, code: int, message: str) -> None:
        fetch, overrides = pending.fetch, pending.overrides
        if fetch.attempt <= overrides.retries and overrides.retry(reason):
            again = replace(fetch, id=self._next_id(), attempt=fetch.attempt + 1)
            self._start(replace(pending, fetch=again))
        else:
            self._fail(pending, code, message)

    def _follow(self, pending: Pending, response: Response) -> None:
        location = response.header("Location")
        legal = location and url_problem(location, absolute=False) is None
        if response.status not in (301, 302, 303, 307) or not location or not legal:
            self._fail(pending, 11216, f"status {response.status}")
        elif pending.hops >= MAX_REDIRECTS:
            self._fail(pending, 11215, f"more than {MAX_REDIRECTS}")
        else:
            # What the caller typed is not sent again: only the parameters of the call itself.
            method = pending.fetch.method if response.status == 307 else "GET"
            url = urljoin(pending.fetch.url, location)
            headers = {k: v for k, v in pending.fetch.headers.items() if k != "Cookie"}
            fetch = self._fetch(
                url, method, pending.own, pending.fetch.purpose, headers, pending.overrides
            )
            bare = urldefrag(url)[0]
            self._start(replace(pending, fetch=fetch, document_url=bare, hops=pending.hops + 1))

    def _fail(self, pending: Pending, code: int, message: str) -> None:
        if pending.receiver.alive:
            pending.receiver.not_received(code, message, pending.document_url)

    def _fetch(
        self,
        url: str,
        method: str,
        params: Mapping[str, str],
        purpose: Purpose,
        headers: Mapping[str, str],
        overrides: Overrides,
    ) -> Fetch:
        bare = urldefrag(url)[0]
        if method == "GET" and params:
            parts = urlsplit(bare)
            query = "&".join(filter(None, (parts.query, urlencode(params))))
            bare = urlunsplit(parts._replace(query=query))
        probe = urllib.request.Request(bare)  # noqa: S310 - nothing is opened
        self.jar.add_cookie_header(probe)
        cookie = probe.get_header("Cookie")
        sent = {**headers, "Cookie": cookie} if cookie else dict(headers)
        verb = cast(Literal["GET", "POST"], method)
        return Fetch(self._next_id(), verb, bare, dict(params), purpose, sent, overrides.timeouts)

    def _start(self, pending: Pending) -> None:
        self.pending[pending.fetch.id] = pending
        self.line.emit(pending.fetch)

    def _take(self, fetch_id: int) -> Pending | None:
        """The request, or None if it was given up before its answer came."""
        if fetch_id in self.expired:
            self.expired.discard(fetch_id)
            return None
        if fetch_id not in self.pending:
            raise CarrierMisuse(f"no request {fetch_id} is under way")
        return self.pending.pop(fetch_id)

    def _next_id(self) -> int:
        self._last_id += 1
        return self._last_id


class _JarResponse:
    """The one method that the standard cookie jar calls."""

    def __init__(self, response: Response) -> None:
        self._message = response.message()

    def info(self) -> object:
        return self._message


def _number(given: Mapping[str, str], key: str, low: int, high: int, default: int) -> int:
    value = given.get(key, "")
    return (
        int(value) if value.isascii() and value.isdigit() and low <= int(value) <= high else default
    )
