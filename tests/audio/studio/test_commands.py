"""The commands as an operator types them; and that the running line knows nothing of the studio."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
import soundfile
from click.testing import CliRunner, Result

from audio.studio import shelf
from ivr.cli.audio import audio_group
from tests.audio.studio.test_intake import RATE, said

ONLY = ("--language", "zh-CN", "--only", "fragment.yuan-3")
HEAVY = (
    "audio.studio",
    "numpy",
    "onnx",
    "onnxruntime",
    "soundfile",
    "soxr",
    "faster_whisper",
    "fpdf",
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place for recordings."""
    monkeypatch.setattr(shelf, "HOME", tmp_path / "home")
    return tmp_path / "home"


def run(*words: str) -> Result:
    """``flask audio …``."""
    return CliRunner().invoke(audio_group, words)


def test_the_script(tmp_path: Path) -> None:
    done = run("script", str(tmp_path), *ONLY)
    assert done.exit_code == 0, done.output
    raw = (tmp_path / "script-zh-CN.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf"), "a spreadsheet must see that it is UTF-8"
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    by_name = {row["name"]: row for row in rows}
    assert by_name["fragment.yuan-34.end"] == {
        "name": "fragment.yuan-34.end",
        "read": "三十四元",
        "in_the_sentence": "三十四元，三十四元。",
        "ending": "ends",
        "longest_seconds": by_name["fragment.yuan-34.end"]["longest_seconds"],
    }
    assert f"{len(rows)} lines" in done.output
    with pypdfium2.PdfDocument(tmp_path / "script-zh-CN.pdf") as pages:
        first = pages[0].get_textpage().get_text_bounded()
    assert "录音稿" in first and rows[0]["name"] in first.replace("\r\n", "")


def test_a_speaker_reads_one_line(tmp_path: Path, home: Path) -> None:
    soundfile.write(tmp_path / "fragment.yuan-34.end.wav", said(0.8), RATE)
    soundfile.write(tmp_path / "no such line.wav", said(0.8), RATE)
    done = run("import", str(tmp_path), "--language", "zh-CN", "--speaker", "speaker 1")
    assert done.exit_code == 1
    assert "no such line.wav: no line of the script has this name" in done.output
    assert "1 of 2 files were taken" in done.output
    assert (home / "zh-CN" / "fragment.yuan-34.end.wav").exists()
    needed = run("script", str(tmp_path / "out"), *ONLY, "--needed")
    assert needed.exit_code == 0
    assert "fragment.yuan-34.end" not in (tmp_path / "out" / "script-zh-CN.csv").read_text("utf-8")


def test_check_says_what_is_missing() -> None:
    done = run("check", "--language", "en-US")
    assert done.exit_code == 1
    assert "fragment.yuan-34.end is not recorded; record: thirty-four yuan" in done.output


def test_prune_takes_away_what_no_phrase_asks_for(home: Path) -> None:
    (home / "zh-CN").mkdir(parents=True)
    (home / "zh-CN" / "old.wav").write_bytes(b"")
    assert "1 recordings were taken away" in run("prune", "--language", "zh-CN").output
    assert not (home / "zh-CN" / "old.wav").exists()


def test_an_empty_folder_has_nothing_to_import(tmp_path: Path) -> None:
    done = run("import", str(tmp_path), "--language", "zh-CN", "--speaker", "speaker 1")
    assert done.exit_code == 1 and "has no WAV or FLAC file" in done.output


def test_a_language_that_is_not_recorded_is_named() -> None:
    done = run("check", "--language", "de-DE")
    assert done.exit_code == 2 and "de-DE is not recorded, only en-US, zh-CN" in done.output


def test_all_and_missing_exclude_each_other() -> None:
    done = run("render", "--all", "--missing")
    assert done.exit_code == 2 and "--all and --missing exclude each other" in done.output


def test_the_line_imports_nothing_of_the_studio() -> None:
    """Also not with every command of the operator loaded."""
    code = (
        "import sys, app, flask.cli, ivr.cli.audio; from audio.recordings import Recordings;"
        f"Recordings.load(); print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout.strip() == "[]", done.stderr
