"""Composes the waiting music and writes it: ``python -m audio.music.compose``.

Plucked strings (Karplus and Strong, 1983: a burst of noise that goes round in a loop as long as the
tone's period, averaged with its neighbour each time round) play a pentatonic tune over two low
notes. Nothing is random that is not the same each time.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from pathlib import Path
from random import Random

from audio.recordings.g711 import RATE, to_linear
from audio.recordings.wave import wav

SECONDS = 8.0
BEAT = 0.5
_REST = 1.0
"""Seconds of silence at the end of a part."""
_LOUDEST = 9000
"""Of 32,767: below speech, so that nobody has to shout over it."""
_DECAY = 0.996
_G3 = 196.0
_STEPS = (0, 2, 4, 7, 9)
"""Semitones of the pentatonic scale above its first note."""
TUNE = (
    "5.3.2.1.2.3.5---",
    "6.5.3.5.2.3.1---",
    "1.2.3.5.6.5.3---",
    "5.6.8.6.5.3.2---",
    "3.5.6.8.6.5.3---",
    "2.3.5.3.2.1.2---",
    "5.3.5.6.5.3.2---",
    "3.2.1.2.3.2.1---",
)
"""Notes of the scale (6 and more lie an octave higher), half a beat each; - is held."""
BASS = ((1, 4), (4, 2), (1, 5), (4, 1), (1, 4), (5, 2), (4, 2), (5, 1))
_CODES = sorted((to_linear(code), code) for code in range(256))


def parts() -> Iterator[bytes]:
    """Each part as a file."""
    for number, (tune, bass) in enumerate(zip(TUNE, BASS, strict=True), 1):
        sound = [0.0] * int(SECONDS * RATE)
        for at, note in enumerate(tune):
            if note.isdigit():
                _pluck(sound, at * BEAT / 1.1, _pitch(int(note)), 1.0, number * 100 + at)
        for at, low in enumerate(bass):
            _pluck(sound, at * 3.5, _pitch(low) / 2, 0.8, number * 100 + 50 + at)
        yield wav(_mulaw(_soft(sound)), "♪")


def _pitch(note: int) -> float:
    octave, step = divmod(note - 1, len(_STEPS))
    return float(_G3 * 2 ** (octave + _STEPS[step] / 12))


def _pluck(sound: list[float], at: float, pitch: float, loud: float, seed: int) -> None:
    rng = Random(seed)  # noqa: S311 (nothing secret: the same tune each time)
    loop = [rng.uniform(-1, 1) * loud for _ in range(round(RATE / pitch))]
    for place in range(int(at * RATE), len(sound)):
        here = place % len(loop)
        sound[place] += loop[here]
        loop[here] = _DECAY * (loop[here] + loop[here - 1]) / 2


def _soft(sound: list[float]) -> list[float]:
    """Even in loudness, fading out before the end."""
    most = max(map(abs, sound))
    fade = int(_REST * RATE)
    last = len(sound) - fade // 4
    return [
        value / most * _LOUDEST * min(1.0, max(0.0, (last - place) / fade))
        for place, value in enumerate(sound)
    ]


def _mulaw(sound: list[float]) -> bytes:
    return bytes(min(_near(value), key=lambda pair: abs(pair[0] - value))[1] for value in sound)


def _near(value: float) -> list[tuple[int, int]]:
    """The µ-law samples around a value."""
    at = bisect(_CODES, (round(value), 0))
    return _CODES[max(0, at - 1) : at + 1]


if __name__ == "__main__":
    for number, data in enumerate(parts(), 1):
        Path(__file__).with_name(f"part-{number}.wav").write_bytes(data)
