"""What the ears are asked: every phrase, every term, and every fragment that is recorded."""

from __future__ import annotations

from pathlib import Path

import pytest

from audio.phrases import PhraseBook
from audio.recordings import Clip, Recordings
from audio.recordings.store import FRAGMENT
from audio.studio.lines import lines
from audio.studio.utterances import utterances
from audio.values import TERM
from tests.audio.recordings.places import record

PHRASES = {
    "zh-CN": (
        'balance = "截至{on:date}，余额是{sum:money}。"',
        'active = "正常"',
        'is = "卡{status:term}。"',
    ),
    "en-US": (
        'balance = "As of {on:date}, it is {sum:money}."',
        'active = "active"',
        'is = "It is {status:term}."',
    ),
}


@pytest.fixture
def book(tmp_path: Path) -> PhraseBook:
    """Two phrases and a term."""
    for code, (balance, active, status) in PHRASES.items():
        (tmp_path / code).mkdir()
        (tmp_path / code / "demo.toml").write_text(f"{balance}\n{status}\n", "utf-8")
        (tmp_path / code / "term.toml").write_text(f"{active}\n", "utf-8")
    return PhraseBook.load(tmp_path)


@pytest.mark.parametrize("language", sorted(PHRASES))
def test_everything_is_heard(book: PhraseBook, language: str, tmp_path: Path) -> None:
    every = lines(book, language)
    record(tmp_path / "home", language, ((one.name, one.text, one.final) for one in every))
    recordings = Recordings.load(tmp_path / "home")
    asked = utterances(book, recordings, language)
    assert asked == utterances(book, recordings, language)
    names = {utterance.name for utterance in asked}
    assert {"demo.balance", "demo.is", f"{TERM}.active in demo.is"} <= names
    heard = {
        clip.text.strip("。，,. ")
        for utterance in asked
        for clip in recordings.clips(utterance.pieces, language)
        if isinstance(clip, Clip)
    }
    wanted = {
        one.text for one in every if one.name.startswith((f"{FRAGMENT}yuan", f"{FRAGMENT}day-"))
    }
    # Chance leaves out a few: values are tried, not listed.
    assert len(wanted & heard) > 0.9 * len(wanted)
    for utterance in asked:
        assert all(value in utterance.words for value in utterance.strict)
