"""What is on the key card: the number to call, the keys of the first two menus, what to have ready.

Read from the map, so that no key on paper is another than the one on the line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from audio.phrases import PhraseBook
from flows.city import City, Day
from flows.dialogue import Menu, Pass, Step
from flows.map import CallMap
from ivr.map.draw import WORDS
from ivr.map.ways import ways_from
from ivr.map.wording import Wording

Texts = tuple[str, ...]
"""The same in each language of the card."""


@dataclass(frozen=True)
class Key:
    """A key and what it is for; ``below`` are the keys of the menu it leads to."""

    key: str
    labels: Texts
    below: tuple[Key, ...] = ()


@dataclass(frozen=True)
class Card:
    """Everything on the card."""

    number: str
    titles: Texts
    dial: Texts
    hours: Texts
    at_hand: Texts
    anywhere: Texts
    reserved: tuple[Key, ...]
    menu: tuple[Key, ...]

    def without_below(self) -> Card:
        """The same with the first menu only."""
        menu = tuple(Key(key.key, key.labels) for key in self.menu)
        return Card(**{**vars(self), "menu": menu})


def card(call_map: CallMap, book: PhraseBook, city: City) -> Card:
    """The card of a line, in every language that the page and the line have both."""
    codes = [code for code in city.languages if code in WORDS.tables]
    codes = codes or [code for code in WORDS.tables if code in book.languages]
    wordings = [Wording(book, call_map, code) for code in codes]
    words = [WORDS.of(code)["card"] for code in codes]
    titles = tuple(
        word["title_of"].format(name=city.name[code]) if code in city.name else word["title"]
        for code, word in zip(codes, words, strict=True)
    )
    return Card(
        number=city.number,
        titles=titles,
        dial=tuple(word["dial"] for word in words),
        hours=tuple(word["person"].format(hours=_hours(city, word["hours"])) for word in words),
        at_hand=tuple(word["at_hand"] for word in words),
        anywhere=tuple(word["anywhere"] for word in words),
        reserved=tuple(
            Key(key, tuple(word["keys"][key] for word in words)) for key in words[0]["keys"]
        ),
        menu=_keys(call_map, call_map.steps[call_map.top], wordings, 2),
    )


def _keys(
    call_map: CallMap, step: Step, wordings: Sequence[Wording], levels: int
) -> tuple[Key, ...]:
    """The keys of a menu. The main one is as it is when everything is offered; below it, keys are
    there as far as they are the same in every call."""
    while isinstance(step, Pass) and len(step.edges) == 1:
        step = call_map.steps.get(str(call_map.target(step, step.edges[0])), step)
        if step.flow == call_map.start_flow:
            return ()
    if not levels or not isinstance(step, Menu):
        return ()
    top = step.full_name == call_map.top
    offered = [way for way in ways_from(call_map, step) if way.phrase]
    sure = offered if top else takewhile(lambda way: not way.varies, offered)
    return tuple(
        Key(
            way.key or "",
            tuple(wording.choice(way.phrase or "") for wording in wordings),
            _keys(call_map, call_map.steps[way.target], wordings, levels - 1) if way.target else (),
        )
        for way in sure
    )


def _hours(city: City, words: Mapping[str, Any]) -> str:
    """When a person answers, days with the same hours together."""
    by_spans: dict[str, list[str]] = {}
    for day in Day:
        spans = [
            words["span"].format(
                start=f"{span.start:%H:%M}", end=f"{span.end:%H:%M}" if span.end else "24:00"
            )
            for span in city.hours.of(day)
        ]
        said = words["spans"].join(spans) or words["closed"]
        if said == words["span"].format(start="00:00", end="24:00"):
            said = words["all_day"]
        by_spans.setdefault(said, []).append(words[day.value])
    return str(
        words["next"].join(
            words["of"].format(
                days=words["day"] if len(by_spans) == 1 else words["days"].join(days), spans=spans
            )
            for spans, days in by_spans.items()
        )
    )
