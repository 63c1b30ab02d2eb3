"""Calls by their token: any worker, exactly once, nobody else's, and not for ever."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

import ivr.phone.exchange as exchange
from db import tickets
from db.demo import showcase
from db.engine import Database
from db.handsets import Handsets
from db.models import Call, Handset
from db.talks import Talks
from ivr.line import Line
from ivr.phone.acts import Opening, Request
from ivr.phone.exchange import Exchange, Refusal, calling_number
from tests.clock import Clock
from tests.phone.dialler import Dialler, said
from tests.phone.site import worker_of
from tests.phone.tiny import TinyLine, play

WORKER = showcase().worker
NOW = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)


def line_of(app: Flask) -> Line:
    line: Line = app.extensions["hotline"]
    return line


@pytest.fixture
def tiny(demo: Flask, tmp_path: Path, clock: Clock) -> Iterator[Exchange]:
    """An exchange of its own, on which every call reaches a tiny line."""
    path = tmp_path / "handsets.db"
    shutil.copy(str(line_of(demo).database.url.database), path)
    database = Database(f"sqlite:///{path}")
    line = TinyLine()
    handsets = Handsets(database, line_of(demo).keyring)
    keyring = line_of(demo).keyring
    talks = Talks(database)
    yield Exchange(
        database, keyring, handsets, None, talks, lambda journal: play(journal, line), clock
    )
    database.dispose()


def test_a_whole_call_over_several_workers(demo: Flask) -> None:
    from app import create_app

    settings = line_of(demo).settings
    workers = [demo, create_app(settings), create_app(settings)]
    phone = Dialler(*workers)
    assert "您好" in said(phone.call("15400000001"))
    phone.press("1")
    assert WORKER.id_number[-1] != "X"
    phone.press(WORKER.id_number)
    phone.press("1")
    phone.press(f"{WORKER.pin}#")
    heard = said(phone.press("1"))
    while "余额" not in heard:
        heard += said(phone.do())
    ringing = phone.press("0")
    while not any(e["is"] == "ringing" for e in ringing["happened"]):
        ringing = phone.do()
    leg = next(e["leg"] for e in ringing["happened"] if e["is"] == "ringing")
    assert "请按一" in said(phone.do({"do": "agent", "leg": leg, "what": "answer"}))
    joined = phone.do({"do": "agent_press", "leg": leg, "key": "1"})
    assert joined["happened"][-1]["is"] == "joined"
    over = phone.do({"do": "hang_up"})
    assert over["over"] and over["summary"]["person"]
    assert [each["key"] for each in over["summary"]["chosen"]] == ["1", "1", "1", "0"]
    for worker in workers[1:]:
        line_of(worker).database.dispose()


def test_a_text_message_comes_up_on_the_telephone_that_asked_for_it(demo: Flask) -> None:
    phone, other = Dialler(demo), Dialler(demo)
    phone.call("15400000031")
    other.call("15400000032")
    for keys in ("1", WORKER.id_number, "1", f"{WORKER.pin}#"):
        view = phone.press(keys)
    phone.press("1")
    view = phone.press("7")
    assert (view["texts"], view["texts_to_come"]) == ([], 1)
    assert view["next_in"] <= 1
    assert worker_of(demo).carry_out() is not None
    over = phone.do({"do": "hang_up"})
    (text,) = over["texts"]
    assert over["texts_to_come"] == 0
    assert "您的医保个人账户余额是" in text["words"]
    assert len(text["ending"]) == 4
    assert phone.do()["texts"] == [text], "a page that is loaded again shows it again"
    assert other.do()["texts"] == []


def test_a_request_that_is_sent_again_is_done_once(demo: Flask) -> None:
    phone = Dialler(demo)
    phone.call()
    phone.batch = 1
    press = {"do": "press", "key": "1"}
    first, again = phone.ask(press), phone.ask(press)
    assert first.json is not None and again.json is not None
    keys = [e for e in again.json["call"]["happened"] if e["is"] == "key"]
    assert len(keys) == 1
    assert again.json["call"]["batch"] == first.json["call"]["batch"] == 1


def test_two_workers_with_the_same_request_do_it_once(demo: Flask) -> None:
    phone = Dialler(demo)
    phone.call()
    phone.batch = 1
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: phone.ask({"do": "press", "key": "1"}), range(4)))
    assert {answer.status_code for answer in answers} <= {200, 409}
    view = phone.do()
    assert sum(e["is"] == "key" for e in view["happened"]) == 1


def test_a_request_out_of_step_is_refused(demo: Flask) -> None:
    phone = Dialler(demo)
    phone.call()
    phone.batch = 5
    answer = phone.ask({"do": "press", "key": "1"})
    assert (answer.status_code, answer.json and answer.json["error"]) == (409, "out_of_step")


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "../" * 10])
def test_a_call_is_reached_with_its_own_token_only(demo: Flask, token: str) -> None:
    phone = Dialler(demo)
    phone.call()
    answer = phone.ask(token=token)
    assert (answer.status_code, answer.json and answer.json["error"]) == (404, "no_call")


def test_the_token_and_what_was_said_are_not_readable_in_the_database(demo: Flask) -> None:
    phone = Dialler(demo)
    phone.call("15400000007")
    with line_of(demo).database.read() as connection:
        rows = connection.execute(select(Handset.token_index, Handset.journal)).all()
    everything = b"".join(bytes(row.token_index) + bytes(row.journal) for row in rows)
    for secret in (phone.token, "15400000007", "您好", "/voice"):
        assert secret.encode() not in everything


def test_the_call_goes_on_after_the_page_was_loaded_again(demo: Flask) -> None:
    phone = Dialler(demo)
    first = phone.call()
    phone.known = 0
    assert phone.do()["happened"][: len(first["happened"])] == first["happened"]


def test_a_call_whose_journal_cannot_be_played_is_over(demo: Flask) -> None:
    phone = Dialler(demo)
    phone.call()
    line = line_of(demo)
    spoilt = line.keyring.encrypt(b'{"sid": "x"}', "handsets.journal")
    with line.database.write() as connection:
        connection.execute(update(Handset).values(journal=spoilt))
    assert phone.ask().status_code == 404
    with line.database.write() as connection:
        connection.execute(delete(Handset))


def test_a_ticket_is_in_the_summary(demo: Flask) -> None:
    phone = Dialler(demo)
    phone.call("15400000009")
    line = line_of(demo)
    with line.database.write() as connection:
        call = connection.execute(select(Call.id).order_by(Call.id.desc()).limit(1)).scalar_one()
        tickets.open_ticket(
            connection,
            line.keyring,
            number="1234567897",
            call_id=call,
            kind="message",
            language="zh-CN",
            person_id=None,
            caller_number=None,
            recording_url=None,
            recording_seconds=None,
            opened_at=NOW,
            promised_on=NOW.date(),
        )
    assert phone.do({"do": "hang_up"})["summary"]["tickets"] == ["1234567897"]


def test_those_who_left_are_hung_up_for_and_forgotten(tiny: Exchange, clock: Clock) -> None:
    token, _ = tiny.open(Opening())
    clock.turn(minutes=2)
    tiny.take(token, Request(batch=0))
    clock.turn(minutes=2)
    tiny.open(Opening())
    assert tiny.take(token, Request(batch=0)) is not None, "it was touched in between"
    clock.turn(minutes=4)
    tiny.open(Opening())
    with pytest.raises(Refusal, match="no_call"):
        tiny.take(token, Request(batch=0))


def test_there_is_an_end_to_telephones(
    tiny: Exchange, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "MOST_AT_ONCE", 2)
    tokens = [tiny.open(Opening())[0] for _ in range(2)]
    with pytest.raises(Refusal, match="all_lines_busy"):
        tiny.open(Opening())
    tiny.take(tokens[0], Request.model_validate({"batch": 1, "acts": [{"do": "hang_up"}]}))
    tiny.open(Opening())


def test_a_poll_in_which_nothing_happens_writes_nothing(
    tiny: Exchange, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, view = tiny.open(Opening())
    written: list[str] = []

    def write(name: str, *_: object) -> bool:
        written.append(name)
        return True

    for name in ("save", "touch"):
        monkeypatch.setattr(Handsets, name, partial(write, name))
    clock.turn(seconds=view["next_in"] / 2)
    tiny.take(token, Request(batch=0))
    assert written == []
    clock.turn(seconds=view["next_in"])
    tiny.take(token, Request(batch=0))
    assert written == ["save"]


def test_a_clock_that_goes_back_stops_the_call_for_a_moment(tiny: Exchange, clock: Clock) -> None:
    token, _ = tiny.open(Opening())
    clock.now -= timedelta(seconds=5)
    assert tiny.take(token, Request(batch=0))["now"] == 0


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("", ""),
        ("  ", ""),
        ("15400000000", "+8615400000000"),
        ("+86 154 0000 0000", "+8615400000000"),
        ("+44 20 7946 0018", "+442079460018"),
    ],
)
def test_a_calling_number(typed: str, number: str) -> None:
    assert calling_number(typed) == number


@pytest.mark.parametrize("typed", ["abc", "1", "+", "0" * 24, "<script>"])
def test_no_calling_number(typed: str) -> None:
    with pytest.raises(Refusal, match="bad_number"):
        calling_number(typed)
