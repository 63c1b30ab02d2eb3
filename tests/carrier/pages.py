"""A server that is a dictionary, and a telephone that calls it. Nothing leaves the process."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from ivr.carrier import Fetch, Response
from ivr.carrier.http import Carrier, FetchFailure, Phone

BASE = "https://hotline.test"
CALLER = "+8613800138000"
HOTLINE = "+8612333"

Page = str | Response | FetchFailure | Callable[[Fetch], "str | Response"]
A = TypeVar("A")


class Pages:
    """Answers by path. A page is a document, a whole answer, a failure, or a function."""

    def __init__(self, pages: Mapping[str, Page]) -> None:
        self.pages = dict(pages)
        self.asked: list[Fetch] = []
        self.headers: list[Mapping[str, str]] = []

    def perform(self, fetch: Fetch, headers: Mapping[str, str]) -> Response:
        self.asked.append(fetch)
        self.headers.append(headers)
        path = fetch.url.removeprefix(BASE).partition("?")[0]
        page = self.pages.get(path, Response(404, "text/plain", b"no such page"))
        if isinstance(page, FetchFailure):
            raise page
        if callable(page):
            page = page(fetch)
        return page if isinstance(page, Response) else Response(body=twiml(page))


def twiml(inside: str) -> bytes:
    """A document with this inside its Response."""
    return f"<Response>{inside}</Response>".encode()


class Line(Phone):
    """A telephone with a server of its own."""

    def __init__(
        self,
        pages: Mapping[str, Page] | str,
        *,
        url: str = f"{BASE}/voice",
        carrier: Carrier | None = None,
        **options: Any,
    ) -> None:
        if isinstance(pages, str):
            pages = {"/voice": pages}
        self.pages = Pages(pages)
        carrier = carrier or Carrier(self.pages, "secret")
        options.setdefault("speech_seconds", lambda text, language: 2.0)
        super().__init__(carrier, url, HOTLINE, CALLER, **options)
        carrier.phones.append(self)

    def asked(self, purpose: str) -> list[Fetch]:
        """The requests of one purpose."""
        return [action for action in self.all(Fetch) if action.purpose == purpose]

    def all(self, kind: type[A]) -> list[A]:
        """The actions of one kind."""
        return [action for action in self.actions if isinstance(action, kind)]

    @property
    def codes(self) -> list[int]:
        """The numbers of all problems."""
        return [problem.code for problem in self.call.problems]


def dialled(pages: Mapping[str, Page] | str, **options: Any) -> Line:
    """A line that has been dialled."""
    line = Line(pages, **options)
    line.dial()
    return line
