"""What a sound file tells of itself: how long it is, and, if it says so, what it says.

Only RIFF WAVE is read, of any law or of plain samples, which the standard library's `wave` is not
able to. The words are in the comment of the file (`LIST`/`INFO`/`ICMT`, UTF-8).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from ivr.carrier.actions import Response


@dataclass(frozen=True, slots=True)
class Sound:
    """What is known of a sound. `seconds` is None for what is no WAVE file."""

    seconds: float | None = None
    words: str = ""
    language: str = ""

    @classmethod
    def of(cls, response: Response) -> "Sound":
        """The sound in an answer; its language is the one that Content-Language names."""
        data, seconds, words, bytes_a_second = response.body, None, "", 0
        if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
            return cls()
        for name, body in _chunks(data[12:]):
            if name == b"fmt " and len(body) >= 16:
                (bytes_a_second,) = struct.unpack_from("<I", body, 8)
            elif name == b"LIST" and body[:4] == b"INFO":
                comment = dict(_chunks(body[4:])).get(b"ICMT", b"")
                words = comment.rstrip(b"\0").decode("utf-8", "replace")
            elif name == b"data" and bytes_a_second:
                seconds = len(body) / float(bytes_a_second)
        return cls(seconds, words, response.header("Content-Language") or "")


def _chunks(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Names and contents; what is cut off is given as far as it came."""
    at = 0
    while at + 8 <= len(body):
        name, length = struct.unpack_from("<4sI", body, at)
        yield name, body[at + 8 : at + 8 + length]
        at += 8 + length + length % 2
