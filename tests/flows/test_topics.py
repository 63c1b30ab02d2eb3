"""Topics as files: which version is told, and every mistake that a file can have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.phrases import PhraseBook
from flows.check import faults
from flows.city import City
from flows.topics import FIELDS, TopicError, Topics, Version
from flows.topics.shelf import SHIPPED
from flows.topics.version import Content, Wording
from flows.tree import call_map
from tests.flows.conversation import Conversation
from tests.plugins.line import CITY

BOTH = ("zh-CN", "en-US")
DAY = date(2026, 3, 16)
WORDS = Wording(title="题", spoken="内容。", legal_basis="依据。", full="全文。")
GOOD = """
field = "away"
effective = 2026-01-01

[text.zh-CN]
title = "异地就医"
spoken = "先备案，再就医。"
legal_basis = "依据社会保险法第二十九条。"
full = "异地就医：先备案。第29条。"

[text.en-US]
title = "care away from home"
spoken = "Register it first."
legal_basis = "Under article twenty-nine."
full = "Register it first (art. 29)."
"""
Shelf = Callable[..., Path]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Writes versions of topics: the text of each by its path."""

    def write(files: dict[str, str]) -> Path:
        for path, text in files.items():
            file = tmp_path / "topics" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        return tmp_path / "topics"

    return write


def version(effective: date, expires: date | None = None, *, on: date | None = None) -> Version:
    content = Content(field="away", effective=effective, expires=expires, text={"zh-CN": WORDS})
    written = on or effective
    return Version("away", written, f"away/{written}.toml", content)


# --- what ships ----------------------------------------------------------------------------------


def test_the_shipped_topics_are_whole_and_fill_every_field() -> None:
    topics = Topics.load(SHIPPED, BOTH)
    assert topics.fields(DAY) == list(FIELDS)
    assert 8 <= len(topics.told(DAY)) <= 10
    assert all(one.content.fill_in for one in topics.told(DAY)), "a city has figures of its own"


def test_what_they_say_is_said_by_the_book_and_the_line_is_whole() -> None:
    city = City.load(CITY)
    topics = Topics.of(city, CITY)
    book = topics.told_in(PhraseBook.load().with_phrases(city.phrases, "city"), city.languages)
    assert faults(call_map(city), book, city.languages) == []
    (pension,) = (one for one in topics.told(DAY) if one.name == "pension")
    assert book.words(pension.phrase("spoken"), {}, "zh-CN").startswith("达到法定退休年龄")
    assert "6个月" in book.text(pension.phrase("full"), {}, "zh-CN")


# --- which version -------------------------------------------------------------------------------


def test_the_newest_in_force_is_told() -> None:
    old, new = version(date(2025, 1, 1)), version(date(2026, 4, 1), on=date(2026, 2, 1))
    topics = Topics([[new, old]])
    assert topics.told(date(2024, 12, 31)) == []
    assert topics.told(date(2025, 1, 1)) == [old]
    assert topics.told(date(2026, 3, 31)) == [old]
    assert topics.told(date(2026, 4, 1)) == [new]
    assert topics.get(old.id) is old
    assert topics.get("away.v1999-01-01") is None


def test_a_version_holds_on_its_last_day_and_no_longer() -> None:
    topics = Topics([[version(date(2026, 1, 1), date(2026, 6, 30))]])
    assert len(topics.told(date(2026, 6, 30))) == 1
    assert topics.told(date(2026, 7, 1)) == []
    assert topics.fields(date(2026, 7, 1)) == []


DAYS = st.integers(0, 400).map(lambda days: date(2026, 1, 1) + timedelta(days=days))
VERSIONS = st.lists(
    st.tuples(DAYS, DAYS, st.none() | st.integers(0, 300)),
    min_size=1,
    max_size=5,
    unique_by=lambda v: v[0],
).map(
    lambda found: [
        version(begins, None if lasts is None else begins + timedelta(days=lasts), on=on)
        for on, begins, lasts in found
    ]
)


@given(VERSIONS, DAYS)
def test_no_newer_version_in_force_is_passed_over(versions: list[Version], on: date) -> None:
    in_force = [one for one in versions if one.holds(on)]
    told = Topics([versions]).told(on)
    assert told == [max(in_force, key=lambda one: one.on)] if in_force else told == []


# --- on the line ---------------------------------------------------------------------------------


def test_a_topic_that_is_not_in_force_is_not_offered() -> None:
    """With none left, the main menu has no such choice and the keys move up."""
    talk = Conversation(call_map(), topics=Topics([[version(date(2026, 4, 1))]]))
    assert "welcome.for_policy" not in talk.begin()


def test_a_topic_is_told_by_the_phrases_of_its_version() -> None:
    talk = Conversation(call_map(), topics=Topics([[version(date(2026, 1, 1))]]))
    talk.begin()
    talk.press("3")
    assert talk.press("1")[:3] == [
        "topic.away.v2026-01-01.spoken",
        "policy.version",
        "topic.away.v2026-01-01.basis",
    ]


@pytest.mark.parametrize("taken_at", [1, 2, 3], ids=["the fields", "the titles", "the topic"])
def test_what_is_taken_from_the_shelf_in_mid_call_is_never_silence(taken_at: int) -> None:
    """Two in a field, so that there is a menu of titles."""
    both = [[version(date(2026, 1, 1))], [version(date(2026, 1, 1), on=date(2025, 12, 1))]]
    talk = Conversation(call_map(), topics=Topics(both))
    talk.begin()
    for key in "311"[: taken_at - 1]:
        talk.press(key)
    talk.services = replace(talk.services, topics=Topics())
    assert talk.press("311"[taken_at - 1])[0] == "policy.none"


def test_what_an_operator_is_told(shelf: Shelf) -> None:
    filled = GOOD.replace(
        "effective = 2026-01-01", 'effective = 2026-01-01\nfill_in = ["the rate", "the day"]'
    )
    folder = shelf(
        {
            "away/2026-01-01.toml": filled,
            "coming/2026-02-01.toml": GOOD.replace(
                "effective = 2026-01-01", "effective = 2026-04-01"
            ),
            "ended/2025-01-01.toml": GOOD.replace(
                "effective = 2026-01-01", "effective = 2025-01-01\nexpires = 2025-12-31"
            ),
            "ending/2026-01-01.toml": GOOD.replace(
                "effective = 2026-01-01", "effective = 2026-01-01\nexpires = 2026-12-31"
            ),
        }
    )
    assert list(Topics.load(folder, BOTH).remarks(DAY)) == [
        "away/2026-01-01.toml leaves to the city: the rate; the day.",
        "coming/2026-02-01.toml holds from 2026-04-01; until then its topic is not offered.",
        "ended/2025-01-01.toml expired on 2025-12-31; its topic is not offered.",
        "ending/2026-01-01.toml holds until 2026-12-31; write what comes then.",
    ]


# --- mistakes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("away/newest.toml", "", "", "away/newest.toml: is not named by a date"),
        ("away/2026-01-01.toml", "field =", "field", "away/2026-01-01.toml: not a TOML file"),
        ("away/2026-01-01.toml", '"away"', '"abroad"', "field: Input should be 'reimbursement'"),
        ("away/2026-01-01.toml", "effective", "efective", "effective: is missing"),
        (
            *("away/2026-01-01.toml", "2026-01-01\n", "2026-01-01\nexpires = 2025-01-01\n"),
            "expires: lies before effective",
        ),
        ("away/2026-01-01.toml", "en-US", "en-GB", "has no [text.en-US], and the city speaks it"),
        ("away/2026-01-01.toml", "先备案，", "7天内备案，", "leaves the digit '7' to the voice"),
        ("away/2026-01-01.toml", "先备案，", "{days:days}，", "spoken has a slot"),
        ("away/2026-01-01.toml", "先备案，", "{先备案，", "brace without its partner"),
        ("away/2026-01-01.toml", "先备案，", "先备案，" * 40, "at most 30 s are allowed, move"),
        ("away/2026-01-01.toml", '"异地就医"', f'"{"异地就医" * 6}"', "title takes 6 s"),
        ("away/2026-01-01.toml", "异地就医：", "异地就医：" * 300, "a text message holds 1000"),
        ("Away_2/2026-01-01.toml", "", "", "'Away_2' is no name"),
    ],
)
def test_a_mistake_is_named_with_file_and_cure(
    shelf: Shelf, file: str, old: str, new: str, sentence: str
) -> None:
    with pytest.raises(TopicError) as refused:
        Topics.load(shelf({file: GOOD.replace(old, new)}), BOTH)
    assert sentence in str(refused.value)
    assert file in str(refused.value)


def test_every_mistake_is_told_at_once(shelf: Shelf) -> None:
    folder = shelf({"a/2026-01-01.toml": GOOD.replace("先备案，", "7"), "b/x.toml": GOOD})
    with pytest.raises(TopicError) as refused:
        Topics.load(folder, BOTH, ["a", "b", "c"])
    first, second, third = str(refused.value).splitlines()
    assert first.startswith("b/x.toml: is not named by a date")
    assert second.startswith("c: the city tells of it, and there is no ")
    assert third.startswith("a/2026-01-01.toml, zh-CN: ")


def test_a_menu_holds_no_more_than_five_of_a_field(shelf: Shelf) -> None:
    folder = shelf({f"{name}/2026-01-01.toml": GOOD for name in "abcdef"})
    with pytest.raises(TopicError, match="a menu offers 5, and these are 6 in the field 'away'"):
        Topics.load(folder, BOTH)
    assert len(Topics.load(folder, BOTH, ["f", "a"]).told(DAY)) == 2


# --- a city's own --------------------------------------------------------------------------------


def test_topics_beside_a_profile_are_the_citys_own(shelf: Shelf, tmp_path: Path) -> None:
    city = City.load(CITY).model_copy(update={"topics": ()})
    assert len(Topics.of(city, tmp_path / "city.toml").told(DAY)) == 10, "those that ship"
    shelf({"away/2026-01-01.toml": GOOD})
    assert [one.name for one in Topics.of(city, tmp_path / "city.toml").told(DAY)] == ["away"]
    off = city.model_copy(update={"off": ("policy",)})
    assert Topics.of(off, tmp_path / "city.toml").told(DAY) == []


def test_the_order_is_the_citys() -> None:
    topics = Topics.load(SHIPPED, BOTH, ["pension", "care-away", "unemployment"])
    assert topics.fields(DAY) == ["other", "away"]
    assert [one.name for one in topics.in_field("other", DAY)] == ["pension", "unemployment"]
