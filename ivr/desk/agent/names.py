"""What steps, errands and terms are called on a page: in the words that callers hear."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from audio.phrases import PhraseBook, PhraseUnknown
from flows.dialogue import Ask, Menu, Queue, Step
from flows.map import CallMap
from ivr.desk.shell.words import TAGS
from ivr.line import Line
from ivr.map.wording import GAP, Wording, fitting, opening

SPOKEN = {"zh": "zh-CN", "en": "en-US"}
"""The language of the conversation for a language of the pages."""
ROOM = 26.0
"""How wide a step's name may be, in heights of its type."""
_STOPS = "。.？?！!；;"


class Names:
    """The names in one language of the pages."""

    def __init__(self, book: PhraseBook, call_map: CallMap, language: str) -> None:
        spoken = SPOKEN.get(language, "")
        self._language = spoken if spoken in book.languages else book.languages[0]
        self._book = book
        self._map = call_map
        self._wording = Wording(book, call_map, self._language)
        led = list(self._led_to())
        self._errands = {to.partition(".")[0]: label for _, to, label in reversed(led)}
        self._entered = {to for flow, to, _ in led if not to.startswith(f"{flow}.")}
        # A question is named by its words: what leads there is often "once more".
        inside = [(to, label) for flow, to, label in led if to.startswith(f"{flow}.")]
        self._inner = {
            to: label for to, label in reversed(inside) if not isinstance(call_map.steps[to], Ask)
        }

    def flow(self, name: str) -> str:
        """An errand: its name for agents, else the offer that leads to it."""
        told = self._wording.flow(name)
        if told or not self._map.has(name):
            return told or name
        first = self._map.steps[self._map.first(name)]
        return self._errands.get(name) or self._opening(first) or name

    def step(self, name: str) -> str:
        """A step: its errand, and where in it."""
        step = self._map.steps.get(name)
        if step is None:
            return self.flow(name.partition(".")[0])
        errand = self.flow(step.flow)
        where = self._inner.get(name, "")
        if name == self._map.top:
            return where or errand
        if not where and name not in self._entered and not isinstance(step, Queue):
            where = self._opening(step)
        return errand if not where or where == errand else f"{errand} › {where}"

    def told(self, what: str) -> str:
        """What the audit trail calls ``what``: a step, perhaps by text message."""
        name, space, rest = what.partition(" ")
        return self.step(name) + space + rest

    def term(self, name: str) -> str:
        """A term of the phrases, such as ``claim.paid``; its own name where there is none."""
        try:
            return self._book.words(f"term.{name}", {}, self._language)
        except PhraseUnknown:
            return name

    def _led_to(self) -> Iterator[tuple[str, str, str]]:
        """What leads to each step: the flow of the offer, the step, the offer in words."""
        for step in self._map.steps.values():
            for choice in step.choices if isinstance(step, Menu) else ():
                target = self._map.target(step, choice.to)
                label = _thing(self._wording.choice(choice.phrase))
                if target is not None and target in self._map.steps and label:
                    yield step.flow, target, label

    def _opening(self, step: Step) -> str:
        phrase = opening(step, self._book)
        text = self._wording.text(phrase) if phrase else ""
        ends = [place for sign in _STOPS if (place := text.find(sign)) > 0]
        told = text[: min(ends)] if ends else text
        short = fitting(told, ROOM).strip(f" {GAP}，,")
        return short + GAP if len(short) < len(told.strip(f" {GAP}，,")) else short


def _thing(label: str) -> str:
    """What is offered, without the "for" that goes before a thing in English."""
    thing = label.removeprefix("For").strip()
    return thing[:1].upper() + thing[1:]


def names_of(line: Line) -> Callable[[str], Names]:
    """The names of a line by the language of the page, each made once."""
    return cache(lambda language: Names(line.book, line.call_map, language))


def spoken_language(code: str, language: str) -> str:
    """What a language of the conversation is called on a page."""
    words = {
        "zh": {"zh-CN": "普通话", "en-US": "英语", "yue-CN": "粤语"},
        "en": {"zh-CN": "Mandarin", "en-US": "English", "yue-CN": "Cantonese"},
    }
    return words.get(language, words["en"]).get(code, TAGS.get(code, code))
