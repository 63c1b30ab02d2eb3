"""The wall board: how the line stands, read again every few seconds, and only sent when it has
changed. Times run on in the page itself."""

from __future__ import annotations

from flask import Blueprint, Response, request

from ivr.desk.door import Role, needs
from ivr.desk.shell.words import language
from ivr.desk.wall import signs
from ivr.desk.wall.parts import Room
from ivr.desk.wall.view import View, judged

NOTHING_NEW = 304
_MASK = 2**64 - 1


def add(routes: Blueprint, room: Room) -> None:
    """The routes for it."""

    def shown(template: str) -> tuple[str, str]:
        """The page or a piece of it, and the name of exactly what it shows; empty when whoever asks
        has it already."""
        now, tongue = room.now(), language()
        board = room.board.at(now)
        signs_of = judged(board, now)
        big = request.args.get("big") == "1"
        # Another worker may call the same board otherwise: then it is sent once more.
        version = f"{hash((board, signs_of, tongue, big)) & _MASK:x}"
        if version in request.if_none_match:
            return "", version
        view = View.of(board, signs_of, room.names, tongue, now, away=not big)
        page = room.page(
            template,
            board=board,
            view=view,
            signs=signs,
            now=now,
            big=big,
            version=version,
            _=room.words(),
        )
        return page, version

    @routes.get("/wall")
    @needs(Role.SUPERVISOR)
    def board() -> str:
        return shown("board.html")[0]

    @routes.get("/wall/figures")
    @needs(Role.SUPERVISOR, polled=True)
    def piece() -> Response:
        page, version = shown("figures.html")
        answer = Response(page, status=200 if page else NOTHING_NEW, mimetype="text/html")
        answer.set_etag(version)
        return answer
