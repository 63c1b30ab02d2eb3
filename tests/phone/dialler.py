"""A page without a browser: sends what the page sends."""

from __future__ import annotations

from itertools import count
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


_addresses = count(1)


class Dialler:
    """One telephone, at an address of its own. ``apps`` take its requests in turn, as workers."""

    def __init__(self, *apps: Flask) -> None:
        nth = next(_addresses)
        self._address = f"192.0.{nth // 256}.{nth % 256}"
        self._clients = [app.test_client() for app in apps]
        self._turn = 0
        self.token = ""
        self.batch = 0
        self.known = 0

    def post(self, path: str, body: object, **headers: str) -> TestResponse:
        """One request to the next worker."""
        client = self._clients[self._turn % len(self._clients)]
        self._turn += 1
        return client.post(
            path,
            json=body,
            headers={**SAME_ORIGIN, **headers},
            environ_overrides={"REMOTE_ADDR": self._address},
        )

    def call(self, number: str = "", speed: float = 20) -> dict[str, Any]:
        """Call; gives how the call is."""
        answer = self.post("/phone/calls", {"number": number, "speed": speed})
        assert answer.status_code == 201, answer.text
        self.token = answer.json["token"] if answer.json else ""
        return self._view(answer)

    def do(self, *acts: dict[str, Any]) -> dict[str, Any]:
        """Do something, or only ask; gives what has happened since."""
        self.batch += bool(acts)
        answer = self.ask(*acts)
        assert answer.status_code == 200, answer.text
        return self._view(answer)

    def press(self, keys: str) -> dict[str, Any]:
        """Press keys, all in one request."""
        return self.do(*({"do": "press", "key": key} for key in keys))

    def ask(self, *acts: dict[str, Any], token: str | None = None) -> TestResponse:
        """The bare request, under the number of the last one that did something."""
        body = {"batch": self.batch, "after": self.known, "acts": list(acts)}
        given = self.token if token is None else token
        return self.post("/phone/call", body, **{"X-Phone-Token": given})

    def _view(self, answer: TestResponse) -> dict[str, Any]:
        assert answer.json is not None
        view: dict[str, Any] = answer.json["call"]
        self.known += len(view["happened"])
        return view


def said(view: dict[str, Any]) -> str:
    """Everything that was said in what has happened."""
    return "".join(each["text"] for each in view["happened"] if each["is"] == "said")
