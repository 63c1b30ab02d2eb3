"""A phrase as the caller hears it: the line's own recordings, with ordinary values in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from audio.phrases import PhraseBook, PhraseUnknown
from audio.recordings import Clip, Recordings
from audio.recordings.wave import wav
from ivr.map.samples import sample_slots


@dataclass(frozen=True)
class Sound:
    """A phrase that is recorded in all its parts. ``tag`` changes when its sound does."""

    clips: tuple[Clip, ...]

    @property
    def tag(self) -> str:
        """A name of the sound, hexadecimal."""
        return sha256(" ".join(clip.id for clip in self.clips).encode()).hexdigest()[:20]


@dataclass(frozen=True)
class Sounds:
    """The sounds of a book of phrases."""

    book: PhraseBook
    keys: Mapping[str, int] = field(default_factory=dict)
    """At which key each phrase offers its choice."""

    @cached_property
    def recordings(self) -> Recordings:
        """What ships with the line; read when first asked for."""
        return Recordings.load()

    def slots(self, phrase: str) -> dict[str, object]:
        """The values with which a phrase is said. Raises ``PhraseUnknown``."""
        return sample_slots(self.book, phrase, self.keys)

    def of(self, phrase: str, language: str) -> Sound | None:
        """The sound of a phrase; None when some of it is not recorded, or there is no phrase."""
        try:
            pieces = self.book.pieces(phrase, self.slots(phrase), language)
        except PhraseUnknown:
            return None
        clips = self.recordings.clips(pieces, language)
        recorded = tuple(clip for clip in clips if isinstance(clip, Clip))
        return Sound(recorded) if recorded and len(recorded) == len(clips) else None

    def file(self, sound: Sound) -> bytes:
        """The sound as a WAVE file with its words."""
        words = "".join(clip.text for clip in sound.clips)
        return wav(self.recordings.samples([clip.id for clip in sound.clips]), words)
