"""Every value a caller can hear is in the inventory of fragments, in few pieces."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.fragments import INVENTORIES, fragments
from audio.fragments.table import Table, tokens
from audio.languages import LANGUAGES
from audio.numerals import LARGEST
from audio.phrases import Piece
from audio.recordings.units import units
from audio.values import KINDS, speak

TABLES = {
    code: Table((part.text, part.final, part) for part, _ in fragments(readings))
    for code, readings in INVENTORIES.items()
}
RECORDED = sorted(INVENTORIES)
_small = st.integers(0, 999)
VALUES: dict[str, st.SearchStrategy[object]] = {
    "money": st.integers(-LARGEST * 100, LARGEST * 100) | st.integers(-(10**8), 10**8),
    "digits": st.from_regex(r"[0-9]{1,20}X?", fullmatch=True),
    "date": st.dates(date(1900, 1, 1), date(2099, 12, 31)) | st.dates(),
    "month": st.dates().map(lambda d: d.year * 100 + d.month),
    "weekday": st.dates(),
    "time": st.times().map(lambda moment: moment.replace(tzinfo=None)),
    "percent": st.decimals(-1000, 1000, places=2).map(Decimal)
    | st.decimals(-LARGEST, LARGEST, places=6).map(Decimal),
    "count": st.integers(0, LARGEST),
    "number": st.integers(0, LARGEST),
    **dict.fromkeys(("months", "days", "hours", "minutes"), _small | st.integers(0, LARGEST)),
}


def pieces(kind: str, value: object, language: str) -> list[str]:
    """The fragments of a value at the end of a sentence."""
    words = speak(kind, value, LANGUAGES[language])
    found = []
    for unit in units([Piece(words, "slot")]):
        cut = TABLES[language].cut(unit.text, unit.final)
        assert cut is not None, (kind, words, unit.text)
        assert "".join(text for text, _ in cut) == unit.text.replace(" ", "") or [
            unit.text[slice(*span)] for span in tokens(unit.text)
        ] == [word for text, _ in cut for word in text.split()]
        found += [text for text, _ in cut]
    return found


def test_every_kind_is_tried() -> None:
    assert VALUES.keys() == KINDS.keys()


@pytest.mark.parametrize("language", RECORDED)
@given(st.data())
def test_any_value_is_covered(language: str, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(VALUES)))
    assert pieces(kind, data.draw(VALUES[kind]), language)


@pytest.mark.parametrize("language", RECORDED)
def test_every_amount_up_to_two_hundred_yuan(language: str) -> None:
    for fen in range(-200, 20_000, 1):
        assert pieces("money", fen, language)


@pytest.mark.parametrize("language", RECORDED)
def test_every_day_and_month_of_thirty_years_and_every_minute(language: str) -> None:
    for number in range(30 * 366):
        day = date(2005, 1, 1) + timedelta(days=number)
        # A year of the inventory is in one piece, so a date is three at most.
        assert len(pieces("date", day, language)) == 3
    for minute in range(24 * 60):
        assert pieces("time", f"{minute // 60:02}:{minute % 60:02}", language)


@pytest.mark.parametrize(
    ("kind", "value", "language", "expected"),
    [
        ("money", 123_405, "zh-CN", ["一千", "二百", "三十四元", "零五分"]),
        ("money", 120_000, "zh-CN", ["一千", "二百元"]),
        ("money", -1200, "zh-CN", ["欠", "十二元"]),
        ("date", "2026-07-05", "zh-CN", ["二零二六年", "七月", "五日"]),
        ("time", "15:30", "zh-CN", ["下午三点", "半"]),
        ("digits", "13800138000", "zh-CN", [*"幺三八", *"零零幺三", *"八零零零"]),
        ("percent", "8.5", "zh-CN", ["百分之", "八", "点", "五"]),
        ("months", 2, "zh-CN", ["两个月"]),
        (
            "money",
            123_405,
            "en-US",
            ["one thousand", "two hundred", "thirty-four yuan", "and five fen"],
        ),
        ("date", "2026-07-05", "en-US", ["July", "fifth", "twenty twenty-six"]),
        ("time", "15:00", "en-US", ["three p.m."]),
    ],
)
def test_the_pieces(kind: str, value: object, language: str, expected: list[str]) -> None:
    assert pieces(kind, value, language) == expected


@pytest.mark.parametrize("language", RECORDED)
def test_the_inventory_is_one_a_speaker_can_read_in_a_morning(language: str) -> None:
    every = list(fragments(INVENTORIES[language]))
    assert len(every) <= 850
    assert len({(part.name, part.final) for part, _ in every}) == len(every)


def test_the_last_piece_has_the_ending_that_is_asked_for() -> None:
    table = Table([("一", False, "1"), ("一", True, "1."), ("元", False, "y"), ("千", True, "k.")])
    assert table.cut("一元一", True) == [("一", "1"), ("元", "y"), ("一", "1.")]
    assert table.cut("一元", True) == [("一", "1"), ("元", "y")]
    assert table.cut("千元", True) == [("千", "k."), ("元", "y")]
    assert table.cut("一万", True) is None
    assert table.cut("", True) is None


@given(st.lists(st.sampled_from(["ab", "b", "abc", "c", "a"]), min_size=1, max_size=8))
def test_no_other_cut_has_fewer_pieces(words: list[str]) -> None:
    text = " ".join(words)
    known = ["ab", "b", "abc", "c", "ab b", "b abc", "a"]
    table = Table((one, False, one) for one in known)

    def fewest(rest: list[str]) -> int:
        if not rest:
            return 0
        return 1 + min(
            fewest(rest[size:])
            for size in range(1, len(rest) + 1)
            if " ".join(rest[:size]) in known
        )

    cut = table.cut(text, False)
    assert cut is not None and len(cut) == fewest(words)


@given(
    known=st.lists(st.text("一二三", min_size=1, max_size=4), min_size=1, max_size=6, unique=True),
    text=st.text("一二三四", max_size=8),
)
def test_covered_is_what_can_be_cut(known: list[str], text: str) -> None:
    table = Table((one, len(one) % 2 == 0, one) for one in known)
    assert table.covers(text) is (table.cut(text, False) is not None)
