"""What a worker does with a file that was handed in, whatever happens to the worker."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from db.chores import IMPORT, Chores
from db.imports import load
from db.imports.lease import LASTS, Lease
from db.models import Outgoing
from db.outbox import Outbox
from db.secrets import SecretsError
from db.staff import Role
from ivr.work.chores import KEPT, LOOK_AGAIN, MISSED, Doer
from ivr.work.heart import beating
from ivr.work.worker import LEASE, WAITS
from tests.desk.house import House
from tests.desk.office.conftest import a_worker
from tests.desk.office.handing import Work, hand_in, kept, latest, of, people
from tests.desk.visitor import Visitor
from tests.imports.files import ADA, write_csv

LOAD = "ivr.work.chores.load"


def test_one_file_at_a_time(
    desk: House,
    operator: Visitor,
    work: Work,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hand_in(operator, "persons", write_csv(tmp_path / "p.csv", "persons"))
    first = latest(desk)
    hand_in(operator, "accounts", write_csv(tmp_path / "a.csv", "accounts"))
    second = latest(desk)

    def busy(*arguments: Any, **more: Any) -> Any:
        if arguments[3] == "persons":
            # Another worker looks meanwhile.
            assert [carried.wait for carried in work()] == [LOOK_AGAIN]
            assert Chores(desk.database, desk.keyring).get(second.id) == second
        return load(*arguments, **more)

    monkeypatch.setattr(LOAD, busy)
    work()
    assert people(desk) == 2
    desk.line.passes(seconds=LOOK_AGAIN.total_seconds() + 1)
    work()
    ended = [Chores(desk.database, desk.keyring).get(each.id) for each in (first, second)]
    assert [each.state for each in ended if each] == ["done", "done"]
    assert tries(desk) == [1, 1], "a turn that has not come is no try"


def tries(desk: House) -> list[int]:
    with desk.database.read() as connection:
        return list(connection.execute(select(Outgoing.tries).order_by(Outgoing.id)).scalars())


class Killed(BaseException):
    """What a worker does not live to see."""


def test_a_load_goes_on_after_its_worker_was_killed(
    desk: House,
    operator: Visitor,
    work: Work,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hand_in(operator, "persons", write_csv(tmp_path / "p.csv", "persons"))

    def dies(*arguments: Any, **more: Any) -> Any:
        tell = more.pop("progress")

        def until_staged(phase: str, done: int, total: int) -> None:
            tell(phase, done, total)
            if phase == "merge":
                raise Killed

        return load(*arguments, **more, progress=until_staged)

    somebody = a_worker(desk)
    with monkeypatch.context() as dying, pytest.raises(Killed):
        dying.setattr(LOAD, dies)
        dying.setattr(Lease, "release", lambda *_: None)
        somebody.carry_out()
    page = operator.get(of(desk))
    assert "Publishing" in page.text
    assert people(desk) == 0, "never half visible"
    assert work() == [], "it is still thought to be at work"
    desk.line.passes(seconds=LEASE.total_seconds() + 1)
    work()
    assert "Waiting for a worker" in operator.get(of(desk)).text, "its lease is not over yet"
    desk.line.passes(seconds=LASTS.total_seconds())
    work()
    assert people(desk) == 2
    done = latest(desk)
    assert (done.state, done.outcome["resumed_from"]) == ("done", 2)


def test_a_database_that_fails_is_tried_again_and_at_last_by_hand(
    desk: House,
    operator: Visitor,
    work: Work,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hand_in(operator, "persons", write_csv(tmp_path / "p.csv", "persons"))

    def fails(*_: Any, **__: Any) -> Any:
        raise sqlite3.OperationalError(f"no such row: {ADA}")

    monkeypatch.setattr(LOAD, fails)
    work()
    page = operator.get(of(desk))
    assert "It was put off (OperationalError) and is tried again." in page.text
    for wait in WAITS:
        desk.line.passes(seconds=wait.total_seconds() * 1.3)
        work()
    operator = desk.sign_in({Role.OPERATOR})
    page = operator.get(of(desk))
    assert "The load has stopped (OperationalError)." in page.text
    assert "has stopped" in operator.get("/desk/office").text
    monkeypatch.setattr(LOAD, load)
    page = operator.post(f"{of(desk)}/again", follow=True)
    assert "Waiting for a worker" in page.text
    operator.post(f"{of(desk)}/again")
    work()
    assert people(desk) == 2
    assert "Loaded wholly." in operator.get(of(desk)).text


def test_a_key_that_is_missing_refuses_the_file(
    desk: House, operator: Visitor, work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any, **__: Any) -> Any:
        raise SecretsError("a value of persons.name is encrypted with the key old")

    monkeypatch.setattr(LOAD, fails)
    hand_in(operator, "persons", write_csv(tmp_path / "p.csv", "persons"))
    work()
    assert "encrypted with the key old" in operator.get(of(desk)).text


def test_a_load_taken_out_of_the_outbox_has_stopped(
    desk: House, operator: Visitor, tmp_path: Path
) -> None:
    hand_in(operator, "persons", write_csv(tmp_path / "p.csv", "persons"))
    with desk.database.read() as connection:
        entry = connection.execute(select(Outgoing.id)).scalar_one()
    operator.post(f"/desk/office/outbox/{entry}/drop")
    page = operator.get(of(desk))
    assert "The load has stopped (it was taken out of the outbox)." in page.text


def test_a_file_that_another_machine_has_is_waited_for_and_then_missed(
    desk: House, operator: Visitor, work: Work, tmp_path: Path
) -> None:
    hand_in(operator, "persons", write_csv(tmp_path / "p.csv", "persons"))
    [file] = kept(desk)
    elsewhere = file.rename(tmp_path / file.name)
    assert [carried.wait for carried in work()] == [LOOK_AGAIN]
    elsewhere.rename(file)
    desk.line.passes(seconds=LOOK_AGAIN.total_seconds() + 1)
    work()
    assert people(desk) == 2
    hand_in(operator, "persons", write_csv(tmp_path / "q.csv", "persons"))
    kept(desk)[0].unlink()
    desk.line.passes(seconds=MISSED.total_seconds() + 1)
    work()
    assert "The file was not found by the worker." in operator.get(of(desk)).text


def test_what_was_left_behind_is_forgotten(
    desk: House, operator: Visitor, work: Work, tmp_path: Path
) -> None:
    rows = [(ADA, "张三", "12345", "990101", "")]
    hand_in(operator, "persons", write_csv(tmp_path / "p.csv", "persons", rows))
    work()
    [rejects] = kept(desk)
    a_worker(desk).forget()
    assert kept(desk) == [rejects]
    long_ago = (desk.now() - KEPT).timestamp() - 1
    os.utime(rejects, (long_ago, long_ago))
    a_worker(desk).forget()
    assert kept(desk) == []


def test_a_heart_that_beats_keeps_the_promise(
    desk: House, operator: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A load longer than a lease: nobody else takes it, for its worker says that it goes on."""
    hand_in(operator, "persons", write_csv(tmp_path / "p.csv", "persons"))
    somebody = a_worker(desk)
    mine = Outbox(desk.database, desk.keyring).take([IMPORT], desk.now(), LEASE)
    assert mine is not None
    beats: list[Callable[[], None]] = []

    @contextmanager
    def by_hand(beat: Callable[[], None], seconds: float) -> Iterator[None]:
        assert timedelta(seconds=seconds) * 2 < LEASE, "one may be missed"
        beats.append(beat)
        yield

    def slow(*arguments: Any, **more: Any) -> Any:
        for _ in range(4):
            desk.line.passes(seconds=LEASE.total_seconds() * 0.9)
            beats[0]()
            assert somebody.carry_out() is None, "somebody has it"
        return load(*arguments, **more)

    monkeypatch.setattr("ivr.work.chores.beating", by_hand)
    monkeypatch.setattr(LOAD, slow)
    doer = somebody.errands[IMPORT]
    assert isinstance(doer, Doer)
    doer(mine)
    assert people(desk) == 2


def test_a_heart_beats_until_the_work_is_over() -> None:
    beaten = threading.Event()

    def beat() -> None:
        beaten.set()
        raise OperationalError("the database is busy", None, Exception())

    with beating(beat, 0.001):
        assert beaten.wait(5), "and one that fails is not the last"
        beaten.clear()
        assert beaten.wait(5)
    assert "heart" not in {thread.name for thread in threading.enumerate()}
