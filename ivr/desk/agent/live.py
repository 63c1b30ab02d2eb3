"""What an agent's page shows of this moment: what they do, and who rings or is on the line.

A page that looks lets the line go on: it says that the agent is there, and lets callers and agents
be brought together.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from db import duty, queue
from db.duty import OnDuty
from db.screen import Handing
from flows.queue.assign import Priority
from ivr.desk.agent.parts import Room

SEEN_EVERY = timedelta(seconds=5)
"""How finely it is kept that a page is open: not every look writes."""
RINGING, JOINING, CALLING, TALKING, WRAPUP, IDLE = (
    "ringing",
    "joining",
    "calling",
    "talking",
    "wrapup",
    "idle",
)
ASKED, KEPT = "asked", "kept"


@dataclass(frozen=True, slots=True)
class Live:
    """``kind``: what goes on between the agent and ``entry``: it rings, is being joined (or called
    back), they talk, the agent wraps up; or there is nobody. ``asked``: another agent asks to take
    over their caller; ``kept``: that was promised, and the caller has not come yet. ``handed_by``:
    the staff number of that other agent. ``handing``: what was last done about handing ``entry``
    on."""

    now: datetime
    agent: OnDuty
    kind: str
    entry: queue.Entry | None
    handed_by: str | None = None
    handing: Handing | None = None

    @property
    def on_screen(self) -> bool:
        """Whether the agent sees who it is: they have said yes."""
        return self.kind in (JOINING, CALLING, TALKING, WRAPUP)

    @property
    def by_line(self) -> bool:
        """Whether they talk and the caller's own call has dialled the agent."""
        return self.kind == TALKING and self.entry is not None and self.entry.mode == queue.LINE

    @property
    def shown(self) -> str:
        """Names what is on the screen: a callback is another call than the one it was asked in."""
        entry = self.entry
        return f"{entry.id}-{entry.call_id}" if entry is not None and self.on_screen else ""

    @property
    def waited(self) -> int:
        """Seconds the caller has waited."""
        return (
            0 if self.entry is None else round((self.now - self.entry.entered_at).total_seconds())
        )

    @property
    def left(self) -> int | None:
        """Seconds until the agent is ready by themselves; None when that is not going to be."""
        if self.agent.until is None:
            return None
        return max(round((self.agent.until - self.now).total_seconds()), 0)

    @property
    def senior(self) -> bool:
        return self.entry is not None and self.entry.priority == Priority.SENIOR

    @property
    def returned(self) -> bool:
        """Whether it is a callback."""
        entry = self.entry
        return entry is not None and (
            entry.ticket is not None or entry.priority == Priority.RETURNED
        )

    @property
    def digest(self) -> str:
        """Changes when the page has to change: not by time passing."""
        entry = self.entry
        what = (
            self.agent.state,
            self.agent.since,
            self.agent.until,
            self.agent.why,
            self.kind,
            entry and (entry.id, entry.token, entry.handed_to, entry.asked_id),
            self.handing,
        )
        return hashlib.sha256(repr(what).encode()).hexdigest()[:16]


def look(room: Room) -> Live | None:
    """How things stand for whoever asks; None for an account without an agent on duty."""
    agent_id, now = room.agent_id, room.desk.clock()
    agent = None if agent_id is None else room.duties.of(agent_id)
    if agent_id is None or agent is None:
        return None
    if agent.seen_at is None or now - agent.seen_at >= SEEN_EVERY:
        room.duties.seen(agent_id, now)
    room.dispatch()
    return at_moment(room, agent_id, now)


def at_moment(room: Room, agent_id: int, now: datetime) -> Live | None:
    """The same, without anything being done for it."""
    agent = room.duties.of(agent_id)
    if agent is None:
        return None
    if agent.entry_id is None or agent.state not in (duty.OFFERED, duty.TALKING, duty.WRAPUP):
        return Live(now, agent, IDLE, None)
    with room.desk.line.database.read() as connection:
        entry = queue.by_id(connection, agent.entry_id)
        before = None
        if entry is not None and entry.before_id is not None:
            before = queue.by_id(connection, entry.before_id)
    kind = _kind(agent, entry)
    other = entry if kind in (ASKED, KEPT) else before
    handed_by = None if other is None else room.staff_number(other.agent_id)
    handing = None
    if kind == TALKING and entry is not None:
        handing = room.screens.handing(entry.call_id, entry.joined_at or entry.entered_at)
    return Live(now, agent, kind, entry, handed_by, handing)


def _kind(agent: OnDuty, entry: queue.Entry | None) -> str:
    if entry is None:
        return IDLE
    if entry.agent_id != agent.agent_id:
        # Their colleague's talk, about which they were asked.
        asked = entry.state == queue.TALKING and entry.asked_id == agent.agent_id
        return ASKED if asked else KEPT
    if agent.state == duty.WRAPUP:
        return WRAPUP
    if entry.state == queue.CALLING:
        return CALLING
    if entry.state == queue.TALKING:
        return TALKING
    if entry.state == queue.OFFERED:
        return RINGING if entry.accepted_at is None else JOINING
    return IDLE
