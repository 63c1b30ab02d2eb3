"""The key card: one page, in print that old eyes read, with the keys of the line and no others."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from flask import Flask
from pypdfium2 import raw

from flows.city import City
from flows.dialogue import Menu
from flows.map import CallMap
from ivr.line import Line
from ivr.map.card import Card, Key, card
from ivr.map.draw import WORDS
from ivr.map.paper import SMALLEST, CardTooLongError, paper
from ivr.map.ways import ways_from
from tests.plugins.line import CITY

MADE = datetime(2026, 3, 16, tzinfo=UTC)
TINY = Card(
    number="12333",
    titles=("热线", "Line"),
    dial=("请拨", "Call"),
    hours=("每天", "daily"),
    at_hand=("证件", "ID"),
    anywhere=("随时", "Any time"),
    reserved=(Key("0", ("人工", "a person")),),
    menu=(),
)


def read(page: bytes) -> str:
    """The text of a PDF of one page."""
    with pdfium.PdfDocument(page) as document:
        assert len(document) == 1
        return str(document[0].get_textpage().get_text_range())


def sizes(page: bytes) -> set[float]:
    """The sizes of its letters, in points."""
    with pdfium.PdfDocument(page) as document:
        text = document[0].get_textpage()
        letters = [n for n in range(text.count_chars()) if not text.get_text_range(n, 1).isspace()]
        return {raw.FPDFText_GetFontSize(text.raw, n) for n in letters}


@pytest.fixture(scope="module")
def shipped(demo_line: Line) -> Card:
    return card(demo_line.call_map, demo_line.book, demo_line.city)


@pytest.fixture(scope="module")
def page(shipped: Card) -> bytes:
    return paper(shipped, MADE)


def test_the_page_reads_back(demo_line: Line, shipped: Card, page: bytes) -> None:
    text = re.sub(r"\s+", "", read(page))
    assert demo_line.city.number in text
    every = [*shipped.menu, *shipped.reserved]
    every += [below for key in shipped.menu for below in key.below]
    assert len(every) > 6
    for key in every:
        for label in key.labels:
            assert re.sub(r"\s+", "", label) in text, label
    for line in (*shipped.hours, *shipped.at_hand, *shipped.titles):
        assert re.sub(r"\s+", "", line) in text
    badges = sorted(key.key for key in every)
    lines = sorted(line.strip() for line in read(page).split("\n"))
    for badge in set(badges):
        told = sum(line.split(" ")[0] == badge or line == badge for line in lines)
        assert told >= badges.count(badge), badge


def test_it_is_large_print(page: bytes) -> None:
    assert min(sizes(page)) >= SMALLEST
    assert max(sizes(page)) >= 3 * SMALLEST


def test_every_key_is_the_maps(demo_line: Line, shipped: Card) -> None:
    call_map = demo_line.call_map
    top = [way for way in ways_from(call_map, call_map.steps[call_map.top]) if way.phrase]
    assert [key.key for key in shipped.menu] == [way.key for way in top]
    for key, way in zip(shipped.menu, top, strict=False):
        flow = call_map.steps[way.target or ""].flow
        menus = [step for step in call_map.flows[flow].steps if isinstance(step, Menu)]
        for below in key.below:
            offered = [w for menu in menus for w in ways_from(call_map, menu) if w.phrase]
            assert below.key in {w.key for w in offered if not w.varies}
    assert [key.key for key in shipped.reserved] == ["0", "9", "*", "#"]


def test_below_the_main_menu_only_sure_keys_are_shown(demo_line: Line, shop_map: CallMap) -> None:
    found = card(shop_map, demo_line.book, demo_line.city).menu
    assert [key.key for key in found] == ["1", "2", "3", "4"]
    shelf = found[3].below
    assert [key.key for key in shelf] == ["1", "2"]


@pytest.mark.parametrize("profile", ["weekdays", "demo"])
def test_when_a_person_answers_is_the_citys(demo_line: Line, profile: str) -> None:
    city = City.load(CITY) if profile == "weekdays" else demo_line.city
    found = card(demo_line.call_map, demo_line.book, city)
    if profile == "demo":
        assert found.hours[0] == "人工服务时间：每天 24 小时"
    else:
        spans = city.hours.workday
        assert f"工作日 {spans[0]}".replace("-", "–") in found.hours[0]
        assert "周末、节假日 不开放" in found.hours[0]
        assert "weekends and public holidays closed" in found.hours[1]


def test_the_citys_name_is_on_it(demo_line: Line) -> None:
    named = demo_line.city.model_copy(update={"name": {"zh-CN": "某市"}, "number": "0000 12333"})
    found = card(demo_line.call_map, demo_line.book, named)
    assert found.titles[0] == WORDS.of("zh-CN")["card"]["title_of"].format(name="某市")
    assert "0000 12333" in read(paper(found, MADE))


def test_five_full_menus_fit_on_the_page(shipped: Card) -> None:
    """As many keys as the rules of the conversation allow in the first two menus, or nearly so."""
    said = ("查询待遇和医疗费报销等", "For benefits and reimbursements")
    below = tuple(Key(str(n), said) for n in range(1, 6))
    labels = ("政策规定和办事指南", "For rules and how-to")
    menu = tuple(Key(str(n), labels, below if n < 5 else ()) for n in range(1, 6))
    full = Card(**{**vars(shipped), "menu": menu})
    page = paper(full, MADE)
    assert read(page).count("reimbursements") == 20
    assert min(sizes(page)) >= SMALLEST


def test_second_menus_are_left_out_before_print_is_small() -> None:
    below = tuple(Key(str(n), ("一件事情", "some errand")) for n in range(1, 6))
    menu = tuple(Key(str(n), (f"业务{n}", f"errand {n}"), below) for n in range(1, 9))
    text = read(paper(Card(**{**vars(TINY), "menu": menu}), MADE))
    assert "业务8" in text and "some errand" not in text


def test_a_menu_that_no_page_holds_is_refused() -> None:
    menu = tuple(Key("1", ("很长的名字" * 30, "long " * 30)) for _ in range(9))
    with pytest.raises(CardTooLongError, match="does not fit on a page at 16 points"):
        paper(Card(**{**vars(TINY), "menu": menu}), MADE)


def test_the_same_card_is_the_same_file() -> None:
    assert paper(TINY, MADE) == paper(TINY, MADE)


def test_the_command_writes_it(demo: Flask, tmp_path: Path) -> None:
    file = tmp_path / "card.pdf"
    told = demo.test_cli_runner().invoke(args=["keycard", str(file)])
    assert str(file) in told.output
    assert "12333" in read(file.read_bytes())


def test_without_the_writer_of_pdf_the_command_says_how_to_get_it(
    demo: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fpdf", None)
    monkeypatch.delitem(sys.modules, "ivr.map.paper")
    told = demo.test_cli_runner().invoke(args=["keycard", str(tmp_path / "card.pdf")])
    assert told.exit_code == 1
    assert "pip install -r requirements-print.txt" in told.output
