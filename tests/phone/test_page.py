"""The page as it is written: whole in every language, and nothing inline."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import create_app
from db import migrate
from db.demo import showcase
from db.secrets import Keyring
from ivr.phone.exchange import Refusal
from ivr.phone.words import FOLDER, languages, words
from tests.phone.conftest import BASE
from tests.phone.site import demo_settings

ROOM = FOLDER.parent.parent
SLOTS = re.compile(r"\{\w+\}")


def flat(table: dict[str, Any], before: str = "") -> dict[str, str]:
    """Every sentence by its dotted name."""
    names: dict[str, str] = {}
    for name, value in table.items():
        names |= (
            flat(value, f"{before}{name}.") if isinstance(value, dict) else {before + name: value}
        )
    return names


def page(demo: Flask, **headers: str) -> str:
    return demo.test_client().get("/phone", headers=headers).text


def test_every_sentence_is_there_in_every_language_with_the_same_slots() -> None:
    first, *others = (flat(words(code)) for code in languages())
    for other in others:
        assert first.keys() == other.keys()
        for name, sentence in first.items():
            assert sorted(SLOTS.findall(sentence)) == sorted(SLOTS.findall(other[name])), name
            assert sentence.strip() and other[name].strip(), name


def test_every_word_the_page_asks_for_is_there(demo: Flask) -> None:
    names = flat(words("en-US"))
    html = page(demo)
    asked = set(re.findall(r'data-(?:word|word-label|about)="([^"]+)"', html))
    assert asked - names.keys() == set()
    scripts = "".join(path.read_text("utf-8") for path in (ROOM / "static").glob("*.js"))
    in_scripts = set(re.findall(r'\bword\("([\w.-]+)"', scripts))
    in_scripts |= {f"summary.{name}" for name in re.findall(r'fact\("(\w+)"', scripts)}
    assert len(in_scripts) > 15
    assert in_scripts - names.keys() == set()


def test_every_refusal_has_a_sentence() -> None:
    sources = "".join(path.read_text("utf-8") for path in ROOM.glob("*.py"))
    codes = set(re.findall(r'(?:Refusal|_error)\("(\w+)"', sources))
    codes |= set(re.findall(r'\d{3}: "(\w+)"', sources))
    assert len(codes) > 8
    assert codes == words("en-US")["errors"].keys()
    assert Refusal("no_call", 404).code in codes


def test_everybody_of_the_demo_is_introduced(demo: Flask) -> None:
    html = page(demo, **{"Accept-Language": "zh-CN"})
    for person in showcase().people:
        shown = person.id_number in html
        assert shown == (person.pin is not None)
        if shown:
            assert words("zh-CN")["people"][person.name] in html


def test_nobody_is_invented_where_the_records_are_real(tmp_path: Path) -> None:
    settings = demo_settings(
        tmp_path,
        BASE,
        hotline_demo=False,
        hotline_phone=True,
        hotline_keys=Keyring.new_entry(),
    )
    migrate.upgrade(settings.database_url)
    answer = create_app(settings).test_client().get("/phone")
    assert answer.status_code == 200
    assert 'id="call"' in answer.text
    assert "try-name" not in answer.text


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("en", "en-US"),
        ("en-GB,en;q=0.9", "en-US"),
        ("zh", "zh-CN"),
        ("zh-TW,zh;q=0.8,en;q=0.5", "zh-CN"),
        ("de", "zh-CN"),
        ("", "zh-CN"),
    ],
)
def test_the_page_is_in_the_visitors_language(demo: Flask, accepted: str, language: str) -> None:
    assert f'<html lang="{language}">' in page(demo, **{"Accept-Language": accepted})


def test_the_address_may_name_the_language(demo: Flask) -> None:
    client = demo.test_client()
    assert '<html lang="en-US">' in client.get("/phone?lang=en-US").text
    assert '<html lang="zh-CN">' in client.get("/phone?lang=<b>").text


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(demo: Flask) -> None:
    html = page(demo)
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", html)
    assert re.findall(r"<script(?![^>]*\ssrc=)", html) == []
    served = [path for path in (ROOM / "static").rglob("*") if path.suffix in {".js", ".css"}]
    assert len(served) > 10
    for text in (html, *(path.read_text("utf-8") for path in served)):
        assert re.findall(r"(?:https?:)?//(?!www\.w3\.org)[a-z]", text.replace("// ", "")) == []


@pytest.mark.parametrize("path", sorted((ROOM / "static").rglob("*")), ids=lambda path: path.name)
def test_files_are_small(path: Path) -> None:
    if path.is_file() and path.suffix != ".json":
        assert len(path.read_text("utf-8").splitlines()) <= 400
    elif path.is_file():
        json.loads(path.read_text("utf-8"))
