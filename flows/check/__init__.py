"""What can be wrong with a call map, found without a call. Each fault is one sentence.

- ``shape``: names that exist, keys that are free, waits that lead on;
- ``ways``: what a caller can come to, how deep it lies, and that a person is never out of reach;
- ``speech``: every phrase in every language, with its slots, and short enough to be listened to;
- ``source``: reads from a step's source what it says and where it goes.
"""

from __future__ import annotations

from collections.abc import Sequence

from audio.phrases import PhraseBook
from flows.check.shape import shape
from flows.check.speech import longest, said_by, speech
from flows.check.ways import ways
from flows.map import CallMap

__all__ = ["faults", "longest", "said_by"]


def faults(call_map: CallMap, book: PhraseBook, languages: Sequence[str]) -> list[str]:
    """Everything that is wrong, in the order of the flows; nothing when the line may open.

    ``languages`` are those the city speaks. The ways are looked at when the shape is whole.
    """
    found = [*shape(call_map)]
    if not found:
        found += ways(call_map)
    return [*found, *speech(call_map, book, languages)]
