"""Every phrase in every language, with its slots, and short enough to be listened to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from audio.phrases import PhraseBook
from flows.check.source import Said, said_in
from flows.dialogue import PERSON, Menu, Queue, Step
from flows.map import CallMap

MOST_PROMPT_SECONDS = 15.0
MOST_CHOICE_SECONDS = 8.0
ENGINE_PHRASES = (
    Said("engine.reserved", frozenset()),
    Said("engine.choose_again", frozenset()),
    Said("engine.number_help", frozenset()),
    Said("engine.more_time", frozenset()),
    Said("engine.to_person", frozenset()),
    Said("engine.moment", frozenset()),
    Said("engine.private", frozenset()),
    Said("engine.texted", frozenset({"mobile"})),
    Said("engine.no_mobile", frozenset()),
    Said("engine.fault", frozenset()),
    Said("engine.fault_end", frozenset()),
    Said("agent.whisper", frozenset({"topic"})),
    Said("agent.joining", frozenset({"staff"})),
    Said("agent.too_late", frozenset()),
    Said("returned.undone", frozenset({"ticket"})),
)
"""Phrases said by the line itself."""
TERMS = "term."
TOPICS = "topic."
"""What topics say is checked where they are read (``flows.topics``)."""
LINE = "the line"


def speech(call_map: CallMap, book: PhraseBook, languages: Sequence[str]) -> Iterator[str]:
    """What is wrong with what is said."""
    yield from book.problems(languages)
    for language in languages:
        if language not in book.languages:
            yield f"{language}: the city speaks it, but there are no phrases in it."
    names = book.names
    spoken = {said.phrase for _, said, _ in _everything(call_map.whole)}
    for name, said, most in _everything(call_map):
        yield from _phrase(name, said, book, names)
        if said.phrase in names:
            yield from _length(name, said, most, book, languages)
    for flow in _topics(call_map):
        if f"{TERMS}topic.{flow}" not in names:
            yield f"{flow}: an agent is told what a call is about; write {TERMS}topic.{flow}."
    for phrase in sorted(names - spoken):
        if not phrase.startswith((TERMS, TOPICS)):
            yield f"{phrase}: no step says this phrase; remove it from every language."


def longest(
    call_map: CallMap, book: PhraseBook, languages: Sequence[str]
) -> dict[str, tuple[str, float]]:
    """For each language the phrase that takes longest, and its seconds."""
    said = {said.phrase for _, said, _ in _everything(call_map)}
    seconds = {
        code: {name: book.longest_seconds(name, code) for name in said} for code in languages
    }
    return {
        code: max(each.items(), key=lambda phrase: (phrase[1], phrase[0]))
        for code, each in seconds.items()
    }


def _everything(call_map: CallMap) -> Iterator[tuple[str, Said, float]]:
    """Who says what, and how many seconds it may take."""
    for said in ENGINE_PHRASES:
        yield LINE, said, MOST_PROMPT_SECONDS
    for name, step in call_map.steps.items():
        choices = [c.phrase for c in step.choices] if isinstance(step, Menu | Queue) else []
        for said in said_by(step):
            most = MOST_CHOICE_SECONDS if said.phrase in choices else MOST_PROMPT_SECONDS
            yield name, said, most


def _topics(call_map: CallMap) -> list[str]:
    """The flows a caller may be said to come from: those with a menu, and where calls begin."""
    menus = [s.flow for s in call_map.steps.values() if isinstance(s, Menu) and s.level]
    return list(dict.fromkeys([call_map.start_flow, PERSON, *menus]))


def said_by(step: Step) -> list[Said]:
    """Every phrase a step may say: in its declaration and in its functions."""
    choices = step.choices if isinstance(step, Menu | Queue) else ()
    declared = [Said(choice.phrase, choice.slots) for choice in choices]
    if isinstance(step, Queue):
        declared += [Said(step.announce, frozenset({"staff"})), *said_in(step.tell)]
    elif not choices:
        declared += [Said(phrase, frozenset()) for phrase in step.phrases]
    return list(dict.fromkeys([*declared, *said_in(step.run)]))


def _phrase(name: str, said: Said, book: PhraseBook, names: Set[str]) -> Iterator[str]:
    if not said.phrase:
        yield f"{name}: says a phrase whose name is not written out; write it out."
    elif said.phrase not in names:
        yield f"{name}: says {said.phrase!r}, which no language has."
    else:
        needed = set(book.slots(said.phrase))
        for slot in sorted(needed - said.slots):
            yield f"{name}: says {said.phrase!r} without its slot {slot!r}."
        for slot in sorted(said.slots - needed):
            yield f"{name}: says {said.phrase!r} with a slot {slot!r} that it does not have."


def _length(
    name: str, said: Said, most: float, book: PhraseBook, languages: Sequence[str]
) -> Iterator[str]:
    for language in languages:
        if language not in book.languages:
            continue
        try:
            seconds = book.longest_seconds(said.phrase, language)
        except LookupError:
            continue  # Missing in this language: the book's own problems say so.
        if seconds > most:
            yield (
                f"{name}: {said.phrase!r} takes up to {seconds:.0f} s in {language}; "
                f"at most {most:.0f} s are allowed."
            )
