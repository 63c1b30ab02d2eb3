"""Ears: Whisper base, which writes down what it hears in the telephone's own samples."""

from __future__ import annotations

import soxr
from faster_whisper import WhisperModel

from audio.recordings.g711 import RATE
from audio.studio.models import Cellar
from audio.studio.sound import decoded

_RATE = 16_000


class Whisper:
    """Hears one utterance at a time, without being told what to expect."""

    def __init__(self, cellar: Cellar, threads: int = 1) -> None:
        """Raises Unavailable when the model is not to be had."""
        self._model = WhisperModel(
            str(cellar.ears()),
            device="cpu",
            compute_type="int8",
            cpu_threads=threads,
            local_files_only=True,
        )

    def hear(self, samples: bytes, language: str) -> str:
        """What is said in µ-law ``samples``, as Whisper spells it."""
        wide = soxr.resample(decoded(samples), RATE, _RATE, quality="VHQ")
        stretches, _ = self._model.transcribe(
            wide,
            language=language.partition("-")[0],
            beam_size=5,
            temperature=0.0,
            condition_on_previous_text=False,
            without_timestamps=True,
        )
        return " ".join(stretch.text.strip() for stretch in stretches)
