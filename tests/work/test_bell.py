"""The bell: heard where there is a worker, and never in the way of a call."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from bench.messaging import ACCOUNT, messaging
from db.engine import Database
from db.secrets import Keyring
from ivr.settings import ROOT, Settings
from ivr.work.bell import Bell, open_queue
from tests.clock import Clock
from tests.secrets_used import wrote
from tests.work.conftest import Desk

KEYS = Keyring.new_entry()
START_SECONDS = 30.0


def test_a_ring_is_in_the_queue_and_says_nothing_but_look(
    database_url: str, tmp_path: Path
) -> None:
    Bell(database_url, tmp_path).ring()
    queue = open_queue(database_url, tmp_path)
    (ring,) = queue.storage.enqueued_items()
    assert set(json.loads(ring)) == {"id", "name", "eta"}
    assert queue.serializer.deserialize(ring).name == "ivr.work.bell.ring"
    queue.storage.close()


def test_where_nobody_can_be_woken_the_call_goes_on(tmp_path: Path) -> None:
    bell = Bell(f"sqlite:///{tmp_path}/line.db", tmp_path / "none")
    bell.ring()
    (tmp_path / "none").mkdir()
    bell.ring()
    queue = open_queue(f"sqlite:///{tmp_path}/line.db", tmp_path / "none")
    assert queue.storage.queue_size() == 1
    queue.storage.close()


def _environment(url: str, folder: Path, api: str) -> dict[str, str]:
    ours = {name.upper() for name in Settings.model_fields}
    return {name: value for name, value in os.environ.items() if name not in ours} | {
        "DATABASE_URL": url,
        "HOTLINE_INSTANCE": str(folder),
        "HOTLINE_KEYS": KEYS,
        "HOTLINE_DEMO": "off",
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": "0" * 32,
        "TWILIO_API_URL": api,
        "TEXT_FROM": "+8612333",
        "NO_PROXY": "127.0.0.1",
    }


PARENT = """
import os, time
from ivr.work import beside
beside.start(os.getpid())
time.sleep(60)
"""


def _until(question: Callable[[], object], what: str) -> None:
    end = time.monotonic() + START_SECONDS
    while not question():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def test_a_worker_beside_a_line_works_is_replaced_and_goes_with_it(
    sqlite_url: str, tmp_path: Path
) -> None:
    """`make run` in small: the line is killed, and nobody is left."""
    database, keyring = Database(sqlite_url), Keyring.parse(KEYS)
    desk = Desk(database, keyring, Clock())
    log = tmp_path / "log"
    with messaging() as carrier, log.open("wb") as said:
        line = subprocess.Popen(
            [sys.executable, "-c", PARENT],
            cwd=ROOT,
            env=_environment(sqlite_url, tmp_path, carrier.url),
            stdout=said,
            stderr=said,
        )
        try:
            desk.put("one")
            _until(lambda: carrier.bodies["one"], "the first was not sent")
            (keeper,) = _children(line.pid)
            (worker,) = _children(keeper)
            os.kill(worker, signal.SIGKILL)
            desk.put("two")
            _until(lambda: carrier.bodies["two"], "nobody took the killed worker's place")
            (worker,) = _children(keeper)
        finally:
            line.kill()
            line.wait()
        _until(lambda: not _lives(keeper) and not _lives(worker), "somebody was left behind")
    wrote("a worker beside a line", log.read_text("utf-8"))
    assert carrier.bodies.total() == 2
    database.dispose()


def _children(pid: int) -> list[int]:
    return [child.pid for child in psutil.Process(pid).children()]


def _lives(pid: int) -> bool:
    return bool(psutil.pid_exists(pid)) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
