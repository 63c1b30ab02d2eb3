"""Cells become values exactly, or get a reason that does not repeat them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.imports import values, vocabulary
from db.imports.values import Cell, CellError
from tests.db.people import id_number

TODAY = date(2026, 3, 16)
_FEN = st.integers(-values.MOST_FEN, values.MOST_FEN)


def _reason(read: values.Reader, cell: Cell) -> str:
    with pytest.raises(CellError) as caught:
        read(cell)
    return str(caught.value)


@given(_FEN)
def test_amounts_come_back_to_the_fen(fen: int) -> None:
    read = values.money(negative=True)
    yuan = Decimal(fen).scaleb(-2)
    assert read(f"{yuan:.2f}") == fen
    assert read(f"{yuan:,.2f}") == fen
    assert read(f" {yuan:.2f}\t") == fen
    assert read(float(yuan)) == fen, "a spreadsheet's cell"


@given(st.text(max_size=12))
def test_whatever_is_written_is_an_amount_or_has_a_reason(written: str) -> None:
    try:
        fen = values.money(negative=True)(written)
    except CellError:
        return
    assert isinstance(fen, int)
    assert abs(fen) <= values.MOST_FEN


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("12.345", "two decimals"),
        ("-1.00", "negative"),
        ("1e3", "not an amount"),
        ("1,23.00", "not an amount"),
        ("", "empty"),
        ("100000000.01", "larger"),
        ("12元", "not an amount"),
        (0.125, "two decimals"),
        (True, "not an amount"),
    ],
)
def test_amounts_that_are_none(written: Cell, reason: str) -> None:
    assert reason in _reason(values.money(), written)


def test_full_width_digits_are_digits() -> None:
    assert values.money()("１２３４．０５") == 123405


@given(st.dates(date(1900, 1, 1), TODAY))
def test_dates_in_every_form(day: date) -> None:
    read = values.day(TODAY)
    forms: tuple[Cell, ...] = (
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        day,
        datetime(day.year, day.month, day.day, 9, 30),  # noqa: DTZ001 - as spreadsheets have it
    )
    assert [read(form) for form in forms] == [day] * len(forms)


@given(st.dates(date(1900, 1, 1), TODAY).map(lambda day: day.replace(day=1)))
def test_months_in_every_form(first: date) -> None:
    read = values.month(TODAY)
    forms: tuple[Cell, ...] = (
        f"{first:%Y-%m}",
        f"{first:%Y%m}",
        int(f"{first:%Y%m}"),
        f"{first.year}/{first.month}",
        f"{first.year}年{first.month}月",
        first,
    )
    assert [read(form) for form in forms] == [first.year * 100 + first.month] * len(forms)


@pytest.mark.parametrize("written", ["2026-02-30", "16.3.2026", "2026-3", "soon", "2026-1/2", "0"])
def test_dates_that_are_none(written: str) -> None:
    assert "YYYY-MM-DD" in _reason(values.day(TODAY), written)


@pytest.mark.parametrize("written", ["2026-13", "2026-02-15", "2026", "26-02", date(2026, 2, 2)])
def test_months_that_are_none(written: Cell) -> None:
    assert "YYYY-MM" in _reason(values.month(TODAY), written)


def test_what_has_not_come_yet() -> None:
    assert "future" in _reason(values.day(TODAY), "2026-03-17")
    assert "future" in _reason(values.month(TODAY), "2026-04")
    assert values.month(TODAY)("2026-03") == 202603
    assert "1900" in _reason(values.day(TODAY), "1899-12-31")


def test_only_columns_that_may_be_empty_are() -> None:
    assert values.day(TODAY, empty=True)(" ") is None
    assert values.mobile(None) is None
    assert values.optional(values.text(5), None)("\u3000") is None
    for read in (values.day(TODAY), values.month(TODAY), values.text(5), values.id_number()):
        assert _reason(read, "") == _reason(read, None) == "is empty"


@given(st.integers(0, 999))
def test_id_numbers_new_and_old(nth: int) -> None:
    number = id_number(nth)
    old = number[:6] + number[8:17]
    read = values.id_number()
    assert read(number) == read(number.lower()) == read(f"\t{number}") == read(old) == number
    assert "not an ID number" in _reason(read, number[:-1] + ("1" if number[-1] != "1" else "2"))


@pytest.mark.parametrize("cell", [9.90000198002e17, "9.90E+17", "9.90000198002291E+17", 12345678])
def test_numbers_that_lost_their_digits(cell: Cell) -> None:
    for read in (values.id_number(), values.card_number, values.pin):
        assert "format the column as text" in _reason(read, cell)


@pytest.mark.parametrize(
    "written",
    ["15400000001", "154 0000 0001", "+86 154-0000-0001", "0086 15400000001", 15400000001],
)
def test_mobile_numbers(written: Cell) -> None:
    assert values.mobile(written) == "+8615400000001"


@pytest.mark.parametrize("written", ["010-12345678", "+1 202 555 0123", "1540000000", "call me"])
def test_numbers_that_are_no_mobile(written: str) -> None:
    assert "number" in _reason(values.mobile, written)


@pytest.mark.parametrize("pin", ["12345", "123456789", "12345a", "１２３４５", "-12345"])
def test_pins_that_are_none_are_not_repeated(pin: str) -> None:
    assert _reason(values.pin, pin) == "must be 6 to 8 digits"


def test_words_are_cleaned_and_measured() -> None:
    read = values.text(5)
    assert read(" 张\u200b三\u3000") == "张三"
    assert read("e\u0301") == "é"
    assert "longer than 5" in _reason(read, "六个字太长了")
    for bad in ("a\tb", "a\nb", "a\x00", "a\x1b[2J"):
        assert "control character" in _reason(read, bad)


def test_names_of_values() -> None:
    read = values.choice(vocabulary.spellings(vocabulary.SCHEMES))
    assert read("职工医保") == read(" Employee_Medical ") == "employee-medical"
    assert _reason(read, "牙科").startswith("is not one of: employee-medical, ")


@given(st.text("0123456789Xe+. -", max_size=30))
def test_no_reason_repeats_its_cell(written: str) -> None:
    reads = (values.pin, values.id_number(), values.card_number, values.mobile, values.place)
    for read in reads:
        try:
            read(written)
        except CellError as error:
            digits = "".join(c for c in written if c.isdigit())
            assert len(digits) < 4 or digits not in str(error)
