"""Who reads each language aloud: a voice of the carrier that speaks it."""

from __future__ import annotations

import pytest

from audio.languages import LANGUAGES
from ivr.carrier.speech import voice_problem
from ivr.carriers import CARRIERS

VOICES = [
    pytest.param(voice, LANGUAGES[code].say_code, id=f"{carrier.name} {code}")
    for carrier in CARRIERS.values()
    for code, voice in carrier.voices.items()
]


@pytest.mark.parametrize(("voice", "say_code"), VOICES)
def test_a_voice_speaks_its_language(voice: str, say_code: str) -> None:
    assert voice_problem(voice, say_code, "一", ssml=False) is None


def test_a_voice_of_one_chinese_language_does_not_speak_the_other() -> None:
    for carrier in (carrier for carrier in CARRIERS.values() if carrier.voices):
        mandarin, cantonese = carrier.voices["zh-CN"], carrier.voices["yue-CN"]
        assert voice_problem(mandarin, "yue-CN", "一", ssml=False) is not None
        assert voice_problem(cantonese, "cmn-CN", "一", ssml=False) is not None


def test_a_carrier_that_names_voices_names_one_for_every_language() -> None:
    named = [carrier for carrier in CARRIERS.values() if carrier.voices]
    assert {carrier.name for carrier in named} == {"twilio", "signalwire", "telnyx"}
    assert all(set(carrier.voices) == set(LANGUAGES) for carrier in named)
