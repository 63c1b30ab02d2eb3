"""Files: what goes in comes out, in both laws, with its words."""

from __future__ import annotations

import io
import struct

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from audio.recordings import NotAWave
from audio.recordings.g711 import Law, mulaw_to_alaw, to_alaw, to_linear
from audio.recordings.wave import samples_of, wav, words_of

EVERY_CODE = bytes(range(256))


@given(
    st.binary(max_size=999),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
)
def test_samples_and_words_come_back(samples: bytes, words: str) -> None:
    file = wav(samples, words)
    assert samples_of(file) == samples
    assert words_of(file) == words


@pytest.mark.parametrize(("law", "tag", "name"), [("mulaw", 7, "ULAW"), ("alaw", 6, "ALAW")])
def test_another_library_reads_the_file(law: Law, tag: int, name: str) -> None:
    file = wav(EVERY_CODE, "余额", law=law)
    info = soundfile.info(io.BytesIO(file))
    assert (info.samplerate, info.channels, info.subtype, info.frames) == (8000, 1, name, 256)
    assert struct.unpack_from("<H", file, 20) == (tag,)
    with soundfile.SoundFile(io.BytesIO(file)) as opened:
        assert opened.comment == "余额"


def test_mulaw_is_heard_as_another_library_hears_it() -> None:
    heard, _ = soundfile.read(io.BytesIO(wav(EVERY_CODE, "")), dtype="int16")
    assert [to_linear(code) for code in range(256)] == heard.tolist()


def test_alaw_is_written_as_another_library_writes_it() -> None:
    samples = np.arange(-32768, 32768, 5).astype(np.int16)
    file = io.BytesIO()
    soundfile.write(file, samples, 8000, format="RAW", subtype="ALAW")
    theirs = file.getvalue()
    mine = bytes(to_alaw(int(sample)) for sample in samples)
    # At the border of two steps either is right: both are heard within half a step.
    assert sum(a != b for a, b in zip(mine, theirs, strict=True)) < len(mine) / 50


def test_the_other_law_is_the_same_sound() -> None:
    both = []
    for law in ("mulaw", "alaw"):
        file = io.BytesIO(wav(EVERY_CODE, "", law="mulaw" if law == "mulaw" else "alaw"))
        both.append(soundfile.read(file, dtype="float32")[0])
    assert np.abs(both[0] - both[1]).max() < 0.04
    assert len(set(mulaw_to_alaw(EVERY_CODE))) > 200


@pytest.mark.parametrize(
    "data", [b"", b"RIFF", b"ID3\3 not a wave at all", wav(b"\xff" * 80, "a")[:-20]]
)
def test_what_is_no_file_is_refused(data: bytes) -> None:
    with pytest.raises(NotAWave):
        samples_of(data)


def test_another_form_is_refused() -> None:
    file = io.BytesIO()
    soundfile.write(file, np.zeros(80), 8000, format="WAV", subtype="PCM_16")
    with pytest.raises(NotAWave, match="flask audio import"):
        samples_of(file.getvalue())
    assert words_of(file.getvalue()) is None
