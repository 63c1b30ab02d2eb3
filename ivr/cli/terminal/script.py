"""A call written down beforehand, in the few letters of ``--keys``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ivr.carrier.telephone import TelephoneCall

HELP = (
    "Groups apart by blanks; before each the caller listens until nothing more is said. "
    "0-9 * #: keys. ',': a second of silence. 's12': speak for 12 seconds. "
    "The agent: 'a' answers, '@1' presses 1, 'b' is busy, 'n' does not answer, 'h' hangs up. "
    "'q': hang up."
)
_TOKEN = re.compile(
    r"(?P<keys>[0-9*#]+)|(?P<speak>s[0-9]{1,3})(?![0-9])|(?P<agent>@[0-9*#])|(?P<one>[,abnhq])"
)
_SECOND = 1.0

Step = Callable[[TelephoneCall], None]


class ScriptError(ValueError):
    """A script that cannot be read; the text shows where."""


@dataclass(frozen=True)
class Script:
    """What the caller and the agent do, group by group."""

    groups: tuple[tuple[Step, ...], ...]

    @classmethod
    def read(cls, text: str) -> Script:
        """Read a script. Raises ``ScriptError``."""
        return cls(tuple(tuple(_steps(group)) for group in text.split()))

    def play(self, call: TelephoneCall, show: Callable[[], None]) -> None:
        """Make the call; ``show`` is called after each step. What is left when the line has hung
        up is not done."""
        for group in self.groups:
            call.listens_out()
            for step in group:
                if call.over:
                    return
                show()
                step(call)
        call.listens_out()
        show()
        if not call.over:
            call.hangs_up()


def _steps(group: str) -> Iterator[Step]:
    at = 0
    while at < len(group):
        token = _TOKEN.match(group, at)
        if token is None:
            raise ScriptError(f"cannot read {group[at]!r}. {HELP}")
        yield _step(token)
        at = token.end()


def _step(token: re.Match[str]) -> Step:
    text = token[0]
    match token.lastgroup:
        case "keys":
            return lambda call: call.press(text)
        case "speak":
            return lambda call: call.speaks(float(text[1:]))
        case "agent":
            return lambda call: call.agent.presses(text[1])
        case _:
            return _ONE[text]


_ONE: dict[str, Step] = {
    ",": lambda call: call.telephone.passes(_SECOND),
    "a": lambda call: call.agent.answers(),
    "b": lambda call: call.agent.is_busy(),
    "n": lambda call: call.agent.does_not_answer(),
    "h": lambda call: call.agent.hangs_up(),
    "q": lambda call: call.hangs_up(),
}
