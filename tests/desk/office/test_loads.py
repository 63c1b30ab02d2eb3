"""Files of records handed in at the desk: loaded by a worker, watched on a page, mended, again."""

from __future__ import annotations

import io
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from db.chores import IMPORT, Chores, Standing
from db.imports import load
from db.imports.lease import LASTS
from db.models import Account, Outgoing, Person
from db.outbox import Outbox
from db.secrets import SecretsError
from db.staff import Role
from ivr.desk.office import loads
from ivr.work.chores import FOLDER, KEPT, LOOK_AGAIN, MISSED, Doer
from ivr.work.heart import beating
from ivr.work.worker import LEASE, WAITS
from tests.desk.house import House
from tests.desk.office.conftest import a_worker
from tests.desk.visitor import Page, Visitor
from tests.imports.files import ADA, BEN, ROWS, write_csv, write_xlsx

PAGE = "/desk/office/imports"
LOAD = "ivr.work.chores.load"
Work = Callable[[], Any]


def hand_in(visitor: Visitor, kind: str, path: Path) -> Page:
    """Hand a file in; gives the page of its load."""
    with path.open("rb") as file:
        page = visitor.post(PAGE, kind=kind, file=(file, path.name))
    assert page.status == 303, page.text
    return visitor.get(page.goes_to)


def latest(desk: House) -> Standing:
    """The load that was asked for last."""
    return Chores(desk.database, desk.keyring).latest(IMPORT, 1)[0]


def of(desk: House) -> str:
    """The address of the latest load."""
    return f"{PAGE}/{latest(desk).id}"


def people(desk: House) -> int:
    """How many are on record."""
    with desk.database.read() as connection:
        return connection.execute(select(func.count()).select_from(Person)).scalar_one()


def kept(desk: House) -> list[Path]:
    """The files that lie in the instance folder."""
    folder = desk.line.settings.hotline_instance / FOLDER
    return sorted(folder.iterdir()) if folder.is_dir() else []


def from_file_to_callers(desk: House, operator: Visitor, work: Work, tmp_path: Path) -> None:
    page = hand_in(operator, "persons", write_csv(tmp_path / "人员.csv", "persons"))
    assert "人员.csv" in page.text
    assert "Waiting for a worker" in page.text
    assert 'hx-trigger="every 1s"' in page.html
    assert people(desk) == 0
    [file] = kept(desk)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    work()
    piece = operator.piece(f"{of(desk)}/progress")
    assert "Loaded wholly." in piece.text
    assert "hx-get" not in piece.html, "the page asks no more"
    assert "Rows of the file 2 Loaded 2 New or different 2 Rejected 0" in piece.text
    assert people(desk) == 2
    assert kept(desk) == [], "what was handed in is not kept"
    rows = [ROWS["accounts"][0], ("990000198001010000", "medical", "1", "2026-02-28")]
    path = write_csv(tmp_path / "a.csv", "accounts", rows)
    hand_in(operator, "accounts", path)
    work()
    page = operator.get(of(desk))
    assert "Loaded, but for some rows." in page.text
    with desk.database.read() as connection:
        assert connection.execute(select(Account.balance)).scalar_one() == 1234_05


def test_from_file_to_callers(desk: House, operator: Visitor, work: Work, tmp_path: Path) -> None:
    from_file_to_callers(desk, operator, work, tmp_path)


@pytest.mark.postgres
def test_from_file_to_callers_on_postgresql(
    desk: House, operator: Visitor, work: Work, tmp_path: Path
) -> None:
    from_file_to_callers(desk, operator, work, tmp_path)


def test_a_workbook_too(desk: House, operator: Visitor, work: Work, tmp_path: Path) -> None:
    titles = ["身份证号", "姓名", "手机号", "参保地", "单位名称"]
    hand_in(operator, "persons", write_xlsx(tmp_path / "p.xlsx", titles, ROWS["persons"]))
    work()
    assert "Loaded wholly." in operator.get(of(desk)).text
    assert people(desk) == 2


def test_rejects_are_taken_away_mended_and_deleted(
    desk: House, operator: Visitor, work: Work, tmp_path: Path
) -> None:
    rows = [(ADA, "张三", "", "990101", ""), (BEN, "李四", "12345", "990102", "")]
    hand_in(operator, "persons", write_csv(tmp_path / "p.csv", "persons", rows))
    work()
    page = operator.get(of(desk))
    assert "Rows of the file 2 Loaded 1 New or different 1 Rejected 1" in page.text
    assert "1 of 2 rows; 1 rejected" in operator.get(PAGE).text
    assert BEN not in page.html, "a page shows figures"
    rejects = operator.get(f"{of(desk)}/rejects.csv")
    assert rejects.headers["Content-Disposition"].startswith("attachment")
    assert rejects.headers["Cache-Control"] == "no-store"
    lines = rejects.html.splitlines()
    assert lines[0].endswith("line,reason")
    assert lines[1].startswith(f"{BEN},李四,12345,990102,,3,mobile ")
    mended = tmp_path / "mended.csv"
    mended.write_text(rejects.html.replace("12345", ""), "utf-8")
    first = of(desk)
    hand_in(operator, "persons", mended)
    work()
    assert "Loaded wholly." in operator.get(of(desk)).text
    page = operator.post(f"{first}/rejects/delete", follow=True)
    assert "The reject file is deleted." in page.text
    assert "Hand the file in again to get another." in page.text
    assert operator.get(f"{first}/rejects.csv").status == 404
    assert kept(desk) == []
    assert desk.line.disclosed == [
        "records.load persons",
        "records.rejects persons",
        "records.load persons",
    ]


def test_the_same_file_twice_says_so(
    desk: House, operator: Visitor, work: Work, tmp_path: Path
) -> None:
    for _ in range(2):
        hand_in(operator, "persons", write_csv(tmp_path / "p.csv", "persons"))
        work()
        desk.line.passes(minutes=5)
    page = operator.get(of(desk))
    assert "This very file was loaded already, 3/16/26, 10:00" in page.text
    assert "was loaded already" in operator.get(PAGE).text


def test_a_file_that_cannot_be_read_is_refused_with_the_cure(
    desk: House, operator: Visitor, work: Work, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "p.csv", "persons", encoding="gb18030")
    hand_in(operator, "persons", path)
    work()
    page = operator.get(of(desk))
    assert "The file was refused, and nothing has changed." in page.text
    assert "Save it as “CSV UTF-8 (comma delimited)”" in page.text
    assert "refused" in operator.get(PAGE).text
    assert kept(desk) == []
    chinese = desk.sign_in({Role.OPERATOR}, language="zh").get(of(desk))
    assert "GB18030" in chinese.text
    assert "comma delimited" not in chinese.text


def test_a_file_without_a_header_is_not_quoted(
    desk: House, operator: Visitor, work: Work, tmp_path: Path
) -> None:
    path = tmp_path / "p.csv"
    path.write_text(f"{ADA},张三,15400000001,990101,\n", "utf-8")
    hand_in(operator, "persons", path)
    work()
    page = operator.get(of(desk))
    assert "must name its columns" in page.text
    assert ADA not in page.html
    assert ADA[-4:] in page.text


def test_what_is_no_file_of_records_is_not_taken(desk: House, operator: Visitor) -> None:
    page = operator.post(PAGE, kind="persons", file=(io.BytesIO(b"x"), "people.xls"))
    assert page.status == 422
    assert "neither a .csv nor an .xlsx file" in page.text
    page = operator.post(PAGE, kind="persons")
    assert "Choose a file." in page.text
    page = operator.post(PAGE, kind="gossip", file=(io.BytesIO(b"x"), "p.csv"))
    assert page.status == 422
    assert kept(desk) == []
    assert "No file was handed in here yet." in operator.get(PAGE).text


def test_a_file_that_is_too_large_is_not_taken(
    desk: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loads, "LARGEST", 100_000)
    operator = desk.sign_in({Role.OPERATOR})
    page = operator.post(PAGE, kind="persons", file=(io.BytesIO(b"x" * 200_000), "p.csv"))
    assert page.status == 413
    assert "too large" in page.text
    assert kept(desk) == []


def test_a_name_with_a_path_in_it_is_only_shown(
    desk: House, operator: Visitor, work: Work, tmp_path: Path
) -> None:
    write_csv(tmp_path / "p.csv", "persons")
    data = io.BytesIO((tmp_path / "p.csv").read_bytes())
    operator.post(PAGE, kind="persons", file=(data, "../../<b>p.csv"))
    page = operator.get(of(desk))
    assert latest(desk).name == "<b>p.csv"
    assert "<b>p.csv" not in page.html
    work()
    assert people(desk) == 2


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

    monkeypatch.setattr(LOAD, dies)
    somebody = a_worker(desk)
    with pytest.raises(Killed):
        somebody.carry_out()
    monkeypatch.setattr(LOAD, load)
    page = operator.get(of(desk))
    assert "Publishing" in page.text
    assert people(desk) == 0, "never half visible"
    assert work() == [], "it is still thought to be at work"
    desk.line.passes(seconds=LEASE.total_seconds() + 1)
    work()
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


def test_empty_sheets_have_the_columns_of_the_page_s_language(
    desk: House, operator: Visitor
) -> None:
    page = operator.get(f"{PAGE}/columns/cards.csv")
    assert page.html == "\ufeffid_number,card_number,status\r\n"
    chinese = desk.sign_in({Role.OPERATOR}, language="zh")
    assert chinese.get(f"{PAGE}/columns/cards.csv").html.startswith("\ufeff身份证号,社保卡号")
    assert operator.get(f"{PAGE}/columns/gossip.csv").status == 404


def test_a_load_that_is_not_there(operator: Visitor) -> None:
    assert operator.get(f"{PAGE}/7").status == 404
    assert operator.get(f"{PAGE}/7/progress").status == 404
    assert operator.get(f"{PAGE}/7/rejects.csv").status == 404
