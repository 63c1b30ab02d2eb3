"""Whose voice says an utterance: a recording, or the carrier's."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeGuard
from urllib.parse import quote

from audio.phrases import PhraseBook, PhraseUnknown, Piece, SlotRefused
from audio.phrases.stands import sent_only
from audio.recordings import Clip, Recordings
from audio.recordings.g711 import RATE, SILENCE
from audio.recordings.wave import wav
from audio.values import KINDS, TERM
from db.announcements import Sound as News
from flows.announcement import ANNOUNCED
from flows.dialogue import Utterance
from ivr.audio.speech import Sentence, Speech

PUBLIC: Final = {"key": "number", "times": "count", "line": "digits", "city": TERM, "topic": TERM}
"""Slots, with their kinds, whose values tell nothing of a person: which key to press and how often,
the number of the line, its city, and the errand that an agent is asked to take over, which the
carrier knows from the URL of the question. Any other may hold what is on record, and a new one
does until it is named here."""

BREATH: Final = SILENCE * (RATE * 3 // 10)
"""Behind every file: a carrier plays the next one without a pause."""

ANNOUNCEMENT: Final = "/audio/announcement/{}.wav"
"""Where a recorded announcement is heard, by the name of its sound."""

_NEWS_PATH: Final = re.compile(r"/audio/announcement/([0-9a-f-]{1,40})\.wav")
_PLAIN: Final = re.compile(r"[A-Za-z0-9._ -]{1,80}")
"""What a value looks like that can stand in a path."""
_PATH: Final = re.compile(
    r"/audio/(?P<language>[A-Za-z-]{2,12})/(?P<phrase>[a-z0-9._-]{1,80})"
    r"(?P<values>(?:/[a-z]{1,20}=[^/]{1,80}){0,4})/[0-9a-f]{16}\.wav"
)
_WHOLE: Final = frozenset({"number", "count"})
_MOST_KEPT: Final = 4096
Slots = tuple[tuple[str, Any], ...]


class Heard(NamedTuple):
    """How an utterance reaches the caller: as words for the carrier's voice in ``language``, or,
    where that is empty, as the path of a sound."""

    text: str
    language: str


@dataclass(frozen=True)
class Sound:
    """A file, and the name of exactly this one."""

    data: bytes
    version: str


class Voices:
    """Puts recordings before the carrier's voice, which says everything where there are none."""

    def __init__(
        self,
        book: PhraseBook,
        recordings: Recordings | None = None,
        news: Callable[[str], News | None] = lambda name: None,
    ) -> None:
        self._book = book
        self._recordings = recordings
        self.news = news
        """Finds the recording of an announcement by its name."""
        self._kept = lru_cache(_MOST_KEPT)(self._path)
        self._whatever = lru_cache(_MOST_KEPT)(self._says_whatever)

    @property
    def recorded(self) -> bool:
        """Whether there is anything to be played."""
        return self._recordings is not None and bool(self._recordings.languages)

    def heard(self, utterance: Utterance, language: str, speech: Speech | None) -> Heard:
        """``utterance`` in ``language``; what is the caller's own goes into ``speech``.

        Without one, it is left to the carrier's voice. Raises what ``PhraseBook.words`` raises.
        """
        phrase, slots = utterance.phrase, utterance.slots
        if phrase == ANNOUNCED:
            written = dict(slots)
            sound = written["sound"]
            return (
                Heard(ANNOUNCEMENT.format(sound), "") if sound else Heard(written["text"], language)
            )
        if self._recordings is not None:
            if all(name in PUBLIC for name, _ in slots):
                if path := self._kept(phrase, slots, language):
                    return Heard(path, "")
            elif speech is not None and self._says(phrase, dict(slots), language):
                return Heard(speech.add(phrase, slots, language), "")
        return Heard(self._book.words(phrase, dict(slots), language), language)

    def sound(self, sentence: Sentence) -> Sound | None:
        """The file for a sentence; None where something is not recorded, or cannot be said."""
        clips = self._clips(*sentence)
        if not clips or self._recordings is None:
            return None
        samples = self._recordings.samples([clip.id for clip in clips])
        return Sound(wav(samples + BREATH, _words(clips)), _version(clips))

    def at(self, path: str) -> Sentence | None:
        """What everybody may hear under ``path``, whatever its version; None for no such path."""
        if name := _NEWS_PATH.fullmatch(path):
            news = self.news(name[1])
            return Sentence(ANNOUNCED, {"text": news.text}, news.language) if news else None
        found = _PATH.fullmatch(path)
        if found is None:
            return None
        named = dict(value.partition("=")[::2] for value in found["values"].split("/")[1:])
        try:
            kinds = self._book.slots(found["phrase"])
        except PhraseUnknown:
            return None
        slots: dict[str, Any] = {}
        for name, value in named.items():
            if not self._is_public(kinds, name, value):
                return None
            slots[name] = int(value) if kinds[name] in _WHOLE else value
        return Sentence(found["phrase"], slots, found["language"])

    def aloud(self, sentence: Sentence) -> Heard:
        """A sentence for the carrier's voice. Raises what ``PhraseBook.words`` raises."""
        if sentence.phrase == ANNOUNCED:
            return Heard(sentence.slots["text"], sentence.language)
        return Heard(self._book.words(*sentence), sentence.language)

    def doubts(self, languages: Iterable[str]) -> Iterator[str]:
        """A sentence for each language in which not everything is recorded."""
        for language, phrases in self.missing(languages).items():
            if phrases:
                yield (
                    f"{language}: {len(phrases)} of {len(self._book.names)} phrases are not "
                    "recorded and left to the carrier's voice; flask audio check names them."
                )

    def missing(self, languages: Iterable[str]) -> dict[str, list[str]]:
        """By language, the phrases that the carrier's voice would say, in whole or in part."""
        names = sorted(name for name in self._book.names if not sent_only(name))
        terms = (name.removeprefix(f"{TERM}.") for name in names if name.startswith(f"{TERM}."))
        values = {kind: each.samples[0] for kind, each in KINDS.items()} | {TERM: next(terms, "")}
        samples = {
            name: {slot: values[kind] for slot, kind in self._book.slots(name).items()}
            for name in names
        }
        return {
            language: [name for name in names if not self._clips(name, samples[name], language)]
            for language in languages
        }

    def _path(self, phrase: str, slots: Slots, language: str) -> str | None:
        """Where everybody may hear it; None when it is not recorded, or nobody else may."""
        clips = self._clips(phrase, dict(slots), language)
        kinds = self._book.slots(phrase)
        if not clips or not all(self._is_public(kinds, name, value) for name, value in slots):
            return None
        values = "".join(f"/{name}={quote(str(value))}" for name, value in slots)
        return f"/audio/{language}/{phrase}{values}/{_version(clips)}.wav"

    @staticmethod
    def _is_public(kinds: Mapping[str, str], name: str, value: object) -> bool:
        if kinds.get(name) != PUBLIC.get(name, ""):
            return False
        plain = _PLAIN.fullmatch(str(value)) is not None
        return plain and (kinds[name] not in _WHOLE or str(value).isdecimal())

    def _says(self, phrase: str, slots: Mapping[str, Any], language: str) -> bool:
        """Whether ``_clips`` finds any."""
        if self._whatever(phrase, language):
            return self._book.speakable(phrase, slots, language)
        pieces = self._pieces(phrase, slots, language)
        return self._recordings is not None and self._recordings.says(pieces, language)

    def _says_whatever(self, phrase: str, language: str) -> bool:
        """Whether all of a phrase is recorded with any values, so that these need not be put into
        words to know it."""
        if self._recordings is None or not self._recordings.any_value(language):
            return False
        try:
            kinds = self._book.slots(phrase)
        except PhraseUnknown:
            return False
        if TERM in kinds.values():
            return False
        samples = {slot: KINDS[kind].samples[0] for slot, kind in kinds.items()}
        return self._recordings.says(self._pieces(phrase, samples, language), language)

    def _pieces(self, phrase: str, slots: Mapping[str, Any], language: str) -> tuple[Piece, ...]:
        """An utterance in pieces; none when it cannot be spoken at all."""
        try:
            return tuple(self._book.pieces(phrase, slots, language))
        except (PhraseUnknown, SlotRefused):
            return ()

    def _clips(self, phrase: str, slots: Mapping[str, Any], language: str) -> tuple[Clip, ...]:
        """The recordings of a whole utterance; none when a stretch of it has none, or when it
        cannot be spoken at all."""
        if self._recordings is None:
            return ()
        clips = self._recordings.clips(self._pieces(phrase, slots, language), language)
        return clips if _all_recorded(clips) else ()


def _all_recorded(clips: tuple[Clip | str, ...]) -> TypeGuard[tuple[Clip, ...]]:
    return all(isinstance(clip, Clip) for clip in clips)


def _words(clips: Iterable[Clip]) -> str:
    return "".join(clip.text for clip in clips)


def _version(clips: Sequence[Clip]) -> str:
    content = "\n".join((*(clip.id for clip in clips), _words(clips)))
    return hashlib.sha256(content.encode()).hexdigest()[:16]
