"""One phrase in one language: its text, taken apart, and what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter

from audio.values import KINDS, TERM

_NAME = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z][a-z0-9_-]*)*")
_SLOT_NAME = re.compile(r"[a-z][a-z0-9_]*")
# Signs that one voice reads as a word, another as another word, and a third not at all.
_SIGNS = frozenset("#*%&@/\\_[]{}‰§")


@dataclass(frozen=True)
class Slot:
    """A place in a phrase for a value of a kind."""

    name: str
    kind: str


@dataclass(frozen=True)
class Phrase:
    """``source`` is the file, for messages; ``parts`` is what ``text`` is made of.

    A text whose braces cannot be read has no parts and a ``fault``.
    """

    name: str
    text: str
    source: str
    parts: tuple[str | Slot, ...]
    fault: str = ""

    @classmethod
    def parse(cls, name: str, text: str, source: str) -> Phrase:
        """Takes a text apart; never fails, since ``problems`` tells what is wrong."""
        try:
            return cls(name, text, source, tuple(_parts(text)))
        except ValueError as error:
            return cls(name, text, source, (), str(error))

    @property
    def slots(self) -> Mapping[str, str]:
        """Kind by slot name."""
        return {part.name: part.kind for part in self.parts if isinstance(part, Slot)}

    @property
    def speakable(self) -> bool:
        """Whether words can be made of it: its braces are read and its kinds known."""
        known = all(kind in KINDS or kind == TERM for kind in self.slots.values())
        return known and bool(self.parts)

    @property
    def fixed(self) -> bool:
        """Whether it is always said in the same words."""
        return bool(self.parts) and all(isinstance(part, str) for part in self.parts)

    def problems(self) -> list[str]:
        """What is wrong with it, each in a sentence that names the cure."""
        return [f"{self.source}: {self.name} {what}" for what in self._faults()]

    def _faults(self) -> Iterator[str]:
        if not _NAME.fullmatch(self.name):
            yield "is no name; use lower-case letters, digits, - and _, starting with a letter."
        if self.fault:
            yield f"{self.fault}."
        if not self.text.strip():
            yield "is empty; write what is said, or take it out of every language."
        kinds: dict[str, str] = {}
        for part in self.parts:
            if isinstance(part, str):
                yield from _unspeakable(part)
            else:
                yield from self._slot_faults(part, kinds)
        if self.slots and self.name.startswith(f"{TERM}."):
            yield "has a slot; a term is fixed words, so put the slot in the phrase that uses it."

    @staticmethod
    def _slot_faults(slot: Slot, kinds: dict[str, str]) -> Iterator[str]:
        if slot.kind not in KINDS and slot.kind != TERM:
            known = ", ".join(sorted((*KINDS, TERM)))
            yield f"has a slot of the unknown kind {slot.kind!r}; the kinds are {known}."
        if kinds.setdefault(slot.name, slot.kind) != slot.kind:
            yield (
                f"has the slot {slot.name!r} as {kinds[slot.name]} and as {slot.kind}; "
                "give two slots two names."
            )


def _parts(text: str) -> Iterator[str | Slot]:
    """Raises ValueError, with what follows the phrase's name, when braces cannot be read."""
    fixed = ""
    try:
        fields = list(Formatter().parse(text))
    except ValueError as error:
        raise ValueError("has a brace without its partner; a slot is {name:kind}") from error
    for before, name, kind, conversion in fields:
        fixed += before
        if name is None:
            continue
        if not _SLOT_NAME.fullmatch(name) or not kind or conversion:
            raise ValueError("has a slot that is not written {name:kind}")
        if fixed:
            yield fixed
        fixed = ""
        yield Slot(name, kind)
    if fixed:
        yield fixed


def _unspeakable(text: str) -> Iterator[str]:
    """What no voice can be trusted with, each sign once."""
    for sign in sorted(set(text)):
        category = unicodedata.category(sign)
        if category[0] == "N":
            yield (
                f"leaves the digit {sign!r} to the voice; write it in words, "
                "or make it a slot such as {count:count}."
            )
        elif category[0] == "C" or category in ("Zl", "Zp"):
            yield f"has the control character U+{ord(sign):04X}; take it out."
        elif category[0] == "S" or unicodedata.normalize("NFKC", sign) in _SIGNS:
            yield f"leaves the sign {sign!r} to the voice; write it in words."
