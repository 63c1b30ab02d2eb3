"""Recordings as files: RIFF WAVE, G.711, with the words that are heard inside.

The standard library's ``wave`` knows no G.711 and no words. The words are in the comment of the
file (``LIST``/``INFO``/``ICMT``, UTF-8), where players and editors show them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Literal

from audio.recordings.g711 import RATE, mulaw_to_alaw

_TAGS = {"mulaw": 7, "alaw": 6}


class NotAWave(ValueError):  # noqa: N818
    """Not a RIFF WAVE file, or one that is cut off."""


def wav(samples: bytes, words: str, *, law: Literal["mulaw", "alaw"] = "mulaw") -> bytes:
    """A whole file of µ-law ``samples`` (8 kHz mono), in ``law``, that says ``words``."""
    sound = mulaw_to_alaw(samples) if law == "alaw" else samples
    # Mono, a byte a sample; no extension.
    form = struct.pack("<HHIIHHH", _TAGS[law], 1, RATE, RATE, 1, 8, 0)
    chunks = (
        _chunk(b"fmt ", form),
        _chunk(b"fact", struct.pack("<I", len(sound))),
        _chunk(b"LIST", b"INFO" + _chunk(b"ICMT", words.encode() + b"\0")),
        _chunk(b"data", sound),
    )
    return _chunk(b"RIFF", b"WAVE" + b"".join(chunks))


def words_of(data: bytes) -> str | None:
    """The words in the comment of a file; None when it has none. Raises NotAWave."""
    for name, body in _chunks(_body(data)):
        if name == b"LIST" and body[:4] == b"INFO":
            for field, text in _chunks(body[4:]):
                if field == b"ICMT":
                    return text.rstrip(b"\0").decode("utf-8", "replace")
    return None


def samples_of(data: bytes) -> bytes:
    """The µ-law samples of a file that ``wav`` made. Raises NotAWave for any other form."""
    chunks = dict(_chunks(_body(data)))
    form = chunks.get(b"fmt ", b"")[:8]
    if form != struct.pack("<HHI", _TAGS["mulaw"], 1, RATE) or b"data" not in chunks:
        raise NotAWave(
            "this is not a µ-law WAVE file, 8 kHz mono; import it with flask audio import"
        )
    return chunks[b"data"]


def chunks_of(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of any file, by name. Raises NotAWave."""
    return _chunks(_body(data))


def _chunk(name: bytes, body: bytes) -> bytes:
    """A chunk starts on an even byte; its length does not count the filling."""
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def _body(data: bytes) -> bytes:
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise NotAWave("this is not a RIFF WAVE file")
    return data[12:]


def _chunks(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(body):
        name = body[at : at + 4]
        (length,) = struct.unpack_from("<I", body, at + 4)
        at += 8
        if at + length > len(body):
            raise NotAWave("this WAVE file is cut off")
        yield name, body[at : at + length]
        at += length + length % 2
