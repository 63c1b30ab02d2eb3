"""The studio voice and the ears themselves, where their models are: said and heard."""

from __future__ import annotations

import pytest

from audio.fragments import Part
from audio.studio import sound
from audio.studio.likeness import mistakes
from audio.studio.models import Cellar
from audio.studio.takes import VOICES
from ivr.settings import Settings

CELLAR = Settings().hotline_instance / "studio"


@pytest.mark.studio
@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-CN", "余额是一千二百三十四元"), ("en-US", "The balance is one thousand two hundred")],
)
def test_what_the_voice_reads_is_understood(language: str, words: str) -> None:
    # Here, so that the suite runs without the studio's packages.
    from audio.studio import ears, kokoro

    cellar = Cellar(CELLAR, print)
    stop = "。" if language == "zh-CN" else "."
    voice = kokoro.Kokoro(cellar)
    [whole] = voice.read((Part(words, "demo", stop),), language, VOICES[language])
    heard = ears.Whisper(cellar).hear(sound.encoded(whole), language)
    assert mistakes(words, heard, language) == 0
