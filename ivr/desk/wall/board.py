"""The wall board: how the line stands, read again every few seconds, and only sent when it has
changed. Times run on in the page itself."""

from __future__ import annotations

from typing import NamedTuple

from flask import Blueprint, Response, request

from db.wall import Board
from ivr.desk.door import Role, needs
from ivr.desk.wall import signs
from ivr.desk.wall.parts import Page, Room
from ivr.desk.wall.view import View, judged

NOTHING_NEW = 304
_MASK = 2**64 - 1


class Piece(NamedTuple):
    """A board as it was sent. ``version`` names what it shows, but for times that run on."""

    board: Board
    version: str
    html: str


def add(routes: Blueprint, room: Room) -> None:
    """The routes for it."""
    sent: dict[tuple[str, bool], Piece] = {}

    def shown(template: str, page: Page, board: Board) -> Piece:
        """A page, or a piece of one, with the board on it."""
        now = room.now()
        found = judged(board, now, page.say)
        # Another worker may call the same board otherwise: then it is sent once more.
        version = f"{hash((board, found, page.tongue, page.big)) & _MASK:x}"
        if version in request.if_none_match:
            return Piece(board, version, "")
        html = room.page(
            template,
            board=board,
            view=View.of(board, found, room.names, page, now),
            signs=signs,
            big=page.big,
            version=version,
            say=page.say,
        )
        return Piece(board, version, html)

    def asked() -> tuple[Page, Board]:
        return room.looked_at(big=request.args.get("big") == "1"), room.board.at(room.now())

    @routes.get("/wall")
    @needs(Role.SUPERVISOR)
    def board() -> str:
        return shown("board.html", *asked()).html

    @routes.get("/wall/figures")
    @needs(Role.SUPERVISOR, polled=True)
    def piece() -> Response:
        page, now = asked()
        kept = sent.get((page.tongue, page.big))
        if kept is None or kept.board is not now or kept.version in request.if_none_match:
            kept = shown("figures.html", page, now)
        if not kept.html:
            return _named(Response(status=NOTHING_NEW), kept)
        # Whoever else looks at the same board is sent the same.
        sent[page.tongue, page.big] = kept
        return _named(Response(kept.html, mimetype="text/html"), kept)


def _named(answer: Response, piece: Piece) -> Response:
    answer.set_etag(piece.version)
    return answer
