"""What goes into a turn and what comes out of it: the engine's side of the carrier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flows.dialogue import Recording, Utterance
from flows.queue.people import Contact

# --- in: what the caller, or the carrier, did ----------------------------------------------------


@dataclass(frozen=True)
class Keys:
    """Keys of one Gather, without the one that finished it."""

    digits: str


@dataclass(frozen=True)
class Silence:
    """The wait ended and nothing usable came."""


@dataclass(frozen=True)
class Recorded:
    """A recording was made; ``key`` is what ended it, empty for silence or the time limit."""

    recording: Recording
    key: str = ""


@dataclass(frozen=True)
class Dialled:
    """The ringing ended. ``joined``: caller and person did speak. ``canceled``: it was not the
    person's doing that they did not, as when the caller hangs up while it rings."""

    joined: bool
    canceled: bool = False


@dataclass(frozen=True)
class Left:
    """The carrier's queue was left; ``result`` is the carrier's word for it (QueueResult)."""

    result: str


@dataclass(frozen=True)
class Back:
    """The caller is back after something failed: what they did then is lost."""


Input = Keys | Silence | Recorded | Dialled | Left | Back


def input_as_json(given: Input) -> dict[str, Any]:
    """An input that could not be dealt with, to be kept and tried again."""
    match given:
        case Keys(digits):
            return {"keys": digits}
        case Recorded(Recording(url, seconds), key):
            return {"url": url, "seconds": seconds, "key": key}
        case Dialled(joined, canceled):
            return {"joined": joined, "canceled": canceled}
        case Left(result):
            return {"left": result}
        case Silence() | Back():
            return {}


def input_from(kept: Mapping[str, Any]) -> Input:
    """What ``input_as_json`` kept."""
    match kept:
        case {"keys": digits}:
            return Keys(digits)
        case {"url": url, "seconds": seconds, "key": key}:
            return Recorded(Recording(url, seconds), key)
        case {"joined": joined, **more}:
            return Dialled(joined, more.get("canceled", False))
        case {"left": result}:
            return Left(result)
        case _:
            return Silence()


# --- out: what is said, and what is waited for ---------------------------------------------------


@dataclass(frozen=True)
class ForKeys:
    """Wait for keys: at most ``most``, ended by ``finish`` ("" for none), ``seconds`` each."""

    most: int
    finish: str
    seconds: int


@dataclass(frozen=True)
class ForRecording:
    """Wait for the caller to speak, at most ``most_seconds``."""

    most_seconds: int


@dataclass(frozen=True)
class ForPerson:
    """Ring a person; ``topic`` is the flow the caller came from."""

    contact: Contact
    topic: str


@dataclass(frozen=True)
class ForAgent:
    """Wait in line, with music; ``nth`` says which part of it comes next."""

    nth: int


@dataclass(frozen=True)
class ForMoment:
    """Come back at once: something needs a moment."""


@dataclass(frozen=True)
class ForNothing:
    """The call ends."""


Wait = ForKeys | ForRecording | ForAgent | ForPerson | ForMoment | ForNothing


@dataclass(frozen=True)
class Turn:
    """What the line does next: speak, then wait. ``notes`` become events, without the caller."""

    said: tuple[Utterance, ...]
    wait: Wait
    notes: tuple[tuple[str, dict[str, Any]], ...] = ()
