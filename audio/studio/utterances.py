"""What an ear is asked to hear: phrases, terms, and values until every fragment was used."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from types import MappingProxyType

from audio.phrases import PhraseBook, PhraseUnknown, Piece
from audio.phrases.stands import FAMILIES, TERMS, family, sent_only, terms
from audio.recordings import Clip, Recordings
from audio.seconds import estimate
from audio.studio.heard import Utterance
from audio.studio.lines import sample_values
from audio.values import TERM

PHRASES, VALUES = "phrases", "values"
_SEED = 12333
_TRIES = 1500
_LONGEST = 9.0
"""Seconds."""
_FIRST_DAY = date(1990, 1, 1)


def utterances(book: PhraseBook, recordings: Recordings, language: str) -> list[Utterance]:
    """Phrases and terms first, then values; the same each time."""
    return [
        *_phrases(book, language),
        *_terms(book, language),
        *_values(book, recordings, language),
    ]


def _phrases(book: PhraseBook, language: str) -> Iterator[Utterance]:
    for name in sorted(book.names):
        if name.startswith(TERMS) or sent_only(name):
            continue
        try:
            yield _utterance(book, name, sample_values(book, name), language, PHRASES)
        except PhraseUnknown:
            continue


def _terms(book: PhraseBook, language: str) -> Iterator[Utterance]:
    """Each term in a phrase that holds its like, inside or at the end by turns."""
    anywhere = _carriers(book, TERM, language)
    for at, term in enumerate(terms(book)):
        name = f"{TERMS}{term}"
        if sent_only(name):
            continue
        own = _places(book, family(term)) or anywhere
        try:
            book.words(name, {}, language)
        except PhraseUnknown:
            continue
        if own:
            carrier, slot = own[at % len(own)]
            values = sample_values(book, carrier) | {slot: term}
            yield _utterance(book, carrier, values, language, PHRASES, f"{name} in {carrier}")


def _places(book: PhraseBook, kin: str) -> list[tuple[str, str]]:
    """Phrases that are heard and hold terms of a family, with the slot."""
    return [
        (name, slot)
        for (name, slot), held in FAMILIES.items()
        if held == kin and name in book.names and not sent_only(name)
    ]


def _values(book: PhraseBook, recordings: Recordings, language: str) -> Iterator[Utterance]:
    """Values of each kind that some phrase holds, while they still bring a new fragment."""
    random = Random(_SEED)  # noqa: S311 (nothing secret: the same values each time)
    used: set[str] = set()
    for kind, value in _KINDS.items():
        carriers = _carriers(book, kind, language)
        for attempt in range(_TRIES if carriers else 0):
            carrier, slot = carriers[attempt % len(carriers)]
            values = sample_values(book, carrier) | {slot: value(random)}
            found = _utterance(book, carrier, values, language, VALUES)
            clips = recordings.clips(found.pieces, language)
            ids = {clip.id for clip in clips if isinstance(clip, Clip)}
            if ids - used:
                used |= ids
                yield found


def _carriers(book: PhraseBook, kind: str, language: str) -> list[tuple[str, str]]:
    """Phrases that hold a value of ``kind``: one inside, one at the end if there is.

    The longest are taken, up to a limit: an ear understands a word by those around it.
    """
    found: dict[bool, tuple[float, str, str]] = {}
    for name in sorted(book.names):
        slots = [slot for slot, held in book.slots(name).items() if held == kind]
        if not slots or sent_only(name):
            continue
        try:
            pieces = book.pieces(name, sample_values(book, name), language)
        except PhraseUnknown:
            continue
        seconds = estimate("".join(piece.text for piece in pieces), language)
        rank = seconds if seconds <= _LONGEST else -seconds
        for slot in slots:
            at = next(at for at, piece in enumerate(pieces) if piece.slot == slot)
            last = at >= len(pieces) - 2
            found[last] = max(found.get(last, (-1e9, "", "")), (rank, name, slot))
    return [(name, slot) for _, name, slot in found.values()]


def _utterance(
    book: PhraseBook,
    name: str,
    values: Mapping[str, object],
    language: str,
    group: str,
    title: str = "",
) -> Utterance:
    pieces: Sequence[Piece] = book.pieces(name, values, language)
    terms = {slot for slot, kind in book.slots(name).items() if kind == TERM}
    strict = tuple(
        piece.text for piece in pieces if piece.slot is not None and piece.slot not in terms
    )
    return Utterance(title or name, group, tuple(pieces), strict)


def _fen(random: Random) -> int:
    """As accounts hold them: a few yuan to hundreds of thousands, jiao and fen now and then."""
    yuan = random.randrange(10 ** random.randrange(1, 6))
    return yuan * 100 + random.choice((0, 0, random.randrange(1, 100)))


def _day(random: Random) -> date:
    return _FIRST_DAY + timedelta(days=random.randrange(45 * 365))


_KINDS: Mapping[str, Callable[[Random], object]] = MappingProxyType(
    {
        "money": _fen,
        "date": _day,
        "month": lambda random: (day := _day(random)).year * 100 + day.month,
        "time": lambda random: f"{random.randrange(24):02}:{random.choice((0, 30, 5, 45)):02}",
        "digits": lambda random: str(random.randrange(1000, 10000)),
        "number": lambda random: random.randrange(10),
        "count": lambda random: random.randrange(1, 100),
        "percent": lambda random: str(random.randrange(1, 100)),
        "months": lambda random: random.randrange(1, 100),
        "days": lambda random: random.randrange(1, 31),
        "hours": lambda random: random.randrange(1, 25),
        "minutes": lambda random: random.randrange(1, 60),
        "weekday": _day,
    }
)
