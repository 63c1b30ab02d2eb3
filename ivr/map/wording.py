"""What is written into the picture: flows, steps and choices in the words the caller hears."""

from __future__ import annotations

import unicodedata
from os.path import commonprefix

from audio.phrases import PhraseBook, PhraseUnknown
from flows.check import said_by
from flows.dialogue import Menu, Step
from flows.map import CallMap
from ivr.map.samples import sample_slots

GAP = "…"
_CLAUSES = "，,"


def opening(step: Step, book: PhraseBook) -> str | None:
    """The phrase that stands for what a step says: its question, or the first with a value in it,
    or its first; None when it only offers choices, or says nothing."""
    if step.phrases and not isinstance(step, Menu):
        return step.phrases[0]
    said = [said.phrase for said in said_by(step) if said.phrase not in step.phrases]
    known = [phrase for phrase in said if phrase in book.names]
    return next((phrase for phrase in known if book.slots(phrase)), next(iter(known), None))


class Wording:
    """The words of one language."""

    def __init__(self, book: PhraseBook, call_map: CallMap, language: str) -> None:
        self.book = book
        self.language = language
        offers = {
            choice.phrase
            for step in call_map.steps.values()
            if isinstance(step, Menu)
            for choice in step.choices
        }
        # What every offer says before its key, "press" or 请按, is not what is offered.
        heads = [self.text(phrase).split(GAP)[0][::-1] for phrase in offers]
        self._press = len(commonprefix([head for head in heads if head]))  # noqa: RUF071 - letters are meant

    def flow(self, name: str) -> str:
        """What an errand is called when an agent is told of it; empty when it has no name."""
        return self.text(f"term.topic.{name}")

    def choice(self, phrase: str) -> str:
        """The thing a choice offers, without its key: "For your account" of "For your account,
        press 1."."""
        head = self.text(phrase).split(GAP)[0]
        cut = max(head.rfind(sign) for sign in _CLAUSES)
        return head[:cut] if cut > 0 else head[: len(head) - self._press].rstrip()

    def text(self, phrase: str) -> str:
        """A phrase with a gap for each value; empty when this language does not have it."""
        try:
            pieces = self.book.pieces(phrase, sample_slots(self.book, phrase), self.language)
        except PhraseUnknown:
            return ""
        return "".join(GAP if piece.slot else piece.text for piece in pieces)


def width(text: str) -> float:
    """How wide a text is, in heights of its type: an estimate, since fonts differ. Signs that are
    wide in some fonts are taken as wide."""
    return sum(1.0 if unicodedata.east_asian_width(sign) in "WFA" else 0.54 for sign in text)


def fitting(text: str, room: float) -> str:
    """As much of a text as fits into ``room``, in heights of its type, with a gap for the rest."""
    if width(text) <= room:
        return text
    while text and width(text + GAP) > room:
        text = text[:-1]
    return text.rstrip() + GAP
