"""A desk for conversations without records: one agent, who takes every call or none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from db.agents import AgentContact
from db.queue import DONE, LINE, OFFERED, WAITING, Entry, Standing

AGENT = AgentContact(7, "7", "+861012345678")
Move = Callable[[datetime], None]


class Desk:
    """Stands for ``db.queue.Queue`` and ``db.callbacks.Callbacks``. ``answers``: whether the agent
    is rung for who comes next."""

    def __init__(self) -> None:
        self.answers = True
        self.on_duty = 1
        self.kept: Entry | None = None
        self.left: list[str] = []

    def entry(self, call_id: int) -> Entry | None:
        return self.kept if self.kept is not None and self.kept.state != DONE else None

    def last(self, call_id: int) -> Entry | None:
        return self.kept

    def standing(self, lane: str, priority: int, entered_at: datetime, now: datetime) -> Standing:
        return Standing(ahead=0, on_duty=self.on_duty, measured=0, mean=None)

    def join(self, call_id: int, **asked: Any) -> Move:
        def move(now: datetime) -> None:
            nothing = dict.fromkeys(Entry.__dataclass_fields__)
            moments = {"entered_at": now, "seen_at": now, "state": WAITING, "mode": LINE}
            self.kept = Entry(**{**nothing, **moments, "id": 1, "call_id": call_id, **asked})
            if self.answers:
                self.rings(now)

        return move

    def go_on(self, call_id: int, mode: str, otherwise: Move) -> Move:
        return otherwise

    def of(self, call_id: int) -> None:
        return None

    def rings(self, now: datetime) -> None:
        """The agent's telephone is to be dialled."""
        if self.kept is not None:
            self.kept = replace(self.kept, state=OFFERED, agent_id=AGENT.id, accepted_at=now)

    def leave(self, call_id: int, outcome: str) -> Move:
        def move(now: datetime) -> None:
            if self.entry(call_id) is not None and self.kept is not None:
                self.left.append(outcome)
                self.kept = replace(self.kept, state=DONE, outcome=outcome)

        return move

    def unanswered(self, call_id: int, why: str = "no-answer") -> Move:
        def move(now: datetime) -> None:
            self.answers, self.on_duty = False, 0
            if self.kept is not None:
                self.kept = replace(self.kept, state=WAITING, agent_id=None, accepted_at=None)

        return move

    def seen(self, call_id: int) -> Move:
        return lambda now: None

    def dialling(self, call_id: int) -> Move:
        return lambda now: None

    def talked(self, call_id: int) -> Move:
        return lambda now: None
