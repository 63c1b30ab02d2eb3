"""A call as its agent sees it: who is on the line, where they have been, what they have heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from db.earlier import Before
from db.notes import Note
from db.queue import Entry
from db.screen import OnLine, Told, Visit, Wait
from db.tickets import Promise
from flows.proof import Proof
from flows.state import State
from ivr.desk.agent.parts import Room
from ivr.desk.agent.record import Revealed, revealed


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything on an agent's screen about ``call``. ``person_id`` is known by ``proof`` (a word
    of ``flows.proof``); ``ending`` are the last four of their ID number."""

    entry: Entry
    call: OnLine
    person_id: int | None
    proof: str
    ending: str | None
    path: Sequence[Visit]
    told: Sequence[Told]
    tickets: Sequence[Promise]
    before: Sequence[Before]
    waits: Sequence[Wait]
    own_note: str = field(repr=False)
    notes: Sequence[Note] = field(repr=False)
    revealed: Sequence[Revealed] = field(repr=False)

    def notes_of(self, call_id: int) -> list[Note]:
        """What was written about a call."""
        return [note for note in self.notes if note.call_id == call_id]


def screen(room: Room, entry: Entry, agent_id: int, *, open_now: bool) -> Screen | None:
    """The screen of a wait; None when its call has gone from the records.

    ``open_now``: it is the agent's call of this moment. Only then is anything shown of a record
    that was revealed.
    """
    call, now = room.screens.call(entry.call_id), room.desk.clock()
    if call is None:
        return None
    person_id, proof = known(call)
    before = room.earlier.calls(call, person_id)
    notes = room.notes.of_calls([call.call_id, *(each.call_id for each in before)])
    own = [n for n in notes if n.call_id == call.call_id and n.agent_id == agent_id]
    shown = room.reveals.standing(agent_id, call.call_id, now) if open_now else []
    return Screen(
        entry=entry,
        call=call,
        person_id=person_id,
        proof=proof,
        ending=None if person_id is None else room.holders.ending(person_id),
        path=room.screens.path(call.call_id),
        told=[] if person_id is None else room.screens.told(call.call_id, person_id),
        tickets=room.earlier.promises(call, person_id),
        before=before,
        waits=room.screens.waits([call.call_id]).get(call.call_id, ()),
        own_note=own[0].text if own else "",
        notes=[note for note in notes if note not in own],
        revealed=revealed(room, shown, now),
    )


def known(call: OnLine) -> tuple[int | None, str]:
    """Who calls, and by what it is known: proven, or only by the telephone they call from."""
    if call.person_id is not None:
        return call.person_id, call.proof
    holder = State.load(call.state).holder if call.state else None
    return (None, "") if holder is None else (holder, Proof.MOBILE.word)
