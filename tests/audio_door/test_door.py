"""The door at which carriers fetch sounds: what it gives to whom, for how long."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from prometheus_client import REGISTRY
from sqlalchemy.exc import OperationalError
from werkzeug.test import Client, TestResponse

from app import create_app
from audio.phrases import PhraseBook
from audio.recordings import Recordings
from audio.recordings.wave import samples_of, words_of
from db.calls import Calls
from ivr.audio.routes import SAID_LIVES
from ivr.carrier import Fetch, Response
from ivr.carrier.http import WsgiServer
from ivr.carrier.telephone import TelephoneCall
from tests.plugins.line import BASE, Line
from tests.plugins.people import Medical
from tests.plugins.recorded import record
from tests.plugins.ways import PLAIN

BALANCE = "一千二百三十四元零五分"
OF_EVERYBODY = {"Cache-Control": "public, max-age=31536000, immutable", "Content-Type": "audio/wav"}


@dataclass
class Told:
    """A caller who has just been told their balance, and a stranger at the door."""

    line: Line
    call: TelephoneCall
    app: Flask

    def get(self, url: str, **headers: str) -> TestResponse:
        return self.ask("GET", url, **headers)

    def ask(self, method: str, url: str, **headers: str) -> TestResponse:
        path = url.removeprefix(BASE)
        return Client(self.app).open(path, base_url=BASE, method=method, headers=headers)

    def addresses(self, kind: str) -> list[str]:
        """What the carrier fetched, oldest first."""
        asked = (a.url for a in self.call.phone.actions if isinstance(a, Fetch))
        return [url for url in asked if url.startswith(f"{BASE}/audio/{kind}")]

    @property
    def balance(self) -> str:
        """The address of the sentence that tells it."""
        sounds = {url: self.get(url) for url in reversed(self.addresses("said/"))}
        alive = {url: found.data for url, found in sounds.items() if found.status_code == 200}
        return next(url for url, data in alive.items() if BALANCE in (words_of(data) or ""))


@pytest.fixture
def told(request: pytest.FixtureRequest, recorded_city: Path) -> Iterator[Told]:
    line: Line = request.getfixturevalue("line")
    line.city = recorded_city
    with line.open(PLAIN):
        person = line.people.someone(medical=Medical(1234.05))
        call = line.new_telephone().dial(person.mobile)
        for keys in ("1", person.keys, "1", f"{person.pin}#", "1"):
            call.listens_out()
            call.press(keys)
        call.hears(BALANCE)
        app = create_app(line.settings, clock=line.now)
        yield Told(line, call, app)
        app.extensions["hotline"].database.dispose()


def test_what_everybody_may_hear_is_kept_for_ever(told: Told) -> None:
    url = told.addresses("zh-CN/")[0]
    whole = told.get(url)
    assert whole.status_code == 200
    assert {name: whole.headers[name] for name in OF_EVERYBODY} == OF_EVERYBODY
    assert whole.headers["Content-Language"] == "zh-CN"
    version = url.rpartition("/")[2].removesuffix(".wav")
    assert whole.headers["ETag"] == f'"{version}"', "strong"
    assert len(samples_of(whole.data)) > 1600

    assert told.get(url, If_None_Match=f'"{version}"').status_code == 304
    assert told.get(url, If_None_Match='"other"').status_code == 200
    head = told.ask("HEAD", url)
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Length"] == str(len(whole.data))
    part = told.get(url, Range="bytes=100-199")
    assert (part.status_code, part.data) == (206, whole.data[100:200])
    assert told.get(url, Range="bytes=99999999-").status_code == 416
    assert told.ask("POST", url).status_code == 405


def test_two_workers_give_the_same_bytes_under_the_same_address(told: Told) -> None:
    other = create_app(told.line.settings, clock=told.line.now)
    again = Told(told.line, told.call, other)
    for url in {*told.addresses("zh-CN/"), *told.addresses("en-US/")}:
        assert told.get(url).data == again.get(url).data
    other.extensions["hotline"].database.dispose()


NOWHERE = [
    "",
    "/",
    "/zh-CN",
    "/zh-CN/welcome.none/0123456789abcdef.wav",
    "/xx-XX/welcome.for_account/key=1/0123456789abcdef.wav",
    "/yue-CN/welcome.for_account/key=1/0123456789abcdef.wav",
    "/zh-CN/welcome.for_account/0123456789abcdef.wav",
    "/zh-CN/welcome.for_account/key/0123456789abcdef.wav",
    "/zh-CN/welcome.for_account/key=/0123456789abcdef.wav",
    "/zh-CN/welcome.for_account/key=x/0123456789abcdef.wav",
    "/zh-CN/welcome.for_account/key=１/0123456789abcdef.wav",
    "/zh-CN/welcome.for_account/key=-1/0123456789abcdef.wav",
    f"/zh-CN/welcome.for_account/key={'9' * 80}/0123456789abcdef.wav",
    f"/zh-CN/welcome.for_account/key={'9' * 8000}/0123456789abcdef.wav",
    f"/zh-CN/welcome.for_account{'/key=1' * 900}/0123456789abcdef.wav/",
    "/zh-CN/medical.balance/balance=100/as_of=2026-01-01/0123456789abcdef.wav",
    "/zh-CN/../../etc/passwd/0123456789abcdef.wav",
    "/zh-CN/welcome.for_account/key=1/0123456789abcdef.mp3",
    "/said/0123456789abcdef/aaaaaaaaaaaaaaaaaaaa/0.wav",
    "/said/x/y/0.wav",
    "/said/0123456789abcdef/aaaaaaaaaaaaaaaaaaaa/-1.wav",
    "/said/0123456789abcd%00f/aaaaaaaaaaaaaaaaaaaa/0.wav",
]


def test_what_is_not_there(told: Told) -> None:
    for path in NOWHERE:
        assert told.get(f"/audio{path}").status_code == 404, path


def test_a_worker_with_other_recordings_plays_its_own_and_nobody_keeps_them(told: Told) -> None:
    """In the middle of an update a carrier may ask a new worker for what an old one named."""
    url = re.sub(r"[0-9a-f]{16}\.wav", f"{'0' * 16}.wav", told.addresses("zh-CN/")[0])
    found = told.get(url)
    assert found.status_code == 200
    assert found.headers["Cache-Control"] == "no-store"
    assert "ETag" not in found.headers


def test_what_a_caller_is_told_is_kept_by_nobody(told: Told) -> None:
    found = told.get(told.balance)
    assert found.headers["Cache-Control"] == "no-store"
    assert found.headers["Content-Type"] == "audio/wav"
    assert found.headers["Content-Language"] == "zh-CN"
    assert not {"ETag", "Last-Modified", "Set-Cookie"} & set(found.headers.keys())
    assert told.get(told.balance).data == found.data, "a carrier may ask twice"


def test_it_needs_its_own_nonce_and_its_own_call(told: Told) -> None:
    url = told.balance
    *_, ref, nonce, nth = url.split("/")
    other = told.line.new_telephone().dial("+8613900000009")
    other.listens_out()
    for wrong in (
        url.replace(nonce, "A" * 20),
        url.replace(nonce, nonce[:-1]),
        url.replace(ref, "0" * 16),
        url.replace(nth, "99.wav"),
    ):
        assert told.get(wrong).status_code == 404, wrong


def test_it_dies_when_the_call_goes_on(told: Told) -> None:
    url = told.balance
    told.call.press("*")
    assert told.get(url).status_code == 404


def test_it_dies_when_the_call_ends(told: Told) -> None:
    url = told.balance
    told.call.hangs_up()
    assert told.get(url).status_code == 404


def test_it_dies_after_a_while(told: Told) -> None:
    url = told.balance
    for age, status in ((SAID_LIVES - timedelta(minutes=1), 200), (SAID_LIVES, 404)):
        moment = told.line.now() + age
        told.app = create_app(told.line.settings, clock=partial(_itself, moment))
        assert told.get(url).status_code == status


def test_a_database_that_is_away_is_no_sound_and_a_line_in_the_log(
    told: Told, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def gone(*_: object) -> bytes:
        raise OperationalError("SELECT", None, Exception(BALANCE))

    fixed, said = told.addresses("zh-CN/")[0], told.balance
    before = _count("hotline_faults_total", door="audio.said")
    monkeypatch.setattr(Calls, "speech", gone)
    assert told.get(said).status_code == 503
    assert told.get(fixed).status_code == 200, "that needs no database"
    assert _count("hotline_faults_total", door="audio.said") == before + 1
    assert BALANCE not in capsys.readouterr().err


def test_sounds_are_counted(told: Told) -> None:
    given = _count("hotline_sounds_total", kind="said", outcome="given")
    missing = _count("hotline_sounds_total", kind="fixed", outcome="missing")
    told.get(told.addresses("said/")[-1])
    told.get("/audio/zh-CN/welcome.none/0123456789abcdef.wav")
    assert _count("hotline_sounds_total", kind="said", outcome="given") == given + 1
    assert _count("hotline_sounds_total", kind="fixed", outcome="missing") == missing + 1


class Updated:
    """Workers in the middle of an update (``Server``): ``new`` ones take over with the first sound
    of a caller's own that is fetched."""

    def __init__(self, old: Flask, new: Flask) -> None:
        self.now, self.new = WsgiServer(old), WsgiServer(new)

    def perform(self, fetch: Fetch, headers: Mapping[str, str]) -> Response:
        if "/audio/said/" in fetch.url:
            self.now = self.new
        return self.now.perform(fetch, headers)


def test_recordings_that_are_taken_away_in_mid_call_are_spoken_instead(
    told: Told, recorded_book: PhraseBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was promised is not there any more: the caller hears it all, in the carrier's voice."""
    fewer = record(tmp_path / "fewer", recorded_book, lambda line: "fragment" not in line.name)
    monkeypatch.setattr(Recordings, "load", lambda: fewer)
    new = create_app(told.line.settings, clock=told.line.now)
    told.call.listens_out()
    before = told.call.heard
    told.line.carrier.server = Updated(told.app, new)
    told.call.press("9")
    told.call.hears_only(*before)
    assert [problem.code for problem in told.call.problems] == [11217]
    assert {e.act for e in told.call.transcript.entries[-len(before) :]} == {""}
    told.call.press("*")
    told.call.hears("查询医保个人账户，请按")
    assert len(told.call.problems) == 1
    told.call.problems.clear()  # looked at here, and wanted
    new.extensions["hotline"].database.dispose()


def _itself(moment: datetime) -> datetime:
    return moment


def _count(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0
