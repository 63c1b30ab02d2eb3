"""Whom a caller waits for, and how the waiting ended."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Contact:
    """A person to ring: the number that is spoken to the caller, and a validated target."""

    staff_number: str
    target: str


class Ending(StrEnum):
    """How waiting for a person ended."""

    SERVED = "served"
    """They talked, and the person has hung up."""
    HANDED_ON = "handed-on"
    """They talked, and the person has asked another one to go on."""
    NOBODY = "nobody"
    """Nobody is on duty any more."""
    FAILED = "failed"
    """The carrier could not keep the caller in line."""
