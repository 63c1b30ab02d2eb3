"""A few recordings, made of nothing but numbers, that a test can tell apart."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from audio.recordings import index
from audio.recordings.wave import wav


def record(folder: Path, language: str, some: Iterable[tuple[str, str, bool]]) -> dict[str, bytes]:
    """``some``: name, words and whether they end a sentence. Samples by name, each its own."""
    place = folder / language
    place.mkdir(parents=True, exist_ok=True)
    sounds = {}
    entries = []
    for number, (name, text, final) in enumerate(some):
        samples = bytes([number % 256, number // 256, 7]) * 80
        sounds[name] = samples
        (place / f"{name}.wav").write_bytes(wav(samples, text))
        entries.append(
            index.Entry(
                name=name,
                text=text,
                final=final,
                seconds=len(samples) / 8000,
                peak=-3.0,
                loudness=-19.0,
                text_hash=index.text_hash(text, final),
                id=index.sound_id(samples),
                source="test",
            )
        )
    index.write(place, entries)
    return sounds
