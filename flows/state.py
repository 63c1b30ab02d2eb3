"""Where a call stands, small enough to be written and read again between every two turns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import orjson

from flows.dialogue import Utterance


@dataclass
class State:
    """The place of one call in the conversation. Everything in it is JSON; whole numbers have at
    most 64 bits, as those on record.

    ``at`` is the full name of the step that waits. ``trail`` are the menus above it, for ``*``.
    ``returns`` are the steps that wait for a flow they needed. ``offered`` are the keys that were
    spoken, with where they lead: what was offered is what is meant, whatever changed since.
    """

    at: str = ""
    trail: list[str] = field(default_factory=list)
    returns: list[str] = field(default_factory=list)
    memos: dict[str, dict[str, Any]] = field(default_factory=dict)
    offered: dict[str, str] = field(default_factory=dict)
    picks: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Of the keys offered, those that stand for one of several things: which one."""
    said: tuple[Utterance, ...] = ()
    """What key 9 says again: all of the last thing said, with the question that ended it."""
    asked: tuple[Utterance, ...] = ()
    """The question alone, said again after a silence or a key that leads nowhere."""
    silent: int = 0
    wrong: int = 0
    more_time: bool = False
    """The caller was just asked whether they need more time; 1 means yes."""
    held: str = ""
    """The first piece of a number that was begun again."""
    swallow: bool = False
    """A number ended by its length: a # that follows belongs to it."""
    patient: bool = False
    """Long waits, for the rest of the call."""
    slow: bool = False
    """The slower service: long waits, and every result twice."""
    holder: int | None = None
    """Whom the calling number and an ID number belong to, when more is not proven."""
    mobile: str = ""
    """The last four digits of the registered mobile, once the caller is known to have one."""
    told: tuple[int, int] | None = None
    """Which part of ``said`` told what is on record: key 7 sends it as a text message."""
    texting: bool = False
    """What is on record is sent as text messages, not spoken."""
    texting_offered: bool = False
    refusals: int = 0
    """PINs refused in this call."""
    queues: bool = False
    """The carrier keeps callers in line, and another call can take them out of it."""
    enqueued: int = 0
    """Names the stay in the carrier's queue, while the caller is in it: the turn that led there."""
    priority: int = 0
    """In the queue (``flows.queue.assign.Priority``)."""
    group: str = ""
    """The group of agents that was asked for, whatever it is about."""
    keys_told: bool = False
    """The reserved keys have been spoken once."""
    pending: dict[str, Any] | None = None
    """An input that could not be dealt with yet; it is tried again in a moment."""

    def dump(self) -> bytes:
        """The state as JSON, without what is as it is at the start."""
        kept = {name: value for name, value in vars(self).items() if value != _DEFAULTS[name]}
        for name in ("said", "asked"):
            if name in kept:
                kept[name] = [[u.phrase, dict(u.slots), u.language] for u in kept[name]]
        return orjson.dumps(kept)

    @classmethod
    def load(cls, text: bytes) -> State:
        """The state that ``dump`` wrote."""
        kept = orjson.loads(text)
        for name in ("said", "asked"):
            if name in kept:
                kept[name] = tuple(
                    [
                        Utterance(phrase, tuple(slots.items()), language)
                        for phrase, slots, language in kept[name]
                    ]
                )
        if "told" in kept:
            kept["told"] = tuple(kept["told"])
        return cls(**kept)


_DEFAULTS = vars(State())
