"""The picture: real text in the caller's words, for paper and for search."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml import ElementTree as Xml
from flask import Flask
from flask.testing import FlaskCliRunner

from audio.phrases import PhraseBook
from flows import dialogue
from flows.map import CallMap
from ivr.line import Line
from ivr.map.draw import WORDS, picture
from ivr.map.outline import outline
from ivr.map.picture import KINDS, kind
from ivr.map.plan import A3
from ivr.map.wording import Wording, fitting, width

SVG = "{http://www.w3.org/2000/svg}"
MILLIMETRES_A_POINT = 25.4 / 72


def texts(svg: Element) -> list[str]:
    return ["".join(text.itertext()) for text in svg.iter(f"{SVG}text")]


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_steps_flows_and_keys_are_real_text(demo_line: Line, language: str) -> None:
    svg = Xml.fromstring(picture(demo_line.call_map, demo_line.book, language))
    written = " ".join(texts(svg))
    wording = Wording(demo_line.book, demo_line.call_map, language)
    for step in demo_line.call_map.steps.values():
        assert fitting(step.name, 13)[:-1] in written
    for name in demo_line.call_map.flows:
        assert name in written
        assert wording.flow(name)[:3] in written
    assert svg.get("lang") == language
    assert "Noto Sans CJK" in (svg.get("font-family") or "")
    drawn = [element.get("data-step") for element in svg.iter() if element.get("data-step")]
    assert drawn == list(demo_line.call_map.steps)


def test_on_a3_everything_can_be_read(demo_line: Line) -> None:
    svg = Xml.fromstring(picture(demo_line.call_map, demo_line.book, "zh-CN"))
    short, long = sorted(
        float((svg.get(side) or "").removesuffix("mm")) for side in ("width", "height")
    )
    assert short <= A3[0] + 0.1 and long <= A3[1] + 0.1
    millimetres = float((svg.get("width") or "").removesuffix("mm"))
    unit = millimetres / float((svg.get("viewBox") or "").split()[2])
    smallest = min(float(text.get("font-size") or 0) for text in svg.iter(f"{SVG}text"))
    assert smallest * unit / MILLIMETRES_A_POINT >= 3.5, "the small print of a map"


def test_the_picture_stands_alone(demo_line: Line) -> None:
    drawn = picture(demo_line.call_map, demo_line.book, "en-US")
    assert not re.search(r"<style|<script|\sstyle=|\son\w+=|href=", drawn)
    assert re.findall(r"https?://(?!www\.w3\.org)", drawn) == []


def test_a_language_the_page_is_not_in_has_a_picture(demo_line: Line) -> None:
    """Its legend is in the page's first language."""
    legend = WORDS.of("yue-CN")["legend"]["always"]
    assert legend in picture(demo_line.call_map, demo_line.book, "yue-CN")


def test_every_kind_of_step_has_a_look_and_a_name() -> None:
    kinds = {step for step in vars(dialogue).values() if isinstance(step, type)}
    kinds = {step for step in kinds if issubclass(step, dialogue.Step)} - {dialogue.Step}
    assert kinds == set(KINDS)
    for table in WORDS.tables.values():
        assert table["kinds"].keys() == {word for word, *_ in KINDS.values()}


@pytest.mark.parametrize(
    ("language", "phrase", "thing"),
    [
        ("zh-CN", "welcome.for_account", "查询医保、社保账户"),
        ("en-US", "welcome.for_account", "For your account"),
        ("zh-CN", "identify.right", "正确"),
        ("en-US", "identify.right", "If that is right"),
    ],
)
def test_a_choice_is_named_without_its_key(
    demo_line: Line, language: str, phrase: str, thing: str
) -> None:
    assert Wording(demo_line.book, demo_line.call_map, language).choice(phrase) == thing


def test_a_text_is_cut_where_its_room_ends() -> None:
    assert fitting("余额", 2) == "余额"
    assert fitting("医保个人账户余额", 5) == "医保个人…"
    assert all(width(fitting("the balance of your account", room)) <= room for room in range(2, 20))


def test_the_outline_names_every_step_and_key(shop_map: CallMap) -> None:
    lines = list(outline(shop_map))
    assert lines[0] == "welcome"
    assert "vault  (after login)" in lines
    for step in shop_map.steps.values():
        assert f"  {step.name}  {kind(step)}" in lines
    start = lines.index("  menu  menu")
    assert [line[4:8].strip() for line in lines[start + 1 : start + 6]] == [
        "1", "2", "(3)", "(4)", "(8)"
    ]  # fmt: skip


def test_the_command_prints_and_draws(demo: Flask, demo_line: Line, tmp_path: Path) -> None:
    run = demo.test_cli_runner()
    printed = run.invoke(args=["map"])
    assert printed.output.splitlines() == list(outline(demo_line.call_map))
    file = tmp_path / "map.svg"
    assert str(file) in run.invoke(args=["map", "--svg", str(file), "--language", "en-US"]).output
    assert file.read_text("utf-8") == picture(demo_line.call_map, demo_line.book, "en-US")


def test_the_command_says_what_is_wrong(demo: Flask, tmp_path: Path) -> None:
    run: FlaskCliRunner = demo.test_cli_runner()
    wrong = run.invoke(args=["map", "--svg", str(tmp_path / "m.svg"), "--language", "xx"])
    assert wrong.exit_code == 2
    assert "there are no phrases in xx" in wrong.output
    nowhere = run.invoke(args=["map", "--svg", str(tmp_path / "none" / "m.svg")])
    assert nowhere.exit_code == 1
    assert "cannot be written" in nowhere.output


def test_a_phrase_missing_in_a_language_leaves_a_gap_only(shop_map: CallMap) -> None:
    assert "<svg" in picture(shop_map, PhraseBook.load(), "zh-CN")
