"""The wall board: how the line stands, read again every few seconds, and only sent when it has
changed. Times run on in the page itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, request

from db import duty
from db.wall import At, Board
from ivr.desk.agent.wording import STATES
from ivr.desk.door import Role, needs
from ivr.desk.shell.words import language
from ivr.desk.wall import signs
from ivr.desk.wall.parts import Room
from ivr.desk.wall.signs import Sign

NOTHING_NEW = 304


@dataclass(frozen=True, slots=True)
class Judged:
    """What is judged by colour, shape and word."""

    today: Sign
    hour: Sign
    wait: Sign
    groups: tuple[Sign, ...]
    ready: Sign
    callbacks: Sign
    promises: Sign


@dataclass(frozen=True, slots=True)
class Errand:
    """Calls in progress of one errand, and its steps."""

    name: str
    calls: int
    steps: tuple[At, ...]


def judged(board: Board, now: datetime) -> Judged:
    """How good everything on the board is."""
    states = board.states
    on_duty = sum(states.get(state, 0) for state in duty.ON_DUTY)
    return Judged(
        today=signs.of_level(board.today.level),
        hour=signs.of_level(board.hour.level),
        wait=signs.of_wait(board.since, now),
        groups=tuple(signs.of_wait(group.since, now) for group in board.groups),
        ready=signs.of_ready(states.get(duty.READY, 0), on_duty, board.waiting),
        callbacks=signs.of_overdue(board.overdue),
        promises=signs.of_overdue(board.promises),
    )


def errands(steps: Iterable[At]) -> list[Errand]:
    """Calls by errand, where most of them are first."""
    found: dict[str, list[At]] = {}
    for each in steps:
        found.setdefault(each.step.partition(".")[0], []).append(each)
    made = [
        Errand(name, sum(at.calls for at in several), tuple(sorted(several, key=_most)))
        for name, several in found.items()
    ]
    return sorted(made, key=lambda errand: (-errand.calls, errand.name))


def _most(at: At) -> tuple[int, str]:
    return -at.calls, at.step


def add(routes: Blueprint, room: Room) -> None:
    """The routes for it."""

    def figures(template: str) -> tuple[str, str]:
        """The page or a piece of it, and the name of exactly what it shows."""
        board, now = room.boards.now(), room.now()
        found = judged(board, now)
        big = request.args.get("big") == "1"
        version = _version(board, found, language(), big)
        if version in request.if_none_match:
            return "", version
        page = room.page(
            template,
            board=board,
            judged=found,
            errands=errands(board.steps),
            state_names=STATES,
            signs=signs,
            now=now,
            big=big,
            version=version,
        )
        return page, version

    @routes.get("/wall")
    @needs(Role.SUPERVISOR)
    def board() -> str:
        return figures("board.html")[0]

    @routes.get("/wall/figures")
    @needs(Role.SUPERVISOR, polled=True)
    def piece() -> Response:
        page, version = figures("figures.html")
        answer = Response(page, status=200 if page else NOTHING_NEW, mimetype="text/html")
        answer.set_etag(version)
        return answer


def _version(*shown: object) -> str:
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]
