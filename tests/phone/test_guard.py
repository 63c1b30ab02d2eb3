"""Who may ask, how often; what goes with every answer; what is never told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import create_app
from db import migrate
from db.demo import showcase
from ivr.carrier.actions import Fetch
from ivr.carrier.http import FetchFailure
from ivr.phone import guard
from ivr.phone.own_door import OwnDoor
from tests.phone.conftest import BASE
from tests.phone.dialler import SAME_ORIGIN, Dialler
from tests.phone.site import demo_settings

OPENING = {"number": "", "speed": 20}


@pytest.fixture
def fresh(tmp_path: Path) -> Flask:
    """A line that has counted nobody's requests yet."""
    settings = demo_settings(tmp_path, BASE)
    migrate.upgrade(settings.database_url)
    return create_app(settings)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.test"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    ],
)
def test_another_site_may_not_call(demo: Flask, headers: dict[str, str]) -> None:
    answer = demo.test_client().post("/phone/calls", json=OPENING, headers=headers)
    assert (answer.status_code, answer.json and answer.json["error"]) == (403, "not_this_page")


def test_a_browser_that_names_only_the_origin_may_call(demo: Flask) -> None:
    headers = {"Origin": "http://localhost"}
    assert demo.test_client().post("/phone/calls", json=OPENING, headers=headers).status_code == 201


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
def test_only_json_is_understood(demo: Flask, kind: str) -> None:
    answer = demo.test_client().post(
        "/phone/calls", data='{"number": ""}', content_type=kind, headers=SAME_ORIGIN
    )
    assert answer.status_code == 415


@pytest.mark.parametrize(
    "body",
    [
        [],
        {"batch": -1},
        {"batch": 1, "acts": [{"do": "dial"}]},
        {"batch": 1, "acts": [{"do": "pass", "seconds": 5}]},
        {"batch": 1, "acts": [{"do": "press", "key": "12"}]},
        {"batch": 1, "acts": [{"do": "speak", "seconds": 1e9}]},
        {"batch": 1, "acts": [{"do": "pace", "speed": 0}]},
        {"batch": 1, "acts": [{"do": "press", "key": "1"}] * 33},
        {"batch": 1, "acts": [{"do": "agent", "leg": "../x", "what": "answer"}]},
    ],
)
def test_what_a_page_cannot_send_is_refused(demo: Flask, body: object) -> None:
    phone = Dialler(demo)
    phone.call()
    answer = phone.post("/phone/call", body, **{"X-Phone-Token": phone.token})
    assert (answer.status_code, answer.json and answer.json["error"]) == (400, "not_understood")


def test_a_body_that_is_too_large_is_refused_with_a_sentence(demo: Flask) -> None:
    body = {"number": "1" * guard.LARGEST}
    answer = Dialler(demo).post("/phone/calls", body, **{"Accept-Language": "en"})
    assert (answer.status_code, answer.json and answer.json["error"]) == (413, "too_large")


def test_too_many_calls_are_refused_with_a_sentence(fresh: Flask) -> None:
    phone = Dialler(fresh)
    answers = [
        phone.post("/phone/calls", {"number": "x"}, **{"Accept-Language": "en"}) for _ in range(21)
    ]
    assert {answer.status_code for answer in answers[:20]} == {400}
    assert answers[-1].status_code == 429
    assert answers[-1].json is not None
    assert "Wait a minute" in answers[-1].json["sentence"]


@pytest.mark.parametrize("path", ["/phone", "/phone/static/main.js", "/phone/static/nothing"])
def test_the_headers_are_on_everything(demo: Flask, path: str) -> None:
    headers = demo.test_client().get(path).headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_answers_are_not_kept_by_anybody(demo: Flask) -> None:
    assert Dialler(demo).post("/phone/calls", OPENING).headers["Cache-Control"] == "no-store"


def test_there_is_no_telephone_where_it_is_switched_off(tmp_path: Path) -> None:
    settings = demo_settings(tmp_path, BASE, hotline_phone=False)
    migrate.upgrade(settings.database_url)
    client = create_app(settings).test_client()
    assert client.get("/phone").status_code == 404
    assert client.post("/phone/calls", json=OPENING, headers=SAME_ORIGIN).status_code == 404


@pytest.mark.parametrize(
    "url", ["http://169.254.169.254/", f"{BASE}/metrics", f"{BASE}/voicemail", f"{BASE}.evil/voice"]
)
def test_the_carrier_here_reaches_nothing_but_the_carriers_door(demo: Flask, url: str) -> None:
    fetch = Fetch(1, "POST", url, {}, "voice")
    with pytest.raises(FetchFailure) as failed:
        OwnDoor(demo, BASE).perform(fetch, {})
    assert failed.value.kind == "host"


def test_nothing_of_a_person_is_logged(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], demo: Flask
) -> None:
    settings = demo_settings(tmp_path, BASE, log_level="DEBUG")
    migrate.upgrade(settings.database_url)
    phone = Dialler(create_app(settings))
    worker = showcase().worker
    phone.call("15412345678")
    for keys in ("1", worker.id_number, "1", f"{worker.pin}#"):
        phone.press(keys)
    phone.do({"do": "hang_up"})
    logged = "".join(capfd.readouterr())
    assert '"event":"turn"' in logged
    secrets: list[Any] = [worker.id_number, worker.pin, "15412345678", phone.token]
    assert [secret for secret in secrets if secret in logged] == []
