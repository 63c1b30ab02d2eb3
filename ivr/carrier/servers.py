"""Who answers the requests of a call: a WSGI application in this process, or a real server."""

import time
from collections.abc import Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Any, Final, Protocol
from urllib.parse import urlencode, urlsplit, urlunsplit

import requests
import urllib3.exceptions
from werkzeug.test import EnvironBuilder, run_wsgi_app

from ivr.carrier.actions import Fetch, Response
from ivr.carrier.retrieval import FailureKind

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_MAX_BODY: Final = 256 * 1024
_MAX_SOUND: Final = 16 * 1024 * 1024


class FetchFailure(Exception):  # noqa: N818 - the carrier's word for it
    """A server gave no answer; `kind` says how."""

    def __init__(self, kind: FailureKind) -> None:
        super().__init__(kind)
        self.kind = kind


class Server(Protocol):
    """Whoever answers requests."""

    def perform(self, fetch: Fetch, headers: Mapping[str, str]) -> Response:
        """Perform one request; raises FetchFailure."""


class WsgiServer:
    """A WSGI application in this process. What it raises is raised here."""

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app

    def perform(self, fetch: Fetch, headers: Mapping[str, str]) -> Response:
        """Hand the request to the application."""
        parts, form = urlsplit(fetch.url), fetch.form
        # Not by werkzeug's client, which takes twice the time: a call has no cookies, and follows
        # redirects by itself. The query belongs to the request line, which a server rebuilds the
        # signed URL from.
        builder = EnvironBuilder(
            urlunsplit(("", "", parts.path or "/", parts.query, "")),
            base_url=f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}",
            method=fetch.method,
            data=urlencode(form) if form else None,
            content_type="application/x-www-form-urlencoded" if form else None,
            headers=list(headers.items()),
        )
        body, status, sent = run_wsgi_app(self._app, builder.get_environ(), buffered=True)
        return Response(
            int(status.split()[0]), sent.get("Content-Type"), b"".join(body), tuple(sent.items())
        )


class HttpServer:
    """Real servers, by `requests`. Redirects and cookies are the call's business."""

    def __init__(self) -> None:
        self._session = requests.Session()
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))

    def perform(self, fetch: Fetch, headers: Mapping[str, str]) -> Response:
        """Perform the request within its time limits."""
        limits = fetch.timeouts
        ends = time.monotonic() + limits.total
        try:
            with self._session.request(
                fetch.method,
                fetch.url,
                data=fetch.form or None,
                headers=dict(headers),
                timeout=(limits.connect, limits.read),
                allow_redirects=False,
                stream=True,
            ) as answer:
                most = _MAX_SOUND if fetch.purpose == "media" else _MAX_BODY
                body = bytearray()
                for chunk in answer.iter_content(8192):
                    body += chunk
                    if len(body) > most:
                        break
                    if time.monotonic() > ends:
                        raise FetchFailure("read-timeout")
                return Response(
                    answer.status_code,
                    answer.headers.get("Content-Type"),
                    bytes(body),
                    tuple(answer.raw.headers.items()),
                )
        except requests.RequestException as error:
            raise FetchFailure(_kind(error)) from error


def _kind(error: requests.RequestException) -> FailureKind:
    if isinstance(error, requests.exceptions.SSLError):
        return "tls"
    if isinstance(error, requests.ConnectTimeout):
        return "connect-timeout"
    if isinstance(error, requests.Timeout):
        return "read-timeout"
    cause: Any = error.args[0] if error.args else None
    unknown = isinstance(getattr(cause, "reason", None), urllib3.exceptions.NameResolutionError)
    return "host" if unknown else "connection"
