"""Somebody at the desk in a browser without scripts: opens pages, posts forms with their token."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.S)


@dataclass(frozen=True)
class Page:
    """An answer of the desk."""

    answer: TestResponse

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def html(self) -> str:
        return self.answer.text

    @property
    def text(self) -> str:
        """What is read on it, without markup, a space for every gap."""
        return " ".join(unescape(_TAGS.sub(" ", self.html)).split())

    @property
    def title(self) -> str:
        found = re.search(r"<title>(.*?)</title>", self.html, re.S)
        return unescape(found[1]).strip() if found else ""

    @property
    def goes_to(self) -> str:
        """Where it sends the browser, or htmx."""
        return self.answer.headers.get("HX-Redirect") or self.answer.headers.get("Location", "")

    @property
    def headers(self) -> Any:
        return self.answer.headers


class Visitor:
    """A browser. ``get`` and ``post`` follow no redirect unless told to (``follow=True``)."""

    def __init__(self, client: FlaskClient, base: str) -> None:
        self.client = client
        self.base = base
        self.token = ""

    def get(self, path: str, *, follow: bool = False, **options: Any) -> Page:
        """Open a page."""
        return self._sent(self.client.get(path, **self._options(follow, options)))

    def post(self, path: str, *, follow: bool = False, csrf: bool = True, **fields: Any) -> Page:
        """Send a form with its token; a field's value may be a list, or a file ``(stream, name)``.
        ``csrf=False`` forgets the token."""
        if csrf:
            if not self.token:
                self.get("/desk/account", follow=True)
            fields["csrf_token"] = self.token
        return self._sent(self.client.post(path, data=fields, **self._options(follow, {})))

    def piece(self, path: str, *, post: bool = False, **fields: Any) -> Page:
        """As htmx asks: for a piece of a page, with the token in a header."""
        if post and not self.token:
            self.get("/desk/account", follow=True)
        headers = {"HX-Request": "true", "X-CSRFToken": self.token}
        options = self._options(False, {"headers": headers})
        if post:
            return self._sent(self.client.post(path, data=fields, **options))
        return self._sent(self.client.get(path, query_string=fields, **options))

    def _options(self, follow: bool, more: dict[str, Any]) -> dict[str, Any]:
        headers = {"Referer": f"{self.base}/desk", **more.pop("headers", {})}
        return {"base_url": self.base, "follow_redirects": follow, "headers": headers, **more}

    def _sent(self, answer: TestResponse) -> Page:
        if answer.mimetype == "text/html":
            found = _TOKEN.search(answer.text)
            self.token = found[1] if found else self.token
        assert answer.status_code != 500, "the page failed: the log says why"
        return Page(answer)
