"""A speaker's files: taken in at the line's level, or refused in a sentence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from audio.fragments import Part
from audio.recordings.wave import words_of
from audio.studio import sound
from audio.studio.export import export
from audio.studio.intake import Refusal, files, take_in
from audio.studio.lines import Line
from audio.studio.shelf import Shelf
from tests.audio.studio.test_sound import silence, tone

LINE = Line("demo.moment", "zh-CN", "请稍候", True, (Part("请稍候", "demo.moment", "。"),))
RATE = 44_100


def said(seconds: float = 0.9, level: float = 0.1) -> sound.Samples:
    """Something like a word, in a silent booth."""
    return np.concatenate([silence(0.6, RATE), tone(300, seconds, level, RATE), silence(0.8, RATE)])


def bring(folder: Path, home: Path) -> tuple[Shelf, list[Refusal]]:
    """Take the folder in."""
    shelf = Shelf("zh-CN", home)
    refused = list(take_in(shelf, [LINE], files(folder), "speaker 1", lambda file: None))
    return Shelf("zh-CN", home), refused


@pytest.mark.parametrize("name", ["demo.moment.wav", "demo.moment.flac", "booth/demo.moment.WAV"])
def test_a_file_becomes_a_recording(tmp_path: Path, name: str) -> None:
    file = tmp_path / "in" / name
    file.parent.mkdir(parents=True)
    soundfile.write(file, said(), RATE)
    shelf, refused = bring(tmp_path / "in", tmp_path / "out")
    kept = shelf.find(LINE)
    assert refused == [] and kept is not None
    assert kept.seconds == pytest.approx(0.99, abs=0.03)
    assert kept.loudness == pytest.approx(sound.TARGET, abs=0.5)
    assert (kept.source, kept.recipe) == ("speaker 1", "")
    assert words_of(shelf.file(LINE.name).read_bytes()) == "请稍候"


@pytest.mark.parametrize(
    ("name", "data", "rate", "why"),
    [
        ("demo.momnet.wav", said(), RATE, "no line of the script has this name"),
        ("demo.moment.wav", said(9.0), RATE, "it lasts 9.1 s and may last"),
        ("demo.moment.wav", silence(2.0, RATE), RATE, "nothing is heard in it"),
        ("demo.moment.wav", np.clip(said(level=3.0), -1, 1), RATE, "it is clipped"),
        ("demo.moment.wav", said(), 6000, "it has 6000 samples a second"),
    ],
)
def test_a_bad_file_is_refused(
    tmp_path: Path, name: str, data: sound.Samples, rate: int, why: str
) -> None:
    soundfile.write(tmp_path / name, data, rate)
    shelf, [refusal] = bring(tmp_path, tmp_path / "out")
    assert refusal.file == name
    assert refusal.sentence.startswith(f"{name}: {why}")
    assert shelf.entries == ()


def test_what_is_no_sound_is_refused(tmp_path: Path) -> None:
    (tmp_path / "demo.moment.wav").write_bytes(b"MZ not a sound")
    _, [refusal] = bring(tmp_path, tmp_path / "out")
    assert "save it as WAV or FLAC" in refusal.sentence


def test_other_files_are_not_looked_at(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("take 2 was better")
    assert files(tmp_path) == []


@pytest.mark.parametrize(("law", "subtype"), [("alaw", "ALAW"), ("mulaw", "ULAW")])
def test_recordings_leave_in_either_law(tmp_path: Path, law: str, subtype: str) -> None:
    (tmp_path / "in").mkdir()
    soundfile.write(tmp_path / "in" / "demo.moment.wav", said(), RATE)
    shelf, _ = bring(tmp_path / "in", tmp_path / "out")
    done: list[str] = []
    count = export(shelf, tmp_path / "pbx", "alaw" if law == "alaw" else "mulaw", done.append)
    file = tmp_path / "pbx" / "zh-CN" / "demo.moment.wav"
    assert (count, done) == (1, ["demo.moment"])
    assert soundfile.info(file).subtype == subtype
    assert words_of(file.read_bytes()) == "请稍候"
