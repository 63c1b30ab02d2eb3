"""A line behind its doors, and a carrier's knock: signed requests, and what must come back."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from twilio.request_validator import RequestValidator
from werkzeug.test import Client, TestResponse

from app import create_app
from db.secrets import Keyring
from flows.map import CallMap
from ivr.carrier import document
from ivr.carrier.profiles import TWILIO
from ivr.carrier.schema import Context
from ivr.settings import Settings
from tests.clock import Clock
from tests.plugins.recorded import choosing
from tests.secrets_used import remember

TOKEN = "token"
BASE = "https://line.test"
CALLER = "+8613900000001"
ROOT = Path(__file__).parents[2]
AppOn = Callable[..., Flask]
_calls = count(1)


@pytest.fixture
def app_on(tmp_path: Path, clock: Clock) -> Iterator[AppOn]:
    """Makes an application on a database; settings by their names, ``flows`` for other flows."""
    made: list[Flask] = []

    def make(database_url: str, *, flows: CallMap | None = None, **settings: Any) -> Flask:
        options: dict[str, Any] = {
            "_env_file": None,
            "database_url": database_url,
            "public_base_url": BASE,
            "twilio_auth_token": TOKEN,
            "hotline_keys": Keyring.new_entry(),
            "hotline_demo": False,
            # What is said is read in the documents here; what is played has tests of its own.
            "hotline_city": choosing("synthetic", tmp_path, ROOT / "cities" / "demo.toml"),
            "hotline_instance": tmp_path / "instance",
            "pin_memory_kib": 8,
            "pin_rounds": 1,
        }
        app = create_app(Settings.read(**{**options, **settings}), clock=clock, flows=flows)
        made.append(app)
        return app

    yield make
    for app in made:
        app.extensions["hotline"].database.dispose()


def sign(url: str, fields: dict[str, Any], token: str = TOKEN) -> dict[str, str]:
    """The header of a signed request, as Twilio makes it."""
    return {"X-Twilio-Signature": RequestValidator(token).compute_signature(url, fields)}


@dataclass(frozen=True)
class Answer:
    """What came back: TwiML that has been checked as strictly as Twilio does."""

    xml: ET.Element
    body: bytes

    @property
    def words(self) -> list[str]:
        return [say.text or "" for say in self.xml.iter("Say")]

    @property
    def languages(self) -> set[str]:
        return {say.attrib["language"] for say in self.xml.iter("Say")}

    @property
    def verbs(self) -> list[str]:
        return [verb.tag for verb in self.xml]

    @property
    def next(self) -> str:
        """Where the carrier goes on, whether or not a key is pressed."""
        for verb in self.xml:
            if verb.tag == "Redirect":
                return verb.text or ""
            if "action" in verb.attrib:
                return verb.attrib["action"]
        raise AssertionError(f"leads nowhere: {self.verbs}")


def answer(response: Any, context: Context = Context.CALL) -> Answer:
    """The answer in a response, which must be TwiML that a carrier can play."""
    assert response.status_code == 200
    body = response.data
    assert response.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert document.read(body, context, TWILIO).problems == []
    return Answer(ET.fromstring(body), body)  # noqa: S314 - our own answer, read strictly above


class Knock:
    """A carrier that speaks for one call."""

    def __init__(self, app: Flask, sid: str | None = None, number: str = CALLER) -> None:
        self.client = Client(app)
        self.sid = sid or f"CA{next(_calls):032x}"
        self.number = number
        if number.startswith("+"):
            remember(number)
        remember(self.sid)

    def fields(self, **more: str) -> dict[str, str]:
        return {"CallSid": self.sid, "From": self.number, "To": "+8612333", **more}

    def raw(
        self,
        path: str,
        *,
        method: str = "POST",
        token: str = TOKEN,
        fields: dict[str, Any] | None = None,
        **options: Any,
    ) -> TestResponse:
        """One signed request, whatever comes of it."""
        posted = self.fields() if fields is None else fields
        headers = sign(BASE + path, posted, token) | options.pop("headers", {})
        return self.client.open(
            path, base_url=BASE, method=method, data=posted, headers=headers, **options
        )

    def post(self, where: str, **more: str) -> Answer:
        """One signed request; the answer must be one."""
        return answer(self.raw(where.removeprefix(BASE), fields=self.fields(**more)))

    def dial(self) -> Answer:
        return self.post("/voice")


@pytest.fixture
def line_app(app_on: AppOn, sqlite_url: str) -> Flask:
    """The shipped line on a fresh SQLite database."""
    return app_on(sqlite_url)


@pytest.fixture
def knock(line_app: Flask) -> Knock:
    return Knock(line_app)
