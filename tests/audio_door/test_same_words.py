"""Whoever speaks, the words are the same: calls to a line that plays and to one that is spoken."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from datetime import date
from itertools import cycle
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from ivr.carrier import Fetch, Response
from ivr.carrier.http import WsgiServer
from ivr.carrier.telephone import TelephoneCall
from tests.plugins.line import BASE, CITY, Line
from tests.plugins.people import Bill, Insured, Medical, Month, Paid, Person
from tests.plugins.ways import PLAIN, TWICE, Way

KEYS = "1111222333445678990*#"
ACTS = 60
STORMS = [("", 1), ("", 2), ("", 3), ("8", 4), ("8", 5), ("8", 6)]
"""Keys that choose a language, and a seed."""
ADDRESS = re.compile(
    rf"{BASE}/(voice(/turn/[0-9]+/(zh-CN|en-US)|/(whisper|accept)/[0-9a-f]{{16}}/[0-9]+(/[a-z]+)?"
    r"|/status)?"
    r"|audio/(zh-CN|en-US)/[a-z_]+(\.[a-z0-9_-]+)+"
    r"(/(key=[1-9]|times=[0-9]|line=12333|city=city|topic=topic\.[a-z]+))*/[0-9a-f]{16}\.wav"
    r"|audio/said/[0-9a-f]{16}/[A-Za-z0-9_-]{20}/[0-9]+\.wav)"
)
Heard = list[tuple[float, str, str]]


def somebody(line: Line) -> Person:
    """On record with all that can be told."""
    return line.people.someone(
        medical=Medical(1234.05),
        contributions=[Month(period) for period in (202510, 202511, 202512, 202602)],
        insured=[Insured("employee-pension")],
        benefits=[Paid(202602, 3000)],
        claims=[Bill(date(2026, 2, 1), 80)],
        cards=["active"],
    )


def storm(line: Line, language: str, seed: int) -> TelephoneCall:
    """Identification and the first things to hear, then any keys; every sentence takes a second, so
    that two calls are the same to the moment."""
    person, chance = somebody(line), random.Random(seed)
    line.employs("+8613900000001")
    call = line.new_telephone().dial(
        person.mobile,
        speech_seconds=lambda text, code: 1.0,
        audio_seconds=lambda url, seconds: 1.0,
    )
    call.listens_out()
    doings = [*language, "1", person.keys, "1", f"{person.pin}#", "1", "9", "*", "2", "*"]
    for doing in doings + chance.choices([*KEYS, "wait", "0"], k=ACTS):
        if call.over:
            break
        if doing == "wait":
            call.waits(chance.choice((3, 9)))
        else:
            call.press(doing)
            call.listens_out()
    return call


class InTurn:
    """Workers of which each takes every second request (``Server``)."""

    def __init__(self, *apps: Flask) -> None:
        self.servers = cycle([WsgiServer(app) for app in apps])

    def perform(self, fetch: Fetch, headers: Mapping[str, str]) -> Response:
        return next(self.servers).perform(fetch, headers)


def carried(
    line: Line, city: Path, language: str, seed: int, *, way: Way = PLAIN, workers: int = 1
) -> TelephoneCall:
    """A call to the line of ``city``."""
    line.city = city
    with line.open(way):
        apps = [create_app(line.settings, clock=line.now) for _ in range(workers)]
        line.carrier.server = InTurn(*apps)
        call = storm(line, language, seed)
        for app in apps:
            app.extensions["hotline"].database.dispose()
        assert call.problems == [], str(call.transcript)
    return call


def words(call: TelephoneCall) -> Heard:
    return [(round(e.second, 3), e.who, e.heard_text) for e in call.transcript]


def played(call: TelephoneCall) -> list[str]:
    asked = (a for a in call.phone.actions if isinstance(a, Fetch))
    return [fetch.url for fetch in asked if fetch.purpose == "media"]


@pytest.fixture
def plays(request: pytest.FixtureRequest) -> Line:
    """The line, for a test that opens it itself."""
    line: Line = request.getfixturevalue("line")
    return line


@pytest.mark.parametrize(("language", "seed"), STORMS)
def test_a_call_sounds_the_same(plays: Line, recorded_city: Path, language: str, seed: int) -> None:
    spoken = carried(plays, CITY, language, seed)
    heard = carried(plays, recorded_city, language, seed)
    assert words(heard) == words(spoken)
    assert not any(entry.act == "plays" for entry in spoken.transcript)
    sentences = [e for e in heard.transcript if e.who == "line"]
    assert all(entry.act == "plays" for entry in sentences), "everything is recorded"
    assert sum("/audio/said/" in url for url in played(heard)) > 3


def test_workers_that_know_nothing_of_each_other_play_the_same(
    plays: Line, recorded_city: Path
) -> None:
    spoken = carried(plays, CITY, "", 7)
    heard = carried(plays, recorded_city, "", 7, workers=2)
    assert words(heard) == words(spoken)


@pytest.mark.postgres
def test_on_postgresql_with_each_webhook_twice(plays: Line, recorded_city: Path) -> None:
    """The carrier compares the two answers: the same addresses, and the same sounds."""
    spoken = carried(plays, CITY, "8", 7)
    heard = carried(plays, recorded_city, "8", 7, way=TWICE)
    assert plays.database.dialect == "postgresql"
    assert words(heard) == words(spoken)


def test_no_address_tells_of_a_person(plays: Line, recorded_city: Path) -> None:
    """Every address of a call, of every kind, has nothing but what is listed here."""
    for language, seed in STORMS[1::2]:
        call = carried(plays, recorded_city, language, seed)
        fetches = [a for a in call.phone.actions if isinstance(a, Fetch)]
        for url in {fetch.url for fetch in fetches}:
            assert ADDRESS.fullmatch(url), url
        assert any("/said/" in fetch.url for fetch in fetches)
        documents = "".join(
            answers[0].body.decode()
            for fetch, answers in plays.carrier.deliveries
            if fetch.purpose != "media"
        )
        assert set(re.findall(r"<Play>([^<]*)", documents)) >= set(played(call))
        assert "<Say" not in documents
