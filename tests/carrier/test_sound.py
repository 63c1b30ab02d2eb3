"""What a carrier knows of a sound: how long it is, and what it says."""

from __future__ import annotations

import io
import wave

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.recordings.g711 import RATE
from audio.recordings.wave import wav
from ivr.carrier import PlayAudio, Response
from ivr.carrier.sound import Sound
from ivr.carrier.telephone import Telephone
from tests.carrier.pages import BASE, Line, Page, dialled

WORDS = "您的余额是一千元。"


def sound(body: bytes, language: str | None = None) -> Response:
    headers = [("Content-Language", language)] if language else []
    return Response(content_type="audio/wav", body=body, headers=headers)


@pytest.mark.parametrize("law", ["mulaw", "alaw"])
def test_a_recording_of_ours(law: str) -> None:
    body = wav(b"\x80" * 12_000, WORDS, law=law)  # type: ignore[arg-type]  # one of the two
    assert Sound.of(sound(body, "zh-CN")) == Sound(1.5, WORDS, "zh-CN")


def test_plain_samples_as_anybody_records_them() -> None:
    with io.BytesIO() as file:
        with wave.open(file, "wb") as plain:
            plain.setnchannels(2)
            plain.setsampwidth(2)
            plain.setframerate(44_100)
            plain.writeframes(b"\0\0\0\0" * 44_100)
        assert Sound.of(sound(file.getvalue())) == Sound(1.0)


@pytest.mark.parametrize("body", [b"", b"ID3", b"RIFF", b"RIFF\0\0\0\0WAVE", b"RIFF\0\0\0\0AVI "])
def test_what_tells_nothing(body: bytes) -> None:
    assert Sound.of(sound(body)).seconds is None


@given(st.integers(0, 200), st.binary(max_size=60))
def test_what_is_cut_off_or_broken_is_no_error(cut: int, more: bytes) -> None:
    Sound.of(sound(wav(b"\x80" * 50, WORDS)[:cut] + more))


def test_a_file_that_tells_no_rate_has_no_length() -> None:
    body = bytearray(wav(b"\x80" * 800, WORDS))
    body[28:32] = b"\0\0\0\0"
    assert Sound.of(sound(bytes(body))) == Sound(None, WORDS)


def pages() -> dict[str, Page]:
    return {
        "/voice": "<Gather><Play>/a.wav</Play><Play>/b.wav</Play><Say>Press one.</Say></Gather>",
        "/a.wav": sound(wav(b"\x80" * RATE * 2, WORDS), "zh-CN"),
        "/b.wav": sound(wav(b"\x80" * RATE, "")),
    }


def test_its_words_are_heard_and_it_takes_its_own_time() -> None:
    line = dialled(pages(), fetch_media=True)
    line.advance(9)
    first, second = line.all(PlayAudio)
    assert first == PlayAudio(f"{BASE}/a.wav", 1, None, 2.0, WORDS, "zh-CN")
    assert (second.seconds, second.words) == (1.0, "")
    assert line.said == [WORDS, "Press one."]


def test_it_may_be_given_another_pace() -> None:
    line = dialled(pages(), fetch_media=True, audio_seconds=lambda url, seconds: (seconds or 0) / 4)
    line.wait()
    assert [each.seconds for each in line.all(PlayAudio)] == [0.5, 0.25]


@pytest.mark.parametrize(
    ("fetch_media", "heard", "act"),
    [(True, WORDS, "plays"), (False, f"[plays {BASE}/a.wav]", "")],
)
def test_a_transcript_shows_the_words_and_that_they_were_played(
    fetch_media: bool, heard: str, act: str
) -> None:
    line = Line(pages())
    telephone = Telephone(line.carrier, f"{BASE}/voice", fetch_media=fetch_media)
    call = telephone.dial()
    call.hears(heard)
    entry = call.transcript.entries[1]
    assert (entry.text, entry.act) == (heard, act)
    assert ("line ♪" in str(entry)) is fetch_media


def test_a_recording_that_is_stopped_was_heard_as_far_as_it_came() -> None:
    line = Line(pages())
    call = Telephone(line.carrier, f"{BASE}/voice", fetch_media=True).dial()
    call.telephone.passes(1.0)
    call.press("1")
    assert call.transcript.entries[1].heard_text == WORDS[: len(WORDS) // 2]
