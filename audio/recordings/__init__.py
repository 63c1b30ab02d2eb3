"""What the line plays: finished recordings, G.711 µ-law, 8 kHz mono.

A folder a language holds a WAVE file for each stretch of fixed words and for each fragment of
values, and ``index.json``, which tells what each says. ``Recordings`` puts an utterance together
from them; what is not recorded stays text, for the carrier's voice. The files are made by
``audio.studio``, from a studio voice or a person's.

Nothing here needs a model, or anything beyond the standard library.
"""

from audio.recordings.index import IndexBroken
from audio.recordings.store import Clip, Recordings
from audio.recordings.wave import NotAWave

__all__ = ["Clip", "IndexBroken", "NotAWave", "Recordings"]
