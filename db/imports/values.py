"""From a cell of a file to a value of a table, or one plain reason why not.

A reader takes a cell (text, or what a spreadsheet made of it) and returns the value to store. It
raises ``CellError`` with a reason that completes the sentence "<column> …" and never quotes the
cell: reasons are shown on screens, and the cell may be a PIN.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

import phonenumbers

from db import idnumber

Cell: TypeAlias = str | int | float | date | None
"""What a file holds: CSV only text; a spreadsheet also numbers and dates (``datetime`` too)."""
Reader: TypeAlias = Callable[[Cell], Any]


class Line(NamedTuple):
    """A row of a file: where it stands, its cells, and the bytes of the file read by then."""

    number: int
    cells: list[Cell]
    done: int


MOST_FEN = 10**10
"""No amount of one person is larger: more is a slipped decimal point."""

_KEPT = 16_384  # texts remembered for each column
_AMOUNT = re.compile(r"[+-]?(?:[0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.([0-9]+))?")
_DAY = re.compile(r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|([0-9]{2})([0-9]{2}))")
_MONTH = re.compile(r"([0-9]{4})(?:[-/.]?([0-9]{2})|[-/.]([0-9]))")
_CHINESE_DATE = str.maketrans({"年": "-", "月": "-", "日": None})
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+?[0-9]+")
_CARD = re.compile(r"[0-9A-Z]{4,32}")
_AS_TEXT = (
    "was turned into a number by a spreadsheet, which loses digits: format the column as text"
)


class CellError(ValueError):
    """A cell that cannot be stored; ``str()`` is the reason."""


def plain(cell: Cell) -> str:
    """The text of a cell: outer blanks and invisible marks gone, one form for each character.

    Raises ``CellError`` for a control character inside the text.
    """
    if not isinstance(cell, str):
        return text_of(cell)
    if cell.isascii() and cell.isprintable():
        return cell.strip()
    text = "".join(c for c in unicodedata.normalize("NFC", cell) if unicodedata.category(c) != "Cf")
    text = " ".join(text.split(" ")).strip()
    if any(unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") for c in text):
        raise CellError("holds a control character")
    return text


def text_of(cell: Cell) -> str:
    """A cell as a CSV file would have it."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        # A spreadsheet shows fifteen digits; what lies beyond is noise of its arithmetic.
        return format(cell, ".15g")
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _code(cell: Cell) -> str:
    """Text of a code: full-width characters become plain ones."""
    text = plain(cell)
    return text if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def _filled(cell: Cell) -> str:
    text = _code(cell)
    if not text:
        raise CellError("is empty")
    return text


def text(longest: int) -> Reader:
    """Words, at most ``longest`` characters."""

    def read(cell: Cell) -> str:
        words = plain(cell)
        if not words:
            raise CellError("is empty")
        if len(words) > longest:
            raise CellError(f"is longer than {longest} characters")
        return words

    return read


def optional(read: Reader, otherwise: str | None) -> Reader:
    """``read``, or ``otherwise`` when nothing is written."""
    return lambda cell: read(cell) if plain(cell) else otherwise


def id_number() -> Reader:
    """Eighteen characters, check character and birth date right; fifteen-digit ones made so."""

    def read(written: str) -> str:
        parsed = idnumber.parse(_never_a_number(written))
        if parsed is None:
            raise CellError(
                "is not an ID number: 18 characters (or 15 of an old one) with a real birth date "
                "and the right check character"
            )
        return parsed.number

    known = lru_cache(_KEPT)(read)
    return lambda cell: known(cell) if isinstance(cell, str) else _never_a_number(cell)


def _never_a_number(cell: Cell) -> str:
    """Text whose every digit counts, leading zeros too."""
    if isinstance(cell, int | float | date):
        raise CellError(_AS_TEXT)
    code = _filled(cell)
    if _SCIENTIFIC.fullmatch(code):
        raise CellError(_AS_TEXT)
    return code


def card_number(cell: Cell) -> str:
    """Four to thirty-two letters and digits; blanks and hyphens are dropped."""
    number = re.sub(r"[\s-]", "", _never_a_number(cell)).upper()
    if not _CARD.fullmatch(number):
        raise CellError("is not a card number: 4 to 32 letters and digits")
    return number


def pin(cell: Cell) -> str:
    """Six to eight digits."""
    digits = _never_a_number(cell)
    if not (digits.isdigit() and digits.isascii() and 6 <= len(digits) <= 8):
        raise CellError("must be 6 to 8 digits")
    return digits


def mobile(cell: Cell) -> str | None:
    """A Chinese mobile number as E.164; nothing written gives ``None``.

    The length is checked, not the range: operators open new ranges before any list knows them.
    """
    written = _code(cell)
    if not written:
        return None
    try:
        number = phonenumbers.parse(written, "CN")
    except phonenumbers.NumberParseException:
        raise CellError("is not a telephone number") from None
    fits = phonenumbers.is_possible_number_for_type_with_reason(
        number, phonenumbers.PhoneNumberType.MOBILE
    )
    if number.country_code != 86 or fits != phonenumbers.ValidationResult.IS_POSSIBLE:
        raise CellError("is not a mobile number of mainland China")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def place(cell: Cell) -> str:
    """A division code of six digits (GB/T 2260)."""
    code = _filled(cell)
    if not re.fullmatch(r"[1-9][0-9]{5}", code):
        raise CellError("must be a division code of six digits")
    return code


def choice(names: Mapping[str, str]) -> Reader:
    """One of the names, written as it is stored or as Chinese offices write it."""
    allowed = ", ".join(dict.fromkeys(names.values()))

    def read(cell: Cell) -> str:
        known = names.get(cell) if isinstance(cell, str) else None
        if known is None:
            known = names.get(_filled(cell).lower().replace("_", "-"))
        if known is None:
            raise CellError(f"is not one of: {allowed}")
        return known

    return read


def number(most: int) -> Reader:
    """A count from 0 to ``most``."""

    def read(cell: Cell) -> int:
        digits = _filled(cell)
        if not (digits.isdigit() and digits.isascii() and int(digits) <= most):
            raise CellError(f"must be a whole number from 0 to {most}")
        return int(digits)

    return read


def money(*, negative: bool = False) -> Reader:
    """Yuan with at most two decimals, as whole fen. Never through binary fractions."""

    def read(written: str) -> int:
        yuan = _filled(written)
        shape = _AMOUNT.fullmatch(yuan)
        if shape is None:
            raise CellError("is not an amount in yuan, like 1234.05")
        if len(shape[1] or "") > 2:
            raise CellError("has more than two decimals")
        fen = int(Decimal(yuan.replace(",", "")).scaleb(2))
        if fen < 0 and not negative:
            raise CellError("must not be negative")
        if abs(fen) > MOST_FEN:
            raise CellError(f"is larger than {MOST_FEN // 100} yuan")
        return fen

    return _remembering(read)


def day(latest: date, *, empty: bool = False) -> Reader:
    """A date from 1900 up to ``latest``; YYYY-MM-DD, or the forms spreadsheets make of it.

    With ``empty``, nothing written gives ``None``.
    """

    def read(written: str) -> date | None:
        code = _code(written) if empty else _filled(written)
        if not code:
            return None
        shape = _DAY.fullmatch(code.translate(_CHINESE_DATE))
        try:
            if shape is None:
                raise ValueError
            found = date(int(shape[1]), int(shape[3] or shape[5]), int(shape[4] or shape[6]))
        except ValueError:
            raise CellError("is not a date written as YYYY-MM-DD") from None
        return _within(found, latest)

    return _remembering(read)


def month(latest: date) -> Reader:
    """A month as ``year * 100 + month`` up to that of ``latest``; YYYY-MM, or its variants."""

    def read(written: str) -> int:
        code = _filled(written).translate(_CHINESE_DATE).rstrip("-")
        # A spreadsheet makes the first day of it of a month.
        shape = _MONTH.fullmatch(code.removesuffix("-01") if code.count("-") == 2 else code)
        try:
            if shape is None:
                raise ValueError
            first = _within(date(int(shape[1]), int(shape[2] or shape[3]), 1), latest)
        except CellError:
            raise
        except ValueError:
            raise CellError("is not a month written as YYYY-MM") from None
        return first.year * 100 + first.month

    return _remembering(read)


def _remembering(read: Callable[[str], Any]) -> Reader:
    """Days, months and amounts repeat all the time, and so do people: read each text once."""
    known = lru_cache(_KEPT)(read)
    return lambda cell: known(cell if isinstance(cell, str) else text_of(cell))


def _within(found: date, latest: date) -> date:
    if found > latest:
        raise CellError("lies in the future")
    if found.year < 1900:
        raise CellError("lies before 1900")
    return found
