"""The board in words and signs, ready for a page: nothing is left to be worked out there, for a
wall asks every few seconds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Self

from flask_babel import gettext as _

from db import duty
from db.wall import At, Board, Group
from ivr.desk.agent.wording import STATES
from ivr.desk.wall import signs
from ivr.desk.wall.parts import Names
from ivr.desk.wall.signs import Sign


class Judged(NamedTuple):
    """What is judged by colour, shape and word."""

    today: Sign
    hour: Sign
    wait: Sign
    groups: tuple[Sign, ...]
    ready: Sign
    callbacks: Sign
    promises: Sign


class Ago(NamedTuple):
    """Since when, in seconds of POSIX time, and how long that is."""

    since: float
    text: str


class Line(NamedTuple):
    """A group of the queue."""

    name: str
    group: Group
    longest: Ago | None
    sign: Sign


class Agent(NamedTuple):
    """An agent; ``state`` is of ``db.duty``, ``doing`` the word for it."""

    number: str
    state: str
    doing: str
    since: Ago | None


class Errand(NamedTuple):
    """Calls in progress of one errand; ``steps``: how many of them are at which."""

    name: str
    calls: int
    steps: str


def judged(board: Board, now: datetime) -> Judged:
    """How good everything on the board is."""
    states, sums = board.states, board.sums
    on_duty = sum(states.get(state, 0) for state in duty.ON_DUTY)
    return Judged(
        today=signs.of_level(sums.today.level),
        hour=signs.of_level(sums.hour.level),
        wait=signs.of_wait(board.since, now),
        groups=tuple(signs.of_wait(group.since, now) for group in board.groups),
        ready=signs.of_ready(states.get(duty.READY, 0), on_duty, board.waiting),
        callbacks=signs.of_overdue(sums.promises.overdue),
        promises=signs.of_overdue(sums.promises.late),
    )


@dataclass(frozen=True, slots=True)
class View:
    """The board as it is shown. ``states``: how many agents do what."""

    judged: Judged
    ready: int
    since: Ago | None
    queue: list[Line]
    agents: list[Agent]
    states: list[tuple[str, int]]
    errands: list[Errand]

    @classmethod
    def of(
        cls, board: Board, found: Judged, names: Names, tongue: str, now: datetime, *, away: bool
    ) -> Self:
        """The board at ``now`` in a language of the pages; ``away``: with agents who are away."""
        words = {state: str(STATES[state]) for state in duty.STATES}
        return cls(
            judged=found,
            ready=board.states.get(duty.READY, 0),
            since=_ago(board.since, now),
            queue=[
                Line(_lane(group.lane), group, _ago(group.since, now), sign)
                for group, sign in zip(board.groups, found.groups, strict=True)
            ],
            agents=[
                Agent(each.staff_number, each.state, words[each.state], _ago(each.since, now))
                for each in board.agents
                if away or each.state != duty.AWAY
            ],
            states=[(words[state], many) for state, many in board.states.items()],
            errands=_errands(board.steps, names, tongue),
        )


def _errands(steps: Iterable[At], names: Names, tongue: str) -> list[Errand]:
    """Calls by errand, where most of them are first."""
    found: dict[str, list[At]] = {}
    for each in steps:
        found.setdefault(each.step.partition(".")[0], []).append(each)
    made = [
        Errand(
            names.flow(flow, tongue),
            sum(at.calls for at in several),
            " · ".join(
                f"{names.where(at.step, tongue)}\u00a0{at.calls}"
                for at in sorted(several, key=_most)
            ),
        )
        for flow, several in found.items()
    ]
    return sorted(made, key=lambda errand: -errand.calls)


def _most(at: At) -> tuple[int, str]:
    return -at.calls, at.step


def _lane(lane: str) -> str:
    return lane.replace(",", " + ") if lane else str(_("anybody"))


def _ago(since: datetime | None, now: datetime) -> Ago | None:
    if since is None:
        return None
    return Ago(since.timestamp(), signs.clock((now - since).total_seconds()))
