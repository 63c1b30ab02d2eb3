"""The wall board as it is seen: figures, words beside colours, only sent when it has changed."""

from __future__ import annotations

import re
from datetime import timedelta

from db.models import Call, QueueEntry
from db.staff import Role
from tests.desk.house import House
from tests.desk.visitor import Page
from tests.desk.wall.moments import busy, call_row, entry_row, put

SUPERVISOR = {Role.SUPERVISOR}
FIGURES = "/desk/wall/figures"


def test_an_empty_line_says_what_would_come_up(desk: House) -> None:
    page = desk.sign_in(SUPERVISOR).get("/desk/wall")
    assert page.status == 200
    assert "Nobody waits, and nobody talks to an agent." in page.text
    assert "Nobody is on the line." in page.text
    assert "○ nobody asked" in page.text
    assert "■ nobody on duty" in page.text


def test_calls_by_errand_and_step_in_words(desk: House) -> None:
    now = desk.now()
    rows = [call_row(n, now, step="medical.balance") for n in range(1, 4)]
    rows += [call_row(n, now, step="medical.menu") for n in range(4, 6)]
    put(desk.database, Call, rows)
    page = desk.sign_in(SUPERVISOR).get("/desk/wall")
    assert re.search(r"medical account[^·]* 3 · [^·]* 2 5", page.text, re.IGNORECASE)
    assert "Calls in progress 5" in page.text
    chinese = desk.sign_in(SUPERVISOR, language="zh").get("/desk/wall")
    assert "医保个人账户" in chinese.text


def test_the_level_has_a_colour_a_shape_and_a_word(desk: House) -> None:
    now = desk.now()
    put(desk.database, Call, [call_row(n, now) for n in range(1, 21)])
    begun = now - timedelta(minutes=5)

    def answered(nth: int, seconds: int) -> dict[str, object]:
        joined = begun + timedelta(seconds=seconds)
        return entry_row(nth, begun, state="talking", joined_at=joined)

    supervisor = desk.sign_in(SUPERVISOR)
    put(desk.database, QueueEntry, [answered(n, 10) for n in range(1, 20)])
    assert "100% ● on target" in supervisor.get("/desk/wall").text
    put(desk.database, QueueEntry, [answered(20, 30)])
    desk.line.passes(seconds=61)
    assert "95% ● on target" in supervisor.get("/desk/wall").text
    put(desk.database, QueueEntry, [answered(19, 30)])
    desk.line.passes(seconds=61)
    assert "90% ▲ below target" in supervisor.get("/desk/wall").text
    put(desk.database, QueueEntry, [answered(18, 30) for _ in range(9)])
    desk.line.passes(seconds=61)
    page = supervisor.get("/desk/wall")
    assert "63% ■ far below target" in page.text
    assert 'class="figure bad"' in page.html


def test_who_waits_long_is_marked(desk: House) -> None:
    now = desk.now()
    put(desk.database, Call, [call_row(1, now, step="agent.waiting")])
    put(desk.database, QueueEntry, [entry_row(1, now - timedelta(seconds=10), lane="pension")])
    supervisor = desk.sign_in(SUPERVISOR)
    assert "● in time" in supervisor.get("/desk/wall").text
    desk.line.passes(seconds=10)
    assert "▲ over 15 seconds" in supervisor.get("/desk/wall").text
    desk.line.passes(seconds=50)
    page = supervisor.get("/desk/wall")
    assert "■ over a minute" in page.text
    assert "1:10" in page.text
    assert f'data-since="{(now - timedelta(seconds=10)).timestamp()}"' in page.html


def test_what_has_not_changed_is_not_sent_again(desk: House) -> None:
    now = desk.now()
    put(desk.database, Call, [call_row(1, now, step="agent.waiting")])
    put(desk.database, QueueEntry, [entry_row(1, now - timedelta(seconds=100))])
    supervisor = desk.sign_in(SUPERVISOR)

    def again(version: str) -> Page:
        desk.line.passes(seconds=4)
        return supervisor.get(FIGURES, headers={"HX-Request": "true", "If-None-Match": version})

    first = supervisor.piece(FIGURES)
    version = first.headers["ETag"]
    assert first.status == 200
    assert version.strip('"') in first.html
    assert "<html" not in first.html
    same = again(version)
    assert (same.status, same.html) == (304, "")
    put(desk.database, Call, [call_row(2, desk.now())])
    other = again(version)
    assert other.status == 200
    assert other.headers["ETag"] != version


def test_big_for_a_wall(desk: House) -> None:
    supervisor = desk.sign_in(SUPERVISOR)
    big = supervisor.get("/desk/wall?big=1")
    assert 'class="wall big"' in big.html
    assert "/desk/wall/figures?big=1" in big.html
    piece = supervisor.piece(FIGURES, big=1)
    assert "/desk/wall/figures?big=1" in piece.html


def test_a_wall_keeps_nobodys_session_open(desk: House) -> None:
    supervisor = desk.sign_in(SUPERVISOR)
    for _ in range(8):
        desk.line.passes(minutes=5)
        page = supervisor.piece(FIGURES)
    assert page.status == 401


def test_five_hundred_calls(desk: House) -> None:
    busy(desk.database, desk.now(), 7, calls=500)
    page = desk.sign_in(SUPERVISOR).get("/desk/wall")
    assert page.status == 200
    assert len(page.html) < 40_000


def test_nothing_about_anybody_and_nothing_inline(desk: House) -> None:
    busy(desk.database, desk.now(), 8)
    page = desk.sign_in(SUPERVISOR).get("/desk/wall")
    assert "style=" not in page.html
    assert "<script>" not in page.html
    assert "+86" not in page.html


def test_only_supervisors(desk: House) -> None:
    for role in set(Role) - SUPERVISOR:
        visitor = desk.sign_in({role})
        for path in ("/desk/wall", FIGURES, "/desk/wall/floor", "/desk/wall/line"):
            assert visitor.get(path).status == 403, (role, path)
