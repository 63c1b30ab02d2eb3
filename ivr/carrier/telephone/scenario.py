"""A call that was made, written down as a test that makes it again.

A scenario names nobody: numbers that were typed become names to be filled in, and what was heard
after them is left out, for it may be a person's record. Only ID numbers that nobody can hold, those
of the division 99 which GB/T 2260 does not give out, stay as they are, with what followed.
"""

import math
import re
from typing import Final

from ivr.carrier.telephone.transcript import Entry, Transcript

_ID_NUMBER: Final = re.compile(r"[0-9]{17}[0-9*]|[0-9]{15}")
_LONG: Final = 4
_SILENCE: Final = 1.0
_HEAD: Final = '''"""A call of {seconds} seconds, as it was made."""

from ivr.carrier.telephone import Telephone
{names}

def test_call(telephone: Telephone) -> None:
    call = telephone.dial()
'''
_FOOT: Final = "    assert call.problems == []\n"


def scenario(transcript: Transcript) -> str:
    """The source of a pytest file with one test, `test_call(telephone)`."""
    return _Writer(transcript).write()


class _Writer:
    def __init__(self, transcript: Transcript) -> None:
        self.transcript = transcript
        self.lines: list[str] = []
        self.names: list[str] = []
        self.private = False
        self._keys = ""
        self._heard: list[str] = []
        self._quiet_since = 0.0
        self._invented = False

    def write(self) -> str:
        for entry in self.transcript:
            self._entry(entry)
        self._flush()
        names = "".join(f'\n{name} = "fill in"' for name in self.names)
        seconds = round(max((e.second for e in self.transcript), default=0.0))
        head = _HEAD.format(seconds=seconds, names=f"{names}\n" if names else "")
        return head + "".join(f"    {line}\n" for line in self.lines) + _FOOT

    def _entry(self, entry: Entry) -> None:
        match entry.who, entry.act:
            case "line", _:
                self._said(entry)
            case "caller", "press":
                if self._heard:
                    self._flush()
                self._keys += entry.keys
            case "caller", "types_ahead":
                self._step(f"call.types_ahead({self._number(entry.keys)})")
            case "caller", "speaks":
                seconds = entry.text.split()[2]
                self._step(f"call.speaks({seconds})")
            case "caller", "hangs_up":
                self._step("call.hangs_up()")
            case "caller", "waits":
                self._flush()
                return
            case "agent", "presses":
                self._step(f'call.agent.presses("{entry.keys}")')
            case "agent", act:
                self._step(f"call.agent.{act}()")
            case "carrier", "end" if self.lines[-1:] != ["call.hangs_up()"]:
                self._silence_before(entry)
                self._step("call.is_over()")
            case _:
                return
        self._quiet_since = max(self._quiet_since, entry.ends)

    def _said(self, entry: Entry) -> None:
        self._silence_before(entry)
        if self._keys:
            self._flush()
        if entry.ear is not None or entry.heard is not None:
            return
        if self.private:
            self._step("# What was heard here may be about a person, and is not written down.")
        else:
            self._heard.append(f'"{_quoted(entry.text)}"')

    def _silence_before(self, entry: Entry) -> None:
        """What the line does by itself, it does because nothing was done."""
        gap = entry.second - self._quiet_since
        if gap >= _SILENCE:
            self._step(f"call.waits({math.ceil(gap)})")

    def _step(self, line: str) -> None:
        self._flush()
        if not (line.startswith("#") and self.lines[-1:] == [line]):
            self.lines.append(line)

    def _flush(self) -> None:
        keys, self._keys = self._keys, ""
        heard, self._heard = self._heard, []
        if len(heard) == 1:
            self.lines.append(f"call.hears({heard[0]})")
        elif heard:
            self.lines += ["call.hears(", *(f"    {text}," for text in heard), ")"]
        if keys:
            verb = "press" if len(keys) == 1 else "type"
            self.lines.append(f"call.{verb}({self._number(keys)})")

    def _number(self, keys: str) -> str:
        """Keys as Python source; a long number as a name, unless it is nobody's."""
        digits = keys.rstrip("#")
        if _ID_NUMBER.fullmatch(digits):
            self._invented = digits.startswith("99")
            name = "ID_NUMBER"
        elif sum(key.isdigit() for key in keys) < _LONG:
            return f'"{keys}"'
        else:
            name = "NUMBER" if len(digits) > 8 else "PIN"
        if self._invented:
            return f'"{keys}"'
        self.private = True
        name = f"{name}_{len(self.names) + 1}"
        self.names.append(name)
        return f'{name} + "{keys[len(digits) :]}"' if keys != digits else name


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
