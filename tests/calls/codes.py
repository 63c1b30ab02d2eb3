"""One-time codes as their receivers read them: from the text message."""

from __future__ import annotations

import re

from tests.plugins.line import Line
from tests.secrets_used import remember


def last_code(line: Line) -> str:
    """The code in the newest text message that has one."""
    found = [re.search(r"[0-9]{6}", text.words) for text in line.texts if _is_code(text.words)]
    newest = found[-1]
    assert newest is not None
    remember(newest[0])
    return newest[0]


def another(code: str) -> str:
    """A code that it is not."""
    return f"{(int(code) + 1) % 1_000_000:06}"


def _is_code(words: str) -> bool:
    return "验证码" in words or "code is" in words
