"""All phrases of the line, read once and then only spoken."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, Self

from audio.language import Language
from audio.languages import LANGUAGES
from audio.phrases.folder import read
from audio.phrases.phrase import Phrase, Slot
from audio.seconds import estimate
from audio.values import KINDS, TERM, ValueRefused, as_term, speak, write


class PhraseUnknown(LookupError):  # noqa: N818
    """No such phrase in this language, or no such language."""


class SlotRefused(ValueError):  # noqa: N818
    """A slot has no value, or one that is not of its kind. The text never quotes the value."""


class Piece(NamedTuple):
    """A stretch of speech: fixed words of the phrase, or the words of the value of ``slot``."""

    text: str
    slot: str | None = None


@dataclass(frozen=True)
class _Filled:
    """A slot ready to be spoken and written in one language."""

    slot: Slot
    read: Callable[[object], object]
    speak: Callable[[object], str]
    write: Callable[[object], str]


_Parts = tuple[str | _Filled, ...]


class PhraseBook:
    """Immutable. What cannot be spoken is named by ``problems`` and unknown to ``words``."""

    def __init__(
        self,
        phrases: Mapping[str, Mapping[str, Phrase]],
        reading_problems: list[str],
        letters: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    ) -> None:
        self._letters = letters
        self._phrases = phrases
        self._reading_problems = tuple(reading_problems)
        # What is always said in the same words is kept apart: most of a call is a look-up.
        self._fixed: dict[str, dict[str, str]] = {}
        self._parts: dict[str, dict[str, _Parts]] = {}
        for code, by_name in phrases.items():
            self._fixed[code] = {
                p.name: "".join(map(str, p.parts)) for p in by_name.values() if p.fixed
            }
            # Made ready when first spoken: a city adds phrases of its own, and most books are
            # only the beginning of the one that is spoken from.
            self._parts[code] = {}
        self._longest_of: dict[tuple[str, str], str] = {}

    @classmethod
    def load(cls, folder: Path | None = None) -> Self:
        """Reads ``folder``, by default the phrases that ship with the line.

        Texts that are wrong do not stop it: ask ``problems``. Raises OSError when files cannot be
        opened.
        """
        return cls(*read(folder or Path(__file__).parent))

    def with_phrases(self, texts: Mapping[str, Mapping[str, str]], source: str) -> Self:
        """The same book with more phrases, by language and name; what it has already is replaced.

        ``source`` is where they are written: problems name it. A language that the book has not is
        left out.
        """
        if not any(texts.values()):
            return self
        more = {
            code: {name: Phrase.parse(name, text, source) for name, text in by_name.items()}
            for code, by_name in texts.items()
        }
        merged = {code: {**by, **more.get(code, {})} for code, by in self._phrases.items()}
        return type(self)(merged, list(self._reading_problems), self._letters)

    def with_letters(self, letters: Mapping[str, Mapping[str, str]]) -> Self:
        """The same book with texts that are only ever sent and never spoken, by language and name:
        ``text`` gives them as they are."""
        return type(self)(self._phrases, list(self._reading_problems), letters)

    @property
    def languages(self) -> tuple[str, ...]:
        """Codes, sorted."""
        return tuple(self._phrases)

    @cached_property
    def names(self) -> frozenset[str]:
        """Every phrase that any language has."""
        return frozenset(name for by_name in self._phrases.values() for name in by_name)

    def slots(self, name: str) -> Mapping[str, str]:
        """Kind by slot name; the same in every language of a book without problems.

        Raises PhraseUnknown.
        """
        for by_name in self._phrases.values():
            if name in by_name:
                return MappingProxyType(by_name[name].slots)
        raise PhraseUnknown(f"there is no phrase {name}")

    def words(self, name: str, slots: Mapping[str, object], language: str) -> str:
        """The phrase with its values as it is to be spoken, no digit left to the voice.

        ``slots`` may hold more than the phrase needs. Raises PhraseUnknown and SlotRefused.
        """
        fixed = self._fixed.get(language, {}).get(name)
        if fixed is not None:
            return fixed
        return "".join(
            part if isinstance(part, str) else _worded(name, part.slot, part.speak, slots)
            for part in self._found(name, language)
        )

    def text(self, name: str, slots: Mapping[str, object], language: str) -> str:
        """The phrase as a text message reads it: values in figures, terms by their words.

        ``slots`` as in ``words``. Raises PhraseUnknown and SlotRefused.
        """
        letter = self._letters.get(language, {}).get(name)
        if letter is not None:
            return letter
        return "".join(
            part if isinstance(part, str) else _worded(name, part.slot, part.write, slots)
            for part in self._found(name, language)
        )

    def pieces(self, name: str, slots: Mapping[str, object], language: str) -> list[Piece]:
        """The same as ``words``, with fixed words and values apart, as recordings need them."""
        return [
            Piece(part)
            if isinstance(part, str)
            else Piece(_worded(name, part.slot, part.speak, slots), part.slot.name)
            for part in self._found(name, language)
        ]

    def speakable(self, name: str, slots: Mapping[str, object], language: str) -> bool:
        """Whether ``words`` would give it, in less time."""
        try:
            for part in self._found(name, language):
                if not isinstance(part, str):
                    part.read(slots[part.slot.name])
        except (PhraseUnknown, ValueRefused, KeyError):
            return False
        return True

    def longest_seconds(self, name: str, language: str) -> float:
        """An estimate of the phrase with long values in it (``audio.seconds``).

        Long is what an insured person may come to: millions of yuan, thirty years of months.
        Raises PhraseUnknown.
        """
        text = ""
        for part in self._found(name, language):
            if isinstance(part, str):
                text += part
                continue
            kind = part.slot.kind
            text += self._longest(kind, language, part.speak)
        return estimate(text, language)

    def _longest(self, kind: str, language: str, speak: Callable[[object], str]) -> str:
        """The words of a kind that take longest."""
        if (kind, language) not in self._longest_of:
            fixed = self._fixed.get(language, {}).items()
            terms = (text for name, text in fixed if _is_term(name))
            samples = terms if kind == TERM else map(speak, KINDS[kind].samples)
            long = max(samples, key=partial(estimate, language=language), default="")
            self._longest_of[kind, language] = long
        return self._longest_of[kind, language]

    def problems(self, languages: Collection[str] | None = None) -> list[str]:
        """Everything that is wrong, a sentence each; a book that may be used has none.

        ``languages`` are those somebody will hear, by default all of the book's: what another one
        lacks is no fault. What is there is always looked at, in every language.
        """
        found = list(self._reading_problems)
        for by_name in self._phrases.values():
            for phrase in by_name.values():
                found += phrase.problems()
        heard = [code for code in self._phrases if languages is None or code in languages]
        for name in sorted(self.names):
            found += self._differences(name, heard)
        return found

    def _differences(self, name: str, heard: Collection[str]) -> Iterator[str]:
        """Between the languages."""
        having = {code: by[name] for code, by in self._phrases.items() if name in by}
        for code in heard:
            if code not in having:
                file = name.partition(".")[0]
                yield f"{name} is missing in {code}; add it to {code}/{file}.toml."
        readable = {code: phrase for code, phrase in having.items() if not phrase.fault}
        if len({frozenset(phrase.slots.items()) for phrase in readable.values()}) > 1:
            each = "; ".join(f"{code} has {_listed(p.slots)}" for code, p in readable.items())
            yield f"{name} has not the same slots in every language: {each}."

    def _found(self, name: str, language: str) -> _Parts:
        ready = self._parts.get(language, {})
        found = ready.get(name)
        if found is None:
            phrase = self._phrases.get(language, {}).get(name)
            if phrase is None or not phrase.speakable:
                raise PhraseUnknown(f"there is no phrase {name} in {language}")
            spoken, terms = LANGUAGES[language], self._fixed[language]
            found = ready[name] = tuple(_ready(part, spoken, terms) for part in phrase.parts)
        return found


def _ready(part: str | Slot, language: Language, fixed: Mapping[str, str]) -> str | _Filled:
    if isinstance(part, str):
        return part
    if part.kind == TERM:
        word = partial(_term, fixed=fixed)
        return _Filled(part, word, word, word)
    return _Filled(
        part,
        KINDS[part.kind].read,
        lambda value: speak(part.kind, value, language),
        lambda value: write(part.kind, value, language),
    )


def _term(value: object, fixed: Mapping[str, str]) -> str:
    words = fixed.get(f"{TERM}.{as_term(value)}")
    if words is None:
        raise ValueRefused("there is no such term")
    return words


def _is_term(name: str) -> bool:
    return name.startswith(f"{TERM}.")


def _worded(
    name: str, slot: Slot, word: Callable[[object], str], slots: Mapping[str, object]
) -> str:
    if slot.name not in slots:
        raise SlotRefused(f"{name} needs the slot {slot.name} ({slot.kind})")
    try:
        return word(slots[slot.name])
    except ValueRefused as refused:
        raise SlotRefused(f"{name}, slot {slot.name}: {refused}") from refused


def _listed(slots: Mapping[str, str]) -> str:
    return ", ".join(f"{{{name}:{kind}}}" for name, kind in sorted(slots.items())) or "none"
