"""A recording that somebody hands in, as the line plays it: from a WAVE file of 8 kHz, mono, µ-law
or 16 bit.

Other rates want a filter that the running line does not carry; ``flask audio import`` has one.
"""

from __future__ import annotations

import struct
import sys
from array import array
from enum import StrEnum

from audio.recordings.g711 import RATE, linear_to_mulaw
from audio.recordings.wave import NotAWave, chunks_of, wav

_PCM, _MULAW, _EXTENSIBLE = 1, 7, 0xFFFE
_FORM_BYTES = 16
_SUBFORMAT = 24
"""Where an extensible header names the form of its samples."""


class Why(StrEnum):
    """Why a file is not taken."""

    NOT_A_WAVE = "not-a-wave"
    CHANNELS = "channels"
    RATE = "rate"
    FORM = "form"
    EMPTY = "empty"
    LONG = "long"


class UploadRefused(ValueError):  # noqa: N818
    """A file is not taken; ``why`` says why."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def taken(data: bytes, words: str, most_seconds: float) -> bytes:
    """The file as the line plays it, with the words in it. Raises ``UploadRefused``."""
    try:
        chunks = dict(chunks_of(data))
    except NotAWave:
        raise UploadRefused(Why.NOT_A_WAVE) from None
    form, sound = chunks.get(b"fmt ", b""), chunks.get(b"data", b"")
    if len(form) < _FORM_BYTES:
        raise UploadRefused(Why.NOT_A_WAVE)
    tag, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", form)
    if tag == _EXTENSIBLE and len(form) >= _SUBFORMAT + 2:
        (tag,) = struct.unpack_from("<H", form, _SUBFORMAT)
    if channels != 1:
        raise UploadRefused(Why.CHANNELS)
    if rate != RATE:
        raise UploadRefused(Why.RATE)
    if (tag, bits) == (_PCM, 16):
        sound = _narrow(sound)
    elif (tag, bits) != (_MULAW, 8):
        raise UploadRefused(Why.FORM)
    if not sound:
        raise UploadRefused(Why.EMPTY)
    if len(sound) > most_seconds * RATE:
        raise UploadRefused(Why.LONG)
    return wav(sound, words)


def _narrow(sound: bytes) -> bytes:
    samples = array("h", sound[: len(sound) // 2 * 2])
    if sys.byteorder == "big":
        samples.byteswap()
    return linear_to_mulaw(samples)
