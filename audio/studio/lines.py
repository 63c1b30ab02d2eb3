"""What is to be recorded: each stretch of fixed words, each term, each fragment of values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from audio.fragments import FULL_STOPS, INVENTORIES, Part, Reading, fragments
from audio.phrases import PhraseBook, PhraseUnknown
from audio.phrases.stands import TERMS, sample, sent_only
from audio.recordings.store import FRAGMENT
from audio.recordings.units import Unit, units
from audio.seconds import estimate
from audio.values import TERM

SAMPLES: Mapping[str, object] = MappingProxyType(
    {
        "money": 2500,
        "digits": "2638",
        "date": "2026-07-05",
        "month": 202607,
        "weekday": "2026-07-07",
        "time": "14:30",
        "percent": "20",
        "count": 2,
        "number": 3,
        "months": 24,
        "days": 10,
        "hours": 24,
        "minutes": 20,
    }
)
"""A short value of each kind, to lead the voice through the fixed words around it.

In English they start with t, d or j: the silence before these is where the words are cut."""
_FULL_STOPS = {"zh-CN": "。", "en-US": "."}
_COMMAS = {"zh-CN": "，", "en-US": ","}
_ENDS = {False: "mid", True: "end"}
# A slow reader takes twice the time of the estimate; beyond that it is no voice for a telephone.
_LONGEST, _MARGIN = 1.6, 0.8


@dataclass(frozen=True)
class Line:
    """Something to record once.

    ``name`` becomes the file. ``reading`` is the sentence it stands in, whole, for the voice that
    reads it. ``seconds`` is the longest it may last.
    """

    name: str
    language: str
    text: str
    final: bool
    reading: Reading

    @property
    def seconds(self) -> float:
        """The longest it may last."""
        return round(estimate(self.text, self.language) * _LONGEST + _MARGIN, 1)

    @property
    def sentence(self) -> str:
        """The sentence it stands in, to be read whole."""
        space = "" if self.language.startswith("zh") else " "
        words = "".join(f"{part.text}{part.stop}{space}" for part in self.reading)
        return words.strip()


def languages(book: PhraseBook) -> tuple[str, ...]:
    """The languages of the book that are recorded: those with an inventory of fragments."""
    return tuple(code for code in book.languages if code in INVENTORIES)


def lines(book: PhraseBook, language: str) -> tuple[Line, ...]:
    """Everything to record in a language, phrases first; the same words are recorded once."""
    seen: dict[tuple[str, bool], Line] = {}
    for line in (*_phrases(book, language), *_fragments(language)):
        seen.setdefault((line.text, line.final), line)
    return tuple(seen.values())


def _fragments(language: str) -> Iterator[Line]:
    for part, reading in fragments(INVENTORIES[language]):
        name = f"{FRAGMENT}{part.name}.{_ENDS[part.final]}"
        yield Line(name, language, part.text, part.final, reading)


def _phrases(book: PhraseBook, language: str) -> Iterator[Line]:
    for name in sorted(book.names):
        if sent_only(name):
            continue
        try:
            pieces = book.pieces(name, sample_values(book, name), language)
        except PhraseUnknown:
            continue
        if name.startswith(TERMS):
            yield from _term(name, language, pieces[0].text)
        else:
            yield from _fixed(name, language, units(pieces))


def sample_values(book: PhraseBook, name: str) -> dict[str, object]:
    """A value for each slot of a phrase; for a term one that may stand there."""
    return {
        slot: sample(book, name, slot) if kind == TERM else SAMPLES[kind]
        for slot, kind in book.slots(name).items()
    }


def _term(name: str, language: str, text: str) -> Iterator[Line]:
    """A term is heard in mid-sentence and at the end."""
    reading = (
        Part(text, name, _COMMAS[language]),
        Part(text, name, _FULL_STOPS[language]),
    )
    for part in reading:
        yield Line(f"{name}.{_ENDS[part.final]}", language, text, part.final, reading)


def _fixed(name: str, language: str, found: Iterable[Unit]) -> Iterator[Line]:
    """The fixed units of a phrase, sentence by sentence."""
    every = tuple(found)
    many = sum(unit.slot is None for unit in every) > 1
    number = 0
    sentence: list[Part] = []
    for unit in every:
        own = ""
        if unit.slot is None:
            number += 1
            own = f"{name}.{number}" if many else name
        stop = unit.after.strip()
        if unit.final:
            stop = next((sign for sign in stop if sign in FULL_STOPS), _FULL_STOPS[language])
        sentence.append(Part(unit.text, own, stop))
        if unit.final or unit is every[-1]:
            reading = tuple(sentence)
            sentence = []
            for part in reading:
                if part.name:
                    yield Line(part.name, language, part.text, part.final, reading)
