"""What is said and done, written at the pace at which it is said.

In a terminal the last line is rewritten while something is spoken, typed or waited for; elsewhere
each thing is written once, when it is over. Widths are counted in cells: a Han character has two.
"""

from __future__ import annotations

import re
from typing import TextIO

from rich.cells import cell_len

from ivr.carrier.telephone import Entry, TelephoneCall
from ivr.carrier.telephone.transcript import SHOWN_KEYS

_INDENT = 8
_WORDS = re.compile(r"[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+")
_CLEAR = "\r\x1b[2K"
_DIM, _PLAIN = "\x1b[2m", "\x1b[0m"


class Screen:
    """Writes one call to ``out``. ``live`` for a terminal; ``columns`` wide."""

    def __init__(
        self, call: TelephoneCall, out: TextIO, *, columns: int = 80, live: bool, show_keys: bool
    ) -> None:
        self._call = call
        self._out = out
        self._columns = max(columns, 40)
        self._live = live
        self._show_keys = show_keys
        self._done = 0
        self._typed = ""
        self._typed_at = 0.0
        self._lines_open = 0

    def refresh(self, waiting: str = "") -> None:
        """Write what is new, and what the line waits for while nothing is said."""
        now = self._call.telephone.now - self._call.transcript.started
        entries = self._call.transcript.entries
        self._close_open()
        while self._done < len(entries):
            entry = entries[self._done]
            if entry.act == "press" and entry.who == "caller":
                self._type(entry)
            elif entry.who == "line" and entry.ends > now:
                self._end_typing()
                self._speak_so_far(entry, now)
                return
            else:
                self._end_typing()
                self._whole(entry)
            self._done += 1
        if self._live:
            self._show_waiting(waiting)
        else:
            self._end_typing()

    def close(self) -> None:
        """Nothing more will be said."""
        self._close_open()
        self._end_typing()

    # --- entries ---------------------------------------------------------------------------------

    def _whole(self, entry: Entry) -> None:
        text = entry.heard_text if entry.text == entry.heard_text else f"{entry.heard_text} —"
        marks = {"line": "" if entry.ear is None else "(to the agent) ", "caller": "> "}
        mark = marks.get(entry.who, f"[{entry.who}] " if entry.who == "agent" else "· ")
        for line in self._wrapped(entry.second, mark + text):
            self._out.write(f"{line}\n")
        self._out.flush()

    def _speak_so_far(self, entry: Entry, now: float) -> None:
        if not self._live:
            return
        part = (now - entry.second) / entry.seconds if entry.seconds else 1.0
        text = entry.text[: round(len(entry.text) * min(1.0, part))]
        self._open(self._wrapped(entry.second, text))

    def _type(self, entry: Entry) -> None:
        if not self._typed:
            self._typed_at = entry.second
        self._typed += entry.keys

    def _end_typing(self) -> None:
        if self._typed:
            keys, self._typed = self._shown(), ""
            self._out.write(f"{_stamp(self._typed_at)}> {keys}\n")
            self._out.flush()

    def _show_waiting(self, waiting: str) -> None:
        typed = f"{_stamp(self._typed_at)}> {self._shown()}  " if self._typed else " " * _INDENT
        room = self._columns - cell_len(typed) - 2
        note = f"{_DIM}[{waiting[:room]}]{_PLAIN}" if waiting and room > 0 else ""
        if self._typed or note:
            self._open([typed + note])

    def _shown(self) -> str:
        if self._show_keys:
            return self._typed
        return self._typed[:SHOWN_KEYS] + "•" * (len(self._typed) - SHOWN_KEYS)

    # --- lines -----------------------------------------------------------------------------------

    def _wrapped(self, second: float, text: str) -> list[str]:
        lines, line, width = [], _stamp(second), _INDENT
        for piece in _WORDS.findall(text):
            cells = cell_len(piece.rstrip())
            if width + cells > self._columns and width > _INDENT:
                lines.append(line.rstrip())
                line, width = " " * _INDENT, _INDENT
            line += piece
            width += cell_len(piece)
        return [*lines, line]

    def _open(self, lines: list[str]) -> None:
        """Write lines that will be written anew."""
        self._out.write("\n".join(lines))
        self._lines_open = len(lines)
        self._out.flush()

    def _close_open(self) -> None:
        if self._lines_open:
            self._out.write(_CLEAR + f"\x1b[A{_CLEAR}" * (self._lines_open - 1))
            self._lines_open = 0


def _stamp(second: float) -> str:
    minutes, seconds = divmod(int(second), 60)
    return f"{minutes:3}:{seconds:02}  "
