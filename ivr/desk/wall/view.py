"""The board in words and signs, ready for a page: nothing is left to be worked out there, for a
wall asks every few seconds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Self

from db import duty
from db.wall import At, Board, Group
from ivr.desk.wall import signs
from ivr.desk.wall.parts import Names, Page
from ivr.desk.wall.signs import Say, Sign


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
    """Calls in progress of one errand; ``steps``: how many of them are at which, where it has more
    than one."""

    name: str
    calls: int
    steps: str


def judged(board: Board, now: datetime, _: Say) -> Judged:
    """How good everything on the board is."""
    states, sums = board.states, board.sums
    on_duty = sum(states.get(state, 0) for state in duty.ON_DUTY)
    return Judged(
        today=signs.of_level(sums.today.level, _),
        hour=signs.of_level(sums.hour.level, _),
        wait=signs.of_wait(board.since, now, _),
        groups=tuple(signs.of_wait(group.since, now, _) for group in board.groups),
        ready=signs.of_ready(states.get(duty.READY, 0), on_duty, board.waiting, _),
        callbacks=signs.of_overdue(sums.promises.overdue, _),
        promises=signs.of_overdue(sums.promises.late, _),
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
    def of(cls, board: Board, found: Judged, names: Names, page: Page, now: datetime) -> Self:
        """The board at ``now`` for a page."""
        words, tongue = page.states, page.tongue
        return cls(
            judged=found,
            ready=board.states.get(duty.READY, 0),
            since=_ago(board.since, now),
            queue=[
                Line(
                    group.lane.replace(",", " + ") or page.say("anybody"),
                    group,
                    _ago(group.since, now),
                    sign,
                )
                for group, sign in zip(board.groups, found.groups, strict=True)
            ],
            agents=[
                Agent(each.staff_number, each.state, words[each.state], _ago(each.since, now))
                for each in board.agents
                if not page.big or each.state != duty.AWAY
            ],
            states=[(words[state], many) for state, many in board.states.items()],
            errands=_errands(board.steps, names, tongue),
        )


def _errands(steps: Iterable[At], names: Names, tongue: str) -> list[Errand]:
    """Calls by errand, where most of them are first."""
    found: dict[str, list[At]] = {}
    for each in steps:
        found.setdefault(each.step.partition(".")[0], []).append(each)
    made = []
    for flow, several in found.items():
        name = names.flow(flow, tongue)
        where = [(names.where(at.step, tongue), at.calls) for at in sorted(several, key=_most)]
        told = "" if where == [(name, several[0].calls)] else _listed(where)
        made.append(Errand(name, sum(at.calls for at in several), told))
    return sorted(made, key=lambda errand: -errand.calls)


def _listed(steps: Iterable[tuple[str, int]]) -> str:
    return " · ".join(f"{where}\u00a0{calls}" for where, calls in steps)


def _most(at: At) -> tuple[int, str]:
    return -at.calls, at.step


def _ago(since: datetime | None, now: datetime) -> Ago | None:
    if since is None:
        return None
    return Ago(since.timestamp(), signs.clock((now - since).total_seconds()))
