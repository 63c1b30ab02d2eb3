"""A line that plays: the tests' city with recordings of tones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from audio.phrases import PhraseBook
from audio.recordings import Recordings
from audio.studio import lines
from flows.city import City
from tests.plugins import recorded
from tests.plugins.line import CITY, Line


@pytest.fixture(scope="session")
def book() -> PhraseBook:
    """What the tests' city says."""
    return PhraseBook.load().with_phrases(City.load(CITY).phrases, CITY.name)


@pytest.fixture(scope="session")
def tones(book: PhraseBook, tmp_path_factory: pytest.TempPathFactory) -> Recordings:
    """Everything is recorded."""
    return recorded.record(tmp_path_factory.mktemp("tones"), book)


@pytest.fixture(scope="session")
def gaps(book: PhraseBook, tmp_path_factory: pytest.TempPathFactory) -> Recordings:
    """Amounts and keys are not recorded, nor is the greeting."""

    def wanted(line: lines.Line) -> bool:
        return not line.name.startswith(("fragment.", "welcome.greeting"))

    return recorded.record(tmp_path_factory.mktemp("gaps"), book, wanted)


Voiced = Callable[[Line, str, Recordings], Line]


@pytest.fixture
def voiced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Voiced:
    """Gives a line the profile's ``voices`` and the recordings."""

    def give(line: Line, voices: str, recordings: Recordings) -> Line:
        line.city = tmp_path / f"{voices}.toml"
        line.city.write_text(f'voices = "{voices}"\n{CITY.read_text("utf-8")}', "utf-8")
        monkeypatch.setattr(Recordings, "load", lambda: recordings)
        return line

    return give


@pytest.fixture
def line(line: Line, voiced: Voiced, tones: Recordings) -> Line:
    """A line that plays everything."""
    return voiced(line, "recorded", tones)
