"""Topics in the office: how each version stands, to be read in every language, and to be heard."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from markupsafe import escape

from db.staff import Role
from flows.city import City
from flows.topics import FIELDS, Topics
from ivr.desk.office import topics
from tests.desk.house import House
from tests.desk.visitor import Visitor
from tests.plugins.line import CITY

PAGE = "/desk/office/topics"


def write(folder: Path, on: str, text: str) -> None:
    """A version of a topic, in as many words as it needs."""
    folder.mkdir(parents=True, exist_ok=True)
    wording = "".join(
        f'[text.{code}]\ntitle = "{title}"\nspoken = "{title}{end}"\nlegal_basis = "{title}{end}"\n'
        f'full = "{title}{end}"\n'
        for code, title, end in (("zh-CN", "办事", "。"), ("en-US", "a topic", "."))
    )
    (folder / f"{on}.toml").write_text(f'field = "other"\n{text}\n{wording}', "utf-8")


@pytest.fixture
def shelf(tmp_path: Path) -> Topics:
    """A topic in every standing there is, on 2026-03-16."""
    write(tmp_path / "told", "2025-01-01", "effective = 2025-01-01")
    write(tmp_path / "told", "2026-01-01", "effective = 2026-01-01")
    write(tmp_path / "told", "2026-03-01", "effective = 2026-06-01")
    write(tmp_path / "soon", "2026-01-01", "effective = 2026-01-01\nexpires = 2026-05-15")
    write(tmp_path / "expired", "2026-01-01", "effective = 2026-01-01\nexpires = 2026-03-15")
    return Topics.load(tmp_path, ("zh-CN", "en-US"))


def test_each_version_stands_somewhere(shelf: Topics) -> None:
    city = City.load(CITY)
    on = date(2026, 3, 16)
    standings = {
        version.id: topics.topic(city, version, versions, on).standing
        for versions in shelf.versions
        for version in versions
    }
    assert standings == {
        "told.v2025-01-01": "older",
        "told.v2026-01-01": "told",
        "told.v2026-03-01": "later",
        "soon.v2026-01-01": "soon",
        "expired.v2026-01-01": "expired",
    }
    assert set(standings.values()) == set(topics.STANDINGS)
    assert set(topics.FIELDS) == set(FIELDS)
    told = {version.id for version in shelf.told(on)}
    assert told == {name for name, standing in standings.items() if standing in ("told", "soon")}


def test_the_list_tells_what_is_told_now(desk: House, operator: Visitor) -> None:
    line = desk.parts.line
    page = operator.get(PAGE)
    for version in line.topics.told(desk.now().date()):
        assert f'href="{PAGE}/{version.id}"' in page.html
        assert version.content.text["zh-CN"].title in page.text
    assert "told now" in page.text


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_a_topic_is_read_side_by_side(desk: House, operator: Visitor, language: str) -> None:
    line = desk.parts.line
    version = line.topics.told(desk.now().date())[0]
    page = operator.get(f"{PAGE}/{version.id}?language={language}")
    wording = version.content.text[language]
    for words in (wording.title, wording.spoken, wording.legal_basis, wording.full):
        assert str(escape(words)) in page.html
    for each in version.content.fill_in:
        assert f"Left to the city: {each}" in page.text


def test_the_words_are_those_a_caller_hears(desk: House) -> None:
    line = desk.parts.line
    on = desk.now().date()
    version = line.topics.in_field(line.topics.fields(on)[0], on)[0]
    call = desk.telephone().dial()
    call.press("3")
    call.press("1")
    for each in topics.said(line, version, "zh-CN"):
        call.hears(each.words)


def test_what_is_recorded_is_played_from_where_the_line_plays_it(
    desk: House, operator: Visitor, tmp_path: Path
) -> None:
    name = "pension.v2026-01-01"
    page = operator.get(f"{PAGE}/{name}")
    assert "data-sound" not in page.html, "this line speaks with the carrier's voice alone"
    profile = tmp_path / "recorded.toml"
    profile.write_text(f'voices = "mixed"\n{CITY.read_text("utf-8")}', "utf-8")
    desk.line.settings = desk.line.settings.model_copy(update={"hotline_city": profile})
    visitor = House(desk.line).sign_in({Role.OPERATOR}, name="other")
    page = visitor.get(f"{PAGE}/{name}")
    sounds = re.findall('data-sound="([^"]+)"', page.html)
    assert [sound.split("/")[3] for sound in sounds] == [
        f"topic.{name}.spoken",
        f"topic.{name}.basis",
    ]
    for sound in sounds:
        assert visitor.client.get(sound, base_url=visitor.base).mimetype == "audio/wav"
    assert "the rest is read by your browser" in page.text, "such as the date of the version"


def test_a_topic_that_is_not_there(operator: Visitor) -> None:
    assert operator.get(f"{PAGE}/nothing.v2026-01-01").status == 404


def test_a_city_that_explains_nothing_is_told_how(desk: House, tmp_path: Path) -> None:
    profile = tmp_path / "silent.toml"
    profile.write_text(f'off = ["policy"]\n{CITY.read_text("utf-8")}', "utf-8")
    desk.line.settings = desk.line.settings.model_copy(update={"hotline_city": profile})
    page = House(desk.line).sign_in({Role.OPERATOR}).get(PAGE)
    assert "The line explains nothing." in page.text
