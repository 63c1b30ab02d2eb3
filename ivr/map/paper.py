"""The key card on paper: one A4 page in large print, black on white.

The font (Noto Sans SC, SIL Open Font License) comes with a package and is embedded as far as it is
used, so that the card looks the same everywhere.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime

from fpdf import FPDF
from fpdf.enums import TextMode
from pylopdf_fonts_zh_cn import sans_path

from ivr.map.card import Card, Key, Texts

SIZES = (22, 20, 18, 17, 16)
"""Points of what is read, as tried; headings are larger."""
SMALLEST = SIZES[-1]
LEADING = 1.22
MARGIN = 28.0
NARROWEST = 75
"""Percent to which a line is narrowed before it is broken."""
FONT = "sans"


class CardTooLongError(ValueError):
    """Not even the first menu fits on a page in large print."""


def paper(card: Card, made: datetime) -> bytes:
    """The card as PDF, as large as fits on one page; ``made`` is its date.

    When the second menus do not fit, the first one is there alone. Raises ``CardTooLongError``.
    """
    for shown in (card, card.without_below()):
        for size in SIZES:
            page = _Page(shown, size, made)
            if page.bottom <= page.pdf.h - MARGIN:
                return bytes(page.pdf.output())
    raise CardTooLongError(
        f"the main menu does not fit on a page at {SMALLEST} points; shorten its phrases"
    )


class _Page:
    """One try at one size. All lengths in points."""

    def __init__(self, card: Card, size: float, made: datetime) -> None:
        # Fonts are cut to what is used, which is no news.
        logging.getLogger("fontTools.subset").setLevel(logging.WARNING)
        self.pdf = FPDF(unit="pt", format="A4")
        self.pdf.set_creation_date(made)
        self.pdf.set_title(" · ".join((card.number, *card.titles)))
        self.pdf.set_auto_page_break(False)
        self.pdf.add_font(FONT, fname=sans_path())
        self.pdf.add_page()
        self.size = size
        self.left, self.right = MARGIN, self.pdf.w - MARGIN
        y = self._head(card, MARGIN)
        y = self._each_line(card.at_hand, y + size * 0.3)
        y = self._rule(y + size * 0.5)
        for key in card.menu:
            y = self._key(key, y + size * 0.3, size + 3, filled=True)
            for below in key.below:
                y = self._key(below, y, size, filled=False)
        y = self._rule(y + size * 0.5)
        y = self._reserved(card, y + size * 0.3)
        self.bottom = self._each_line(card.hours, self._rule(y + size * 0.4) + size * 0.3)

    def _head(self, card: Card, y: float) -> float:
        """The number, with what it is beside it."""
        big = self.size * 3
        self._write(self.left, y, card.number, big, bold=True)
        beside = self.left + self._width(card.number, big) + self.size
        y += big * 0.08
        for title, dial in zip(card.titles, card.dial, strict=True):
            room = self.right - beside
            self._write(beside, y, f"{dial} · {title}", self.size + 4, room=room, bold=True)
            y += (self.size + 4) * LEADING
        return max(y, MARGIN + big * 1.15)

    def _key(self, key: Key, y: float, size: float, *, filled: bool) -> float:
        """A key and its labels, one beside the other."""
        indent = self.left if filled else self.left + self.size * 1.9
        room = self.right - (self.left + self.size * 4)
        # An alphabet takes about half as much again as Chinese does.
        shares = [1.0, *(1.5 for _ in key.labels[1:])]
        x = indent + self.size * 1.9
        start = self.left + self.size * 4
        lowest = y
        for label, share in zip(key.labels, shares, strict=True):
            width = room * share / sum(shares)
            end = start + width - self.size * 0.6
            lowest = max(lowest, self._flow(x, y, label, size, end - x, bold=filled))
            start += width
            x = start
        self._badge(indent, y, key.key, size, filled=filled)
        return lowest

    def _reserved(self, card: Card, y: float) -> float:
        """The keys that work everywhere, in one row."""
        self._write(self.left, y, " · ".join(card.anywhere), self.size, bold=True)
        y += self.size * (LEADING + 0.2)
        width = (self.right - self.left) / len(card.reserved)
        lowest = y
        for nth, key in enumerate(card.reserved):
            x = self.left + nth * width
            self._badge(x, y, key.key, self.size + 3, filled=True)
            x += self.size * 2
            line = y
            for label in key.labels:
                line = self._flow(x, line, label, self.size, width - self.size * 2.6)
            lowest = max(lowest, line)
        return lowest

    def _each_line(self, texts: Texts, y: float) -> float:
        for text in texts:
            y = self._flow(self.left, y, text, self.size, self.right - self.left)
        return y

    def _rule(self, y: float) -> float:
        self.pdf.set_line_width(1.5)
        self.pdf.line(self.left, y, self.right, y)
        return y

    def _badge(self, x: float, y: float, key: str, size: float, *, filled: bool) -> None:
        """A round key."""
        read = max(size * 0.86, SMALLEST)
        across = read * 1.26
        self.pdf.set_line_width(1.2)
        self.pdf.set_fill_color(0)
        top = y + size * 0.62 - across / 2
        self.pdf.ellipse(x, top, across, across, style="DF" if filled else "D")
        self.pdf.set_text_color(255 if filled else 0)
        # The star of a font is a small one above the line.
        inside, middle = (read * 1.5, 0.42) if key == "*" else (read, 0.63)
        left = x + (across - self._width(key, inside)) / 2
        self._write(left, top + across / 2 - inside * middle, key, inside, bold=True, white=filled)
        self.pdf.set_text_color(0)

    def _flow(
        self, x: float, y: float, text: str, size: float, room: float, *, bold: bool = False
    ) -> float:
        """Write a text in as many lines as it needs; gives where the next begins."""
        for line in self._lines(text, size, room):
            self._write(x, y, line, size, room=room, bold=bold)
            y += size * LEADING
        return y

    def _lines(self, text: str, size: float, room: float) -> Iterable[str]:
        """One line when it can be narrowed to the room; else broken between words, or signs."""
        if self._width(text, size) * NARROWEST / 100 <= room:
            return [text]
        words = text.split(" ") if " " in text else list(text)
        space = " " if " " in text else ""
        lines = [words[0]]
        for word in words[1:]:
            longer = lines[-1] + space + word
            if self._width(longer, size) <= room:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def _width(self, text: str, size: float) -> float:
        self.pdf.set_font(FONT, size=size)
        self.pdf.set_stretching(100)
        return float(self.pdf.get_string_width(text))

    def _write(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        room: float = float("inf"),
        bold: bool = False,
        white: bool = False,
    ) -> None:
        """One line whose top is ``y``, narrowed to its room. A rim makes the font bold."""
        width = self._width(text, size)
        self.pdf.set_stretching(min(100.0, 100 * room / width) if width else 100)
        self.pdf.text_mode = TextMode.FILL_STROKE if bold else TextMode.FILL
        self.pdf.set_line_width(size / 45)
        self.pdf.set_draw_color(255 if white else 0)
        self.pdf.text(x, y + size * 0.98, text)
        self.pdf.text_mode = TextMode.FILL
        self.pdf.set_stretching(100)
        self.pdf.set_draw_color(0)
