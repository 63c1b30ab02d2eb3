"""Sound for the telephone: resampled, band-limited, trimmed, levelled, 8 kHz mono, µ-law."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

from audio.recordings.g711 import RATE

Samples = npt.NDArray[np.float32]
"""Mono, -1 to 1."""

TARGET = -19.0
"""dB of full scale, over the parts that speak: the level of a clear voice on a trunk."""
PEAK = -1.5
"""dB of full scale that no sample passes."""
_SOFTEST = 2.5
"""dB."""
_BAND = (90.0, 160.0, 3500.0, 3800.0)
"""Hz: nothing below the first and above the last, everything between the inner two."""
_FRAME = RATE // 100
_SPEAKS = 42.0
"""dB below the loudest frame that still is speech, and not the room."""
_LEAD, _TAIL = 0.04, 0.05
_FADE = 24
_FLOOR = -96.0


@dataclass(frozen=True)
class Levels:
    """``seconds`` of sound; ``peak`` and ``loudness`` in dB of full scale."""

    seconds: float
    peak: float
    loudness: float


def telephone(sound: npt.ArrayLike, rate: int) -> Samples:
    """``sound`` (samples, or samples by channels) at ``rate`` Hz as mono at 8 kHz, band-limited."""
    wide = np.asarray(sound, dtype=np.float32)
    mono = wide if wide.ndim == 1 else wide.mean(axis=1)
    narrow = np.asarray(soxr.resample(mono, rate, RATE, quality="VHQ"), dtype=np.float64)
    if not len(narrow):
        return narrow.astype(np.float32)
    low, full, fall, high = _BAND
    spectrum = np.fft.rfft(narrow)
    pitch = np.fft.rfftfreq(len(narrow), 1 / RATE)
    spectrum *= np.interp(pitch, [low, full, fall, high], [0, 1, 1, 0])
    return np.fft.irfft(spectrum, len(narrow)).astype(np.float32)


def levelled(sound: Samples) -> Samples:
    """At ``TARGET``, less if a sample would pass ``PEAK``. Silence stays silence."""
    now = measure(sound)
    if now.peak <= _FLOOR:
        return sound
    gain = min(TARGET - now.loudness, PEAK - now.peak)
    return (sound * 10 ** (gain / 20)).astype(np.float32)


def lifted(sound: Samples) -> Samples:
    """No quieter than ``_SOFTEST`` below the target.

    A voice falls at the end of a sentence, and there the key to press is said.
    """
    now = measure(sound)
    gain = min(TARGET - _SOFTEST - now.loudness, PEAK - now.peak)
    return (sound * 10 ** (gain / 20)).astype(np.float32) if 0 < gain < -_FLOOR / 3 else sound


def trimmed(sound: Samples, *, start: bool = True, end: bool = True) -> Samples:
    """Without the silence around the speech; a breath of it stays."""
    loud = _frames(sound)
    speaks = np.flatnonzero(loud > loud.max(initial=_FLOOR) - _SPEAKS)
    if not len(speaks):
        return sound[:0]
    first = max(0, int(speaks[0] * _FRAME - _LEAD * RATE)) if start else 0
    last = int((speaks[-1] + 1) * _FRAME + _TAIL * RATE) if end else len(sound)
    return sound[first:last]


def faded(sound: Samples) -> Samples:
    """With edges that do not click."""
    size = min(_FADE, len(sound) // 2)
    ramp = np.linspace(0, 1, size, dtype=np.float32)
    soft = sound.copy()
    soft[:size] *= ramp
    soft[len(soft) - size :] *= ramp[::-1]
    return soft


def quietest(sound: Samples, start: int, end: int) -> int:
    """The sample between ``start`` and ``end`` where a cut is heard least."""
    step = RATE // 200
    places = range(max(start, step), min(end, len(sound) - step) + 1, step // 2)
    return min(
        places,
        key=lambda at: float(np.square(sound[at - step : at + step]).sum()),
        default=(start + end) // 2,
    )


def measure(sound: Samples) -> Levels:
    """How long and how loud."""
    frames = _frames(sound)
    speech = frames[frames > frames.max(initial=_FLOOR) - _SPEAKS]
    loudness = 10 * np.log10(np.mean(10 ** (speech / 10))) if len(speech) else _FLOOR
    peak = float(np.abs(sound).max(initial=0))
    return Levels(
        round(len(sound) / RATE, 3),
        round(20 * float(np.log10(max(peak, 10 ** (_FLOOR / 20)))), 1),
        round(float(loudness), 1),
    )


def encoded(sound: Samples) -> bytes:
    """µ-law samples."""
    file = io.BytesIO()
    soundfile.write(file, sound, RATE, format="RAW", subtype="ULAW")
    return file.getvalue()


def decoded(samples: bytes) -> Samples:
    """µ-law samples as numbers."""
    sound, _ = soundfile.read(
        io.BytesIO(samples), channels=1, samplerate=RATE, format="RAW", subtype="ULAW",
        dtype="float32",
    )  # fmt: skip
    return np.asarray(sound, dtype=np.float32)


def _frames(sound: Samples) -> npt.NDArray[np.float64]:
    """The level of each hundredth of a second, dB of full scale."""
    whole = sound[: len(sound) // _FRAME * _FRAME].astype(np.float64)
    power = np.square(whole).reshape(-1, _FRAME).mean(axis=1)
    return np.asarray(10 * np.log10(np.maximum(power, 10 ** (_FLOOR / 10))))
