"""What is said and done, written at the pace at which it is said.

In a terminal the last lines are rewritten while something is spoken, typed or waited for; elsewhere
each thing is written once, when it is over. Widths are counted in cells: a Han character has two.
"""

from __future__ import annotations

import re
from typing import TextIO

from rich.cells import cell_len

from ivr.carrier.telephone import Entry, TelephoneCall

_INDENT = 8
_LEAST_COLUMNS = 40
_PIECES = re.compile(r"[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+")
_CLEAR, _CLEAR_ABOVE = "\r\x1b[2K", "\x1b[A\x1b[2K"
_PLAYED = "♪ "
"""In front of what is a recording."""
_DIM, _PLAIN = "\x1b[2m", "\x1b[0m"


class Screen:
    """Writes one call to ``out``. ``live`` for a terminal that is ``columns`` wide."""

    def __init__(self, call: TelephoneCall, out: TextIO, *, columns: int, live: bool) -> None:
        self._call = call
        self._out = out
        self._columns = max(columns, _LEAST_COLUMNS)
        self._live = live
        self._next = 0
        self._typed = ""
        self._typed_at = 0.0
        self._open: list[str] = []

    def refresh(self, waiting: str = "") -> None:
        """Write what is new, and what the line waits for while nothing is said."""
        now = self._call.telephone.now - self._call.transcript.started
        written: list[str] = []
        speaking: Entry | None = None
        for entry in self._call.transcript.entries[self._next :]:
            if entry.act == "press" and entry.who == "caller":
                self._typed_at = self._typed_at if self._typed else entry.second
                self._typed += entry.keys
            else:
                written += self._what_was_typed()
                if entry.who == "line" and not entry.is_over(now):
                    speaking = entry
                    break
                written += self._lines(entry)
            self._next += 1
        if not self._live:
            self._write([*written, *self._what_was_typed()], [])
        elif speaking:
            self._write(written, self._so_far(speaking, now))
        else:
            self._write(written, self._waiting(waiting))

    def close(self) -> None:
        """Nothing more will be said."""
        self._write(self._what_was_typed(), [])

    # --- what there is to write ------------------------------------------------------------------

    def _lines(self, entry: Entry) -> list[str]:
        text = entry.heard_text
        if not text:
            return []
        if text != entry.text:
            text += " —"
        if entry.who == "line":
            mark = _PLAYED if entry.act == "plays" else ""
            mark += "" if entry.ear is None else "(to the agent) "
        else:
            mark = {"caller": "> ", "agent": "[agent] "}.get(entry.who, "· ")
        return self._wrapped(entry.second, mark + text)

    def _so_far(self, entry: Entry, now: float) -> list[str]:
        part = (now - entry.second) / entry.seconds
        mark = _PLAYED if entry.act == "plays" else ""
        return self._wrapped(entry.second, mark + entry.text[: round(len(entry.text) * part)])

    def _what_was_typed(self) -> list[str]:
        if not self._typed:
            return []
        line = f"{_stamp(self._typed_at)}> {self._call.transcript.shown(self._typed)}"
        self._typed = ""
        return [line]

    def _waiting(self, waiting: str) -> list[str]:
        shown = self._call.transcript.shown(self._typed)
        line = f"{_stamp(self._typed_at)}> {shown}  " if self._typed else " " * _INDENT
        room = self._columns - cell_len(line) - len("[]")
        note = f"{_DIM}[{waiting[:room]}]{_PLAIN}" if waiting and room > 0 else ""
        return [line + note] if self._typed or note else []

    def _wrapped(self, second: float, text: str) -> list[str]:
        lines, line, width = [], _stamp(second), _INDENT
        for piece in _PIECES.findall(text):
            if width > _INDENT and width + cell_len(piece.rstrip()) > self._columns:
                lines.append(line.rstrip())
                line, width = " " * _INDENT, _INDENT
            line += piece
            width += cell_len(piece)
        return [*lines, line.rstrip()]

    # --- writing ---------------------------------------------------------------------------------

    def _write(self, lines: list[str], still_open: list[str]) -> None:
        """Write lines for good, and below them lines that will be written anew."""
        if not lines and still_open == self._open:
            return
        if self._open:
            self._out.write(_CLEAR + _CLEAR_ABOVE * (len(self._open) - 1))
        self._out.write("".join(f"{line}\n" for line in lines) + "\n".join(still_open))
        self._out.flush()
        self._open = still_open


def _stamp(second: float) -> str:
    minutes, seconds = divmod(int(second), 60)
    return f"{minutes:3}:{seconds:02}  "
