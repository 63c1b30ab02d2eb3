"""A line that plays: recordings of everything it says, made of tones.

Each line of the studio's own list is a short sound of its own, with the words in the index as they
would be. `recorded_city` is a profile that chooses recordings; while a test asks for it, these are
the line's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from audio.phrases import PhraseBook
from audio.recordings import Recordings, index
from audio.recordings.g711 import RATE
from audio.recordings.index import Entry
from audio.recordings.wave import wav
from audio.studio.lines import Line, languages, lines
from ivr.line import Line as TheLine
from ivr.settings import Settings
from tests.plugins.line import CITY

SECONDS = 0.2
EVERYTHING: Callable[[Line], bool] = lambda line: True  # noqa: E731 - it is a value, of a type


def record(
    folder: Path, book: PhraseBook, wanted: Callable[[Line], bool] = EVERYTHING
) -> Recordings:
    """Tones for the ``wanted`` lines of ``book``, in ``folder``."""
    entries: dict[str, list[Entry]] = {}
    for language in languages(book):
        place = folder / language
        place.mkdir(parents=True)
        entries[language] = [_entry(place, line) for line in lines(book, language) if wanted(line)]
        index.write(place, entries[language])
    return Recordings(folder, entries)


def _entry(folder: Path, line: Line) -> Entry:
    samples = _tone(f"{line.language} {line.text} {line.final}")
    (folder / f"{line.name}.wav").write_bytes(wav(samples, line.text))
    return Entry(
        name=line.name,
        text=line.text,
        final=line.final,
        seconds=SECONDS,
        peak=-6.0,
        loudness=-20.0,
        text_hash=index.text_hash(line.text, line.final),
        id=index.sound_id(samples),
        source="tone",
    )


def _tone(name: str) -> bytes:
    """Loud, 250 times a second the same: no two names have the same."""
    wave = hashlib.sha256(name.encode()).digest()
    return wave * int(SECONDS * RATE / len(wave))


def choosing(voices: str, folder: Path, city: Path = CITY) -> Path:
    """A profile in ``folder`` like ``city``, with other ``voices``."""
    path = folder / f"{voices}.toml"
    kept = [line for line in city.read_text("utf-8").splitlines() if not line.startswith("voices")]
    path.write_text("\n".join((f'voices = "{voices}"', *kept)), "utf-8")
    return path


def spoken_in(city: Path, folder: Path) -> PhraseBook:
    """What the line of a city says."""
    # Here, so that the tests of the lower floors run without the upper ones.
    from app import create_app

    app = create_app(Settings.read(_env_file=None, hotline_city=city, hotline_instance=folder))
    line: TheLine = app.extensions["hotline"]
    line.database.dispose()
    return line.book


@pytest.fixture(scope="session")
def recorded_book(tmp_path_factory: pytest.TempPathFactory) -> PhraseBook:
    """What the line of the tests' city says."""
    return spoken_in(CITY, tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="session")
def tones(recorded_book: PhraseBook, tmp_path_factory: pytest.TempPathFactory) -> Recordings:
    """All of it is recorded."""
    return record(tmp_path_factory.mktemp("recordings") / "tones", recorded_book)


@pytest.fixture
def recorded_city(tmp_path: Path, tones: Recordings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tests' city with recorded voices, and the recordings."""
    monkeypatch.setattr(Recordings, "load", lambda: tones)
    return choosing("recorded", tmp_path)
