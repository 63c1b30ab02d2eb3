"""Values as the line speaks them, where a scenario cannot know them beforehand."""

from __future__ import annotations


def digits(text: str) -> str:
    """Digits one by one in Mandarin, an X as it is."""
    return "".join("零幺二三四五六七八九"[int(d)] if d.isdigit() else d for d in text)
