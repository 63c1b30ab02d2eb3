"""The two laws of telephone sound, ITU-T G.711: a byte a sample, eight thousand a second.

The line keeps its recordings in µ-law, which North America and Twilio speak; mainland trunks speak
A-law. One becomes the other by a table of 256 bytes, without going through a wider sample.
"""

from __future__ import annotations

from array import array
from functools import cache
from typing import Literal

Law = Literal["mulaw", "alaw"]

RATE = 8000
"""Samples a second."""
SILENCE = b"\xff"
"""A µ-law sample of nothing."""


def to_linear(code: int) -> int:
    """The 16-bit sample that the µ-law byte ``code`` stands for."""
    code = ~code & 0xFF
    size = (((code & 0x0F) << 3) + 0x84) << ((code & 0x70) >> 4)
    return 0x84 - size if code & 0x80 else size - 0x84


def to_alaw(sample: int) -> int:
    """The A-law byte for a 16-bit sample."""
    sign, size = (0xD5, sample >> 3) if sample >= 0 else (0x55, (-sample - 1) >> 3)
    if size < 32:
        return sign ^ (size >> 1)
    exponent = size.bit_length() - 5
    return sign ^ (min(exponent, 7) << 4 | ((size >> exponent) & 0x0F))


def to_mulaw(sample: int) -> int:
    """The µ-law byte for a 16-bit sample."""
    size = min(abs(sample), _LOUDEST) + 0x84
    exponent = size.bit_length() - 8
    code = (0x80 if sample < 0 else 0) | exponent << 4 | (size >> (exponent + 3)) & 0x0F
    return ~code & 0xFF


def linear_to_mulaw(samples: array[int]) -> bytes:
    """16-bit samples in µ-law."""
    table = _mulaw_table()
    return bytes([table[sample] for sample in samples])


@cache
def _mulaw_table() -> bytes:
    """By the sample; those below zero count from the end, as Python does."""
    return bytes(to_mulaw(sample) for sample in (*range(0x8000), *range(-0x8000, 0)))


_LOUDEST = 32635
_TO_ALAW = bytes(to_alaw(to_linear(code)) for code in range(256))


def mulaw_to_alaw(samples: bytes) -> bytes:
    """The same sound in the other law."""
    return samples.translate(_TO_ALAW)
