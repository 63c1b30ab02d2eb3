"""A studio voice: Kokoro-82M, read by onnxruntime, cut where its own clock says.

The network decides how long each sign of speech lasts before it speaks. That answer is taken out of
it beside the sound, so that a part of a sentence can be cut from it where it was spoken.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnx
import onnxruntime

from audio.fragments import Reading
from audio.recordings.g711 import RATE
from audio.studio import sound
from audio.studio.models import Cellar, Unavailable
from audio.studio.pronunciation import Reader, reader
from audio.studio.takes import Voice

_RATE = 24_000
_FRAME = RATE // 40
"""A step of the network's clock, in samples of the telephone."""
_DURATIONS = "/encoder/Clip_output_0"
_STYLE = 256
_MOST_SIGNS = 510
_SAME = str.maketrans("，。：；？！、", ",.:;?!,")


class Kokoro:
    """Loads what it needs once; used by one thread at a time."""

    def __init__(self, cellar: Cellar, threads: int = 1) -> None:
        """Raises Unavailable when the model is not to be had."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        model = onnx.load(str(cellar.voice_model()))
        model.graph.output.append(onnx.helper.make_empty_tensor_value_info(_DURATIONS))
        self._session = onnxruntime.InferenceSession(
            model.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )
        self._cellar = cellar
        self._vocabulary = cellar.vocabulary()
        self._styles: dict[str, sound.Samples] = {}
        self._readers: dict[str, Reader] = {}

    def read(self, reading: Reading, language: str, voice: Voice) -> list[sound.Samples]:
        """The sound of each part of the reading, 8 kHz, levelled together, silence trimmed.

        Raises Unavailable for a text that the voice cannot read.
        """
        signs, gaps = self._signs(reading, language)
        wide, durations = self._session.run(
            None,
            {
                # Silence stands around the signs.
                "tokens": np.array([[0, *signs, 0]], dtype=np.int64),
                "style": self._style(voice.name)[len(signs) - 1].reshape(1, _STYLE),
                "speed": np.array([voice.speed], dtype=np.float32),
            },
        )
        whole = sound.levelled(sound.telephone(np.ravel(wide), _RATE))
        starts = [int(end) * _FRAME for end in np.cumsum(np.ravel(durations))]
        early = round(voice.ahead * RATE)
        clock = [(starts[first] - early, starts[last] - early) for first, last in gaps]
        return _cut(whole, reading, clock)

    def _signs(self, reading: Reading, language: str) -> tuple[list[int], list[tuple[int, int]]]:
        """What the model reads, and from which to which sign each part is followed by a gap."""
        if language not in self._readers:
            self._readers[language] = reader(language)
        signs: list[int] = []
        gaps = []
        for part in reading:
            words = self._readers[language](part.text)
            unknown = sorted(set(words) - set(self._vocabulary))
            if unknown or not words:
                raise Unavailable(f"the voice cannot read {part.text!r}; write it in other words")
            signs += [self._vocabulary[sign] for sign in words]
            first = len(signs)
            stop = part.stop.translate(_SAME)[:1]
            signs += [self._vocabulary[sign] for sign in f"{stop} "]
            gaps.append((first, len(signs)))
        if len(signs) > _MOST_SIGNS:
            raise Unavailable(f"{reading[0].text!r} stands in a sentence too long for one breath")
        return signs, gaps

    def _style(self, name: str) -> sound.Samples:
        if name not in self._styles:
            rows = np.frombuffer(self._cellar.style(name), dtype="<f4")
            self._styles[name] = rows.reshape(-1, _STYLE).astype(np.float32)
        return self._styles[name]


def _cut(
    whole: sound.Samples, reading: Reading, gaps: Sequence[tuple[int, int]]
) -> list[sound.Samples]:
    """Between parts that follow at once, where it is quietest; around pauses, at the speech."""
    parts = []
    start, paused = 0, True
    for at, (part, gap) in enumerate(zip(reading, gaps, strict=True)):
        last = at == len(reading) - 1
        end = len(whole) if last else sound.quietest(whole, *gap)
        pauses = bool(part.stop) or last
        speech = sound.trimmed(whole[start:end], start=paused, end=pauses)
        parts.append(sound.faded(sound.lifted(speech)))
        start, paused = end, pauses
    return parts
