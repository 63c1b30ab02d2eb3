"""What steps, errands and terms are called on a page: in the words that callers hear."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from audio.phrases import PhraseBook, PhraseUnknown
from flows.dialogue import Menu, Queue, Step
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
        self._offers = dict(self._led_to())

    def flow(self, name: str) -> str:
        """An errand: its name for agents, else the offer that leads to it."""
        told = self._wording.flow(name)
        if told or not self._map.has(name):
            return told or name
        first = self._map.first(name)
        return self._offers.get(first) or self._opening(self._map.steps[first]) or name

    def step(self, name: str) -> str:
        """A step: its errand, and where in it."""
        step = self._map.steps.get(name)
        if step is None:
            return self.flow(name.partition(".")[0])
        errand = self.flow(step.flow)
        where = self._offers.get(name, "")
        if not where and name != self._map.first(step.flow) and not isinstance(step, Queue):
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

    def _led_to(self) -> list[tuple[str, str]]:
        """The first offer that leads to each step, in the caller's words."""
        found = [
            (str(target), label)
            for step in self._map.steps.values()
            if isinstance(step, Menu)
            for choice in step.choices
            if (target := self._map.target(step, choice.to)) in self._map.steps
            and not str(target).startswith(f"{self._map.start_flow}.")
            and len(label := self._wording.choice(choice.phrase)) > len("For")
        ]
        return found[::-1]

    def _opening(self, step: Step) -> str:
        phrase = opening(step, self._book)
        text = self._wording.text(phrase) if phrase else ""
        ends = [place for sign in _STOPS if (place := text.find(sign)) > 0]
        return fitting(text[: min(ends)] if ends else text, ROOM).strip(GAP)


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
