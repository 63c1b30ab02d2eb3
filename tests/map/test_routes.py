"""The page as it is written, and what it asks for: whole in every language, and nothing inline."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import create_app
from audio.phrases import PhraseBook
from audio.recordings import Recordings, index
from audio.recordings.wave import wav, words_of
from db import migrate
from db.engine import Database
from db.secrets import Keyring
from ivr.line import Line
from ivr.map.draw import WORDS
from ivr.map.samples import ORDINARY, sample_slots
from ivr.map.sounds import Sounds
from ivr.map.ways import ways_from
from ivr.settings import Settings
from tests.clock import Clock
from tests.map.conftest import BASE
from tests.map.test_traffic import NOON, Day
from tests.phone.site import demo_settings

ROOM = WORDS.folder.parent.parent
SLOTS = re.compile(r"\{\w+\}")
SERVED = [path for path in (ROOM / "static").rglob("*") if path.suffix in {".js", ".css"}]


def flat(table: dict[str, Any], before: str = "") -> dict[str, str]:
    """Every sentence by its dotted name."""
    names: dict[str, str] = {}
    for name, value in table.items():
        names |= (
            flat(value, f"{before}{name}.") if isinstance(value, dict) else {before + name: value}
        )
    return names


def test_every_sentence_is_there_in_every_language_with_the_same_slots() -> None:
    first, *others = (flat(table) for table in WORDS.tables.values())
    assert len(others) > 0
    for other in others:
        assert first.keys() == other.keys()
        for name, sentence in first.items():
            assert sorted(SLOTS.findall(sentence)) == sorted(SLOTS.findall(other[name])), name
            assert sentence and other[name], name


def test_every_word_the_page_asks_for_is_there(demo: Flask) -> None:
    names = flat(WORDS.of("en-US"))
    html = demo.test_client().get("/map").text
    asked = set(re.findall(r'data-word(?:-label|-title|-placeholder)?="([^"]+)"', html))
    assert len(asked) > 8
    assert asked - names.keys() == set()
    scripts = "".join(path.read_text("utf-8") for path in SERVED if path.suffix == ".js")
    in_scripts = set(re.findall(r'\b(?:word|section)\("([\w.-]+)"', scripts))
    assert len(in_scripts) > 20
    assert in_scripts - names.keys() == set()


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(demo: Flask) -> None:
    html = demo.test_client().get("/map").text
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", html)
    assert re.findall(r"<script(?![^>]*\ssrc=)", html) == []
    assert len(SERVED) > 8
    for text in (html, *(path.read_text("utf-8") for path in SERVED)):
        assert re.findall(r"(?:https?:)?//(?!www\.w3\.org)[a-z]", text.replace("// ", "")) == []


@pytest.mark.parametrize("path", SERVED, ids=lambda path: path.name)
def test_files_are_small(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400


@pytest.mark.parametrize(
    "path",
    ["/map", "/map/steps.json", "/map/traffic.json", "/map/picture/zh-CN.svg",
     "/map/static/main.js", "/map/picture/xx.svg", "/map/said/xx/none.wav"],
)  # fmt: skip
def test_everything_is_sent_with_the_headers(demo: Flask, path: str) -> None:
    answer = demo.test_client().get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self'; ")
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.status_code == (404 if "xx" in path else 200)


def test_the_page_is_in_the_visitors_language(demo: Flask) -> None:
    client = demo.test_client()
    english = client.get("/map", headers={"Accept-Language": "en"}).text
    assert '<html lang="en-US">' in english and 'lang="en-US" role' not in english
    assert '<html lang="zh-CN">' in client.get("/map", headers={"Accept-Language": "de"}).text
    assert '<html lang="en-US">' in client.get("/map?lang=en-US").text
    assert '<html lang="zh-CN">' in client.get("/map?lang=<b>").text


def test_what_has_not_changed_is_not_sent_again(demo: Flask) -> None:
    client = demo.test_client()
    for path in ("/map/steps.json", "/map/picture/zh-CN.svg"):
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (first.headers["Cache-Control"], again.status_code) == ("no-cache", 304)


def test_every_step_is_told_of(demo: Flask, demo_line: Line) -> None:
    told: Any = demo.test_client().get("/map/steps.json").json
    assert list(told["steps"]) == sorted(demo_line.call_map.steps)
    assert told["flows"].keys() == demo_line.call_map.flows.keys()
    for name, step in told["steps"].items():
        assert step["kind"] in WORDS.of("zh-CN")["kinds"], name
        assert step["waits"] == demo_line.call_map.steps[name].waits
        for way in step["ways"]:
            assert way["to"] is None or way["to"] in told["steps"]
        for phrase in step["phrases"]:
            for language in demo_line.city.languages:
                said = told["phrases"][phrase][language]
                assert 0 < said["seconds"] <= 15, (phrase, language)
                assert "{" not in said["words"]
    top = demo_line.call_map.steps[demo_line.call_map.top]
    second = next(way for way in ways_from(demo_line.call_map, top) if way.key == "2")
    assert "press two" in told["phrases"][second.phrase]["en-US"]["words"], "each with its own key"
    start = told["flows"][demo_line.call_map.start_flow]
    assert start["proof"] is None
    assert {flow["proof"] for flow in told["flows"].values()} > {None}


def test_every_kind_of_value_can_be_said(demo_line: Line) -> None:
    book = demo_line.book
    kinds = {kind for name in book.names for kind in book.slots(name).values()}
    assert kinds - ORDINARY.keys() <= {"term"}
    for name in book.names:
        for language in demo_line.city.languages:
            assert book.words(name, sample_slots(book, name), language)


def test_yesterdays_calls_are_shown(tmp_path: Path, clock: Clock) -> None:
    settings = demo_settings(tmp_path, BASE)
    migrate.upgrade(settings.database_url)
    clock.now = NOON + timedelta(days=1)
    client = create_app(settings, clock=clock).test_client()
    database = Database(settings.database_url)
    day = Day(database)
    for _ in range(6):
        day.call("welcome.menu", "a.step")
    database.dispose()
    assert client.get("/map/traffic.json").json == {
        "day": "2026-03-15",
        "few": 5,
        "steps": {
            "welcome.menu": {"came": 6, "left": 0, "share": None, "went": [["a.step", 6]]},
            "a.step": {"came": 6, "left": 6, "share": 1.0, "went": []},
        },
    }


def test_without_the_database_the_map_is_there_and_the_figures_are_not(tmp_path: Path) -> None:
    settings = demo_settings(tmp_path, BASE)
    client = create_app(settings).test_client()
    assert client.get("/map").status_code == 200
    answer = client.get("/map/traffic.json")
    assert (answer.status_code, answer.json) == (503, {"error": "unavailable"})


def test_it_is_served_in_the_demo_or_when_switched_on() -> None:
    def served(**given: object) -> bool:
        return Settings.read(_env_file=None, **given).map

    assert served()
    assert not served(hotline_demo=False)
    assert served(hotline_demo=False, hotline_map=True)
    assert not served(hotline_map=False)
    assert served(hotline_map="")


def test_where_it_is_not_served_there_is_nothing(tmp_path: Path) -> None:
    settings = demo_settings(tmp_path, BASE, hotline_demo=False, hotline_keys=Keyring.new_entry())
    assert create_app(settings).test_client().get("/map").status_code == 404


def recorded(folder: Path, *texts: str) -> Recordings:
    """Recordings of these sentences."""
    place = folder / "zh-CN"
    place.mkdir(parents=True)
    entries = []
    for number, text in enumerate(texts):
        samples = bytes([number + 1]) * 800
        (place / f"line{number}.wav").write_bytes(wav(samples, text))
        entries.append(
            index.Entry(
                name=f"line{number}", text=text, final=True, seconds=0.1, peak=-1.0,
                loudness=-20.0, text_hash=index.text_hash(text, True),
                id=index.sound_id(samples), source="test",
            )
        )  # fmt: skip
    index.write(place, entries)
    return Recordings.load(folder)


def test_a_recorded_phrase_is_played_and_kept(
    demo: Flask, demo_line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = demo_line.book
    phrase = next(
        name for name in sorted(book.names)
        if not book.slots(name) and book.words(name, {}, "zh-CN").count("。") == 1
        and "，" not in book.words(name, {}, "zh-CN") and not name.startswith("term.")
    )  # fmt: skip
    words = book.words(phrase, {}, "zh-CN")
    store = recorded(tmp_path, words.removesuffix("。"))
    monkeypatch.setattr(Recordings, "load", lambda: store)
    sounds = Sounds(PhraseBook.load())
    sound = sounds.of(phrase, "zh-CN")
    assert sound is not None
    assert words_of(sounds.file(sound)) == words
    app = create_app(demo_settings(tmp_path / "app", BASE))
    client = app.test_client()
    path = f"/map/said/zh-CN/{phrase}.wav"
    named = client.get(f"{path}?sound={sound.tag}")
    assert (named.status_code, named.mimetype) == (200, "audio/wav")
    assert named.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    for other in ("", "?sound=0"):
        assert client.get(path + other).headers["Cache-Control"] == "no-cache"
    again = client.get(path, headers={"If-None-Match": f'"{sound.tag}"'})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(f"/map/said/en-US/{phrase}.wav").status_code == 404
    assert client.get("/map/said/zh-CN/no.such.wav").status_code == 404


def test_words_are_readable_json() -> None:
    for file in WORDS.folder.glob("*.json"):
        assert json.loads(file.read_text("utf-8"))["name"]
