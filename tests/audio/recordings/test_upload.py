"""A recording that is handed in becomes what the line plays, or is refused for a reason."""

from __future__ import annotations

import io
import struct
import wave
from array import array

import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from audio.recordings.g711 import linear_to_mulaw, to_linear, to_mulaw
from audio.recordings.upload import UploadRefused, Why, taken
from audio.recordings.wave import samples_of, wav, words_of


def pcm(samples: bytes, *, rate: int = 8000, channels: int = 1, width: int = 2) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as made:
        made.setnchannels(channels)
        made.setsampwidth(width)
        made.setframerate(rate)
        made.writeframes(samples)
    return file.getvalue()


def test_every_code_comes_back() -> None:
    # There are two codes of nothing; the quieter one is what comes back.
    assert [to_mulaw(to_linear(code)) for code in range(256) if code != 0x7F] == [
        code for code in range(256) if code != 0x7F
    ]


SIZES = sorted({to_linear(code) for code in range(256)})


@given(st.integers(-32768, 32767))
def test_a_sample_is_off_by_half_a_step_at_most(sample: int) -> None:
    code = to_mulaw(sample)
    place = SIZES.index(to_linear(code))
    step = max(SIZES[min(place + 1, 254)] - SIZES[place], SIZES[place] - SIZES[max(place - 1, 0)])
    louder = max(min(sample, 32635), -32635)
    assert abs(to_linear(code) - louder) <= step / 2
    assert linear_to_mulaw(array("h", [sample])) == bytes([code])


def test_it_is_heard_as_another_library_hears_it() -> None:
    samples = array("h", [0, 1000, -1000, 32767, -32768, 12345])
    heard, rate = soundfile.read(io.BytesIO(taken(pcm(samples.tobytes()), "", 30)), dtype="int16")
    assert rate == 8000
    assert list(heard) == pytest.approx(list(samples), rel=0.04, abs=16)


def test_mulaw_is_taken_as_it_is_with_new_words() -> None:
    made = taken(wav(b"\x80\xff\x12", "old"), "因台风停止服务。", 30)
    assert samples_of(made) == b"\x80\xff\x12"
    assert words_of(made) == "因台风停止服务。"


def test_an_extensible_header_is_read() -> None:
    file = io.BytesIO()
    soundfile.write(file, [0.0, 0.5, -0.5], 8000, subtype="PCM_16", format="WAVEX")
    assert len(samples_of(taken(file.getvalue(), "", 30))) == 3


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", Why.NOT_A_WAVE),
        (b"ID3 an mp3", Why.NOT_A_WAVE),
        (pcm(b"\0" * 100)[:60], Why.NOT_A_WAVE),
        (b"RIFF\x04\0\0\0WAVE", Why.NOT_A_WAVE),
        (pcm(b"\0" * 100, rate=44100), Why.RATE),
        (pcm(b"\0" * 100, channels=2), Why.CHANNELS),
        (pcm(b"\0" * 100, width=1), Why.FORM),
        (wav(b"\xff", "", law="alaw"), Why.FORM),
        (pcm(b""), Why.EMPTY),
        (pcm(b"\0\0" * 8001), Why.LONG),
    ],
)
def test_what_cannot_be_played_is_refused(data: bytes, why: Why) -> None:
    with pytest.raises(UploadRefused) as refused:
        taken(data, "", 1)
    assert refused.value.why is why


@given(st.binary(max_size=200))
def test_whatever_comes_is_taken_or_refused(rest: bytes) -> None:
    body = b"WAVEfmt " + struct.pack("<I", 16) + rest
    with pytest.raises(UploadRefused):
        taken(b"RIFF" + struct.pack("<I", len(body)) + body, "", 0)
