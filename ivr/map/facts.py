"""What the page tells of a step: what it says in each language, how long, and where it leads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from audio.phrases import PhraseBook, PhraseUnknown
from flows.check import said_by
from flows.dialogue import Menu, Step
from flows.map import CallMap
from ivr.map.picture import kind
from ivr.map.sounds import Sounds
from ivr.map.ways import Way, prover, ways_from
from ivr.map.wording import Wording


def facts(
    call_map: CallMap, book: PhraseBook, languages: Sequence[str], sounds: Sounds
) -> dict[str, dict[str, Any]]:
    """All flows, steps and phrases, as JSON has them.

    A phrase has for each language its words, with ordinary values in it, the seconds it takes at
    most, and a name of its sound where it is recorded.
    """
    wordings = {code: Wording(book, call_map, code) for code in languages if code in book.languages}
    steps = {name: _step(call_map, step) for name, step in call_map.steps.items()}
    phrases = {phrase for step in steps.values() for phrase in step["phrases"]}
    return {
        "flows": {
            name: {
                "names": {code: wording.flow(name) for code, wording in wordings.items()},
                "proof": prover(call_map, flow),
            }
            for name, flow in call_map.flows.items()
        },
        "steps": steps,
        "phrases": {
            phrase: dict(_said(book, phrase, wordings, sounds)) for phrase in sorted(phrases)
        },
    }


def _step(call_map: CallMap, step: Step) -> dict[str, Any]:
    own = [said.phrase for said in said_by(step)]
    offers = step.phrases if isinstance(step, Menu) else ()
    said = [phrase for phrase in own if phrase not in offers]
    return {
        "flow": step.flow,
        "kind": kind(step),
        "waits": step.waits,
        "phrases": [phrase for phrase in dict.fromkeys([*said, *offers]) if phrase],
        "ways": [_way(way) for way in ways_from(call_map, step)],
    }


def _way(way: Way) -> Mapping[str, Any]:
    return {"to": way.target, "key": way.key, "varies": way.varies, "quiet": way.quiet}


def _said(
    book: PhraseBook, phrase: str, languages: Iterable[str], sounds: Sounds
) -> Iterator[tuple[str, dict[str, Any]]]:
    """In each language that has the phrase; where one is missing, ``flask check`` says so."""
    for language in languages:
        try:
            words = book.words(phrase, sounds.slots(phrase), language)
        except PhraseUnknown:
            continue
        seconds = round(book.longest_seconds(phrase, language), 1)
        sound = sounds.of(phrase, language)
        yield language, {"words": words, "seconds": seconds, "sound": sound and sound.tag}
