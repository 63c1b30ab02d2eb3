"""A load that is killed goes on where it was; callers see all of it or nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from db.engine import Database
from db.imports import RefusedError
from db.imports.lease import LASTS
from db.models import Account, ImportLease
from db.secrets import Keyring
from tests.clock import Clock
from tests.db.people import id_number
from tests.imports.dying import PIECE
from tests.imports.files import Loading, rejected, write_csv

COUNT = 5 * PIECE
PEOPLE = [id_number(i) for i in range(COUNT)]
BAD = set(range(0, COUNT, 7))  # some in every piece
MOMENTS = {
    "staging": 3 * PIECE,
    "rejecting": 2 * PIECE,
    "settling": COUNT,
    "merging": COUNT,
}
"""When the load dies, and how many rows it has kept by then."""


@pytest.fixture
def accounts(database_url: str, clock: Clock, tmp_path: Path) -> Loading:
    """Many people on record, each with a balance of one yuan, on SQLite and on PostgreSQL."""
    return _prepared(database_url, clock, tmp_path)


@pytest.fixture
def small(sqlite_url: str, clock: Clock, tmp_path: Path) -> Loading:
    """The same on SQLite alone: for what does not depend on the database."""
    return _prepared(sqlite_url, clock, tmp_path)


def _prepared(url: str, clock: Clock, folder: Path) -> Loading:
    loading = Loading(Database(url), Keyring.parse(_KEYS), clock, folder)
    loading.rows("persons", [(number, "张三", "", "990101", "") for number in PEOPLE])
    loading.rows("accounts", [(n, "medical", "1.00", "2026-01-31") for n in PEOPLE], "before")
    return loading


_KEYS = Keyring.new_entry()


def _file(loading: Loading) -> Path:
    rows = [
        (number, "medical", "lots" if i in BAD else "2.00", "2026-02-28")
        for i, number in enumerate(PEOPLE)
    ]
    return write_csv(loading.folder / "accounts.csv", "accounts", rows)


def _killed(loading: Loading, moment: str, path: Path) -> None:
    """Load in another process that dies at ``moment``."""
    command = [sys.executable, "-m", "tests.imports.dying", moment, "accounts", str(path)]
    environment = {
        **os.environ,
        "DATABASE_URL": loading.database.url.render_as_string(hide_password=False),
        "HOTLINE_KEYS": _KEYS,
    }
    command.append(loading.clock.now.isoformat())
    child = subprocess.run(command, env=environment, capture_output=True, timeout=60, check=False)
    assert child.returncode == -signal.SIGKILL, child.stderr.decode()


def _balances(loading: Loading) -> list[int]:
    return [account.balance for account in loading.table(Account)]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_load_resumes(accounts: Loading, moment: str) -> None:
    path = _file(accounts)
    _killed(accounts, moment, path)
    assert set(_balances(accounts)) == {100}, "half a load must not be visible"
    accounts.clock.turn(seconds=LASTS.total_seconds() + 1)

    report = accounts.load("accounts", path)

    assert report.resumed_from == MOMENTS[moment]
    assert (report.lines, report.bad) == (COUNT, len(BAD))
    assert report.changed == COUNT - len(BAD)
    by_person = _balances(accounts)
    assert by_person == [100 if i in BAD else 200 for i in range(COUNT)]
    assert [int(row[-2]) for row in rejected(report)] == [i + 2 for i in sorted(BAD)]
    assert accounts.table(ImportLease) == []


def test_the_turn_of_a_killed_load_ends_by_itself(small: Loading) -> None:
    path = _file(small)
    _killed(small, "staging", path)
    with pytest.raises(RefusedError, match=r"load of accounts is running.*02:02:00 UTC"):
        small.load("accounts", path)
    small.rows("cards", [])
    small.clock.turn(seconds=LASTS.total_seconds())
    assert small.load("accounts", path).resumed_from == MOMENTS["staging"]


def test_without_its_reject_file_a_load_begins_anew(small: Loading) -> None:
    path = _file(small)
    _killed(small, "staging", path)
    path.with_name("accounts.csv.rejects.csv").unlink()
    small.clock.turn(seconds=LASTS.total_seconds())
    report = small.load("accounts", path)
    assert (report.resumed_from, len(rejected(report))) == (0, len(BAD))


def test_another_file_of_the_kind_takes_the_place_of_a_killed_one(small: Loading) -> None:
    path = _file(small)
    _killed(small, "settling", path)
    small.clock.turn(seconds=LASTS.total_seconds())
    report = small.rows("accounts", [(PEOPLE[1], "medical", "3.00", "2026-02-28")], "other")
    assert (report.changed, sorted(set(_balances(small)))) == (1, [100, 300])
    report = small.load("accounts", path)
    assert (report.resumed_from, report.changed) == (0, COUNT - len(BAD))


def test_with_another_newest_key_a_load_begins_anew(small: Loading) -> None:
    path = _file(small)
    _killed(small, "staging", path)
    small.clock.turn(seconds=LASTS.total_seconds())
    small.keyring = Keyring.parse(f"{Keyring.new_entry()},{_KEYS}")
    report = small.load("accounts", path)
    assert (report.resumed_from, report.good) == (0, COUNT - len(BAD))
