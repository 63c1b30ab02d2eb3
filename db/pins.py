"""Which query PINs a person may choose, and PINs made for letters.

A PIN has six to eight digits and five guesses a day, so what matters is that it is not among the
first guesses (NIST SP 800-63B, 5.1.1.2: refuse what is common or tied to the person, say why).
People who choose six digits choose dates first, then runs, repeats and figures on the keypad.
"""

from __future__ import annotations

import re
import secrets
from datetime import date
from itertools import pairwise
from typing import Literal

from db import idnumber

Problem = Literal["length", "in-id", "birthday", "run", "repeat", "common"]

SHORTEST, LONGEST = 6, 8
_DIGITS = re.compile(rf"[0-9]{{{SHORTEST},{LONGEST}}}")

# Well-known choices that no rule below catches: figures on the keypad, pairs, and numbers that
# sound like words in Mandarin (520 "I love you", 1314 "for ever", 168 "all the way to riches").
_COMMON = """
112233 223344 334455 445566 556677 667788 778899 332211 998877 123321 456654 789987 654456 147258
258369 147369 852741 963852 963741 159357 357159 159753 753159 753951 951753 357951 951357 456123
789456 123789 789123 147852 258963 321654 654987 987321 147896 789632 123654 125896 159951 357753
246810 102030 123450 100200 102938 112358 314159 271828 131452 521131 131420 131421 201314 520184
168888 168000 888168 166888 123000 123455 119110 12332100 5201314 1314520 5211314 1314521 3344520
7758521 5845201 52013140 13145200 88888168 14725836 15935700 15975300 11223344 12344321 98766789
10203040 31415926 27182818 16888888 51888888 12312300 1472583 1234560 1357924 1123581
"""
COMMON = frozenset(_COMMON.split())


def problem(id_number: str, pin: str) -> Problem | None:
    """Why ``pin`` may not be chosen by the holder of ``id_number``; ``None`` when it may.

    ``id_number`` has eighteen characters. A PIN that is anything but six to eight ASCII digits has
    the problem ``length``.
    """
    if not _DIGITS.fullmatch(pin):
        return "length"
    legacy = id_number[:6] + id_number[8:17]
    if pin in id_number or pin in legacy:
        return "in-id"
    if _is_run(pin):
        return "run"
    if _is_repeat(pin):
        return "repeat"
    if _is_birthday(id_number, pin):
        return "birthday"
    return "common" if pin in COMMON else None


def issue(id_number: str) -> str:
    """A random six-digit PIN for a letter, one that its receiver could have chosen."""
    while True:
        pin = f"{secrets.randbelow(10**SHORTEST):0{SHORTEST}}"
        if problem(id_number, pin) is None:
            return pin


def _is_birthday(id_number: str, pin: str) -> bool:
    """Anyone's birthday year first; the holder's own in every usual order."""
    year_first = pin if len(pin) == 8 else f"20{pin}" if len(pin) == 6 else ""
    if year_first and "1900" <= year_first[:4] <= "2099" and _is_date(year_first):
        return True
    own = idnumber.parse(id_number)
    if own is None:
        return False
    orders = ("%d%m%Y", "%m%d%Y", "%d%m%y", "%m%d%y", "%y%d%m", "%Y%d%m", "%Y%m", "%m%Y")
    return pin in {own.birth.strftime(order) for order in orders}


def _is_date(text: str) -> bool:
    try:
        date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return False
    return True


def _is_run(pin: str) -> bool:
    """One step all the way, nines followed by zeros: 123456, 890123, 975319, 246802."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    return len(steps) == 1 and steps != {0}


def _is_repeat(pin: str) -> bool:
    """One or two digits only, or a group said again: 111111, 121221, 123123, 12341234."""
    size = len(pin)
    groups = (n for n in range(1, size // 2 + 1) if size % n == 0)
    return len(set(pin)) <= 2 or any(pin[:n] * (size // n) == pin for n in groups)
