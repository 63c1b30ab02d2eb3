"""Citizens' ID numbers (GB 11643-1999): read, checked, never guessed.

Eighteen characters: six of the division, eight of the birth date, three of a sequence, and a check
character by ISO 7064 MOD 11-2, where X stands for ten. Numbers given out before 1999 have fifteen:
no century and no check character; they are turned into the eighteen their holders have now.

The division is not looked up: codes are merged and renamed every year while numbers stay.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from stdnum.iso7064 import mod_11_2

_SHAPE = re.compile(r"[1-9][0-9]{14}|[1-9][0-9]{16}[0-9X]")
_IGNORED = re.compile(r"[\s-]+")


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A well-formed number. Well-formed does not mean that anyone holds it."""

    number: str = field(repr=False)
    """Eighteen characters, X upper."""
    birth: date = field(repr=False)

    @property
    def last_four(self) -> str:
        """The only part that is ever spoken."""
        return self.number[-4:]


def parse(text: str) -> IdNumber | None:
    """Read an ID number, or ``None`` when it cannot be one.

    Full-width characters, a small x, blanks and hyphens are forgiven; nothing else is.
    """
    number = _IGNORED.sub("", unicodedata.normalize("NFKC", text)).upper()
    if not _SHAPE.fullmatch(number):
        return None
    if len(number) == 15:
        number = f"{number[:6]}19{number[6:]}"
        number += mod_11_2.calc_check_digit(number)
    elif not mod_11_2.is_valid(number):
        return None
    try:
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return IdNumber(number, birth) if birth.year >= 1850 else None
