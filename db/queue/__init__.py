"""Who waits for a person. What waits is decided elsewhere (``flows.queue``); here it is kept.

    waiting ──offer──▶ offered ──join──▶ talking ──end──▶ done
       ▲                  │
       └──────back────────┘        an entry that ends before it was joined is done, too

A caller who is to be called back waits without being on the line (mode ``absent``): whoever takes
the offer is kept for them while they are called (``calling``; see ``db.dialling``). Functions with
a connection run in somebody's transaction; each moves an entry only from the state it must be in,
so of two who try only one does.

- ``entry``     a wait as it stands, and how it is found
- ``moves``     what becomes of it
- ``stirring``  whether anything is to be done
- ``asking``    what a conversation and the pages ask
"""

from __future__ import annotations

from db.queue.asking import MEASURED, Queue, Standing
from db.queue.entry import (
    ABSENT,
    CALLING,
    CARRIER,
    DISPOSITIONS,
    DONE,
    LINE,
    MODES,
    MOVES,
    OFFERED,
    OUTCOMES,
    STATES,
    TALKING,
    USUAL_WRAPUP,
    WAITING,
    Entry,
    by_id,
    by_token,
    in_state,
    of_call,
)
from db.queue.moves import accept, apart, back, end, joined, move, note, offer, over, talks, wrapped
from db.queue.stirring import SPARE, Limits, alone, stirs

__all__ = [
    "ABSENT",
    "CALLING",
    "CARRIER",
    "DISPOSITIONS",
    "DONE",
    "LINE",
    "MEASURED",
    "MODES",
    "MOVES",
    "OFFERED",
    "OUTCOMES",
    "SPARE",
    "STATES",
    "TALKING",
    "USUAL_WRAPUP",
    "WAITING",
    "Entry",
    "Limits",
    "Queue",
    "Standing",
    "accept",
    "alone",
    "apart",
    "back",
    "by_id",
    "by_token",
    "end",
    "in_state",
    "joined",
    "move",
    "note",
    "of_call",
    "offer",
    "over",
    "stirs",
    "talks",
    "wrapped",
]
