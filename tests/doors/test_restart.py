"""The server dies between any two turns of a call, and the call goes on: nothing was in it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import psutil
import pytest
import requests

from db.engine import Database
from db.secrets import Keyring
from tests.doors.conftest import ROOT, TOKEN, Answer, AppOn, Knock, answer, sign
from tests.plugins.people import PIN, Medical, People
from tests.plugins.recorded import choosing
from tests.secrets_used import wrote

PATIENCE = 60.0


class Server:
    """gunicorn as it is deployed, with one worker, on a port of this machine."""

    def __init__(self, port: int, environ: dict[str, str], log: Path) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self._environ = environ
        self._log = log
        self._start()

    def _start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "gunicorn",
                    "-c",
                    "deploy/gunicorn.conf.py",
                    "app:create_app()",
                ],
                cwd=ROOT,
                env=self._environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._until_it_answers()

    def _until_it_answers(self, not_by: frozenset[int] = frozenset()) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            assert self._process.poll() is None, self._log.read_text()
            if self._workers() - not_by:
                try:
                    requests.get(f"{self.base}/healthz", timeout=2)
                except requests.RequestException:
                    time.sleep(0.02)
                else:
                    return
            time.sleep(0.01)
        raise AssertionError(f"no answer in {PATIENCE} s: {self._log.read_text()}")

    def _workers(self) -> frozenset[int]:
        return frozenset(child.pid for child in psutil.Process(self._process.pid).children())

    def kill_worker(self) -> None:
        """Kill what answers requests; gunicorn starts another, which knows nothing."""
        before = self._workers()
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        self._until_it_answers(not_by=before)

    def kill_all(self) -> None:
        """Kill the whole server at once, as a power cut does, and start it again."""
        self.stop()
        self._start()

    def stop(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(timeout=PATIENCE)

    def post(self, where: str, fields: dict[str, str]) -> Answer:
        """One signed request over the network."""
        url = where if where.startswith("http") else self.base + where
        found = requests.post(url, data=fields, headers=sign(url, fields), timeout=15)
        return answer(_Found(found.status_code, dict(found.headers), found.content))


class _Found:
    """A response as ``answer`` reads it."""

    def __init__(self, status_code: int, headers: dict[str, str], data: bytes) -> None:
        self.status_code, self.headers, self.data = status_code, headers, data


@contextmanager
def serving(environ: dict[str, str], log: Path) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    server = Server(port, {**environ, "PORT": str(port), "PUBLIC_BASE_URL": base}, log)
    try:
        yield server
    finally:
        server.stop()
        wrote("a server that was killed", log.read_text())


def undisturbed(knock: Knock, keys: Sequence[str]) -> list[list[str]]:
    """What the call sounds like when nothing happens."""
    heard = [knock.dial()]
    for digits in keys:
        heard.append(knock.post(heard[-1].next, Digits=digits))
    return [turn.words for turn in heard]


@pytest.mark.timeout(180)
def test_a_call_outlives_every_server_that_serves_it(
    app_on: AppOn, sqlite_url: str, tmp_path: Path
) -> None:
    keys = Keyring.new_entry()
    database = Database(sqlite_url)
    people = People(database, Keyring.parse(keys))
    person = people.someone(medical=Medical(1234.05, date(2026, 3, 15)))
    database.dispose()
    pressed = ["1", person.keys, "1", PIN, "1", "9", "*"]
    expected = undisturbed(Knock(app_on(sqlite_url, hotline_keys=keys)), pressed)
    assert any("一千二百三十四元零五分" in words for turn in expected for words in turn)

    environ = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": sqlite_url,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "HOTLINE_KEYS": keys,
        "HOTLINE_DEMO": "off",
        "HOTLINE_CITY": str(choosing("synthetic", tmp_path, ROOT / "cities" / "demo.toml")),
        "HOTLINE_INSTANCE": str(tmp_path / "instance"),
        "PIN_MEMORY_KIB": "8",
        "PIN_ROUNDS": "1",
        "WEB_WORKERS": "1",
        "WEB_THREADS": "2",
    }
    fields = {"CallSid": "CA-outlives", "From": "+8613900000009", "To": "+8612333"}
    with serving(environ, tmp_path / "log") as server:
        turn = server.post("/voice", fields)
        heard = [turn.words]
        for nth, digits in enumerate(pressed):
            (server.kill_all if nth == len(pressed) // 2 else server.kill_worker)()
            told = {**fields, "Digits": digits}
            first = server.post(turn.next, told)
            if nth == 3:
                # The answer was lost: the carrier tells the PIN again, to another worker.
                server.kill_worker()
                assert server.post(turn.next, told).body == first.body
            turn = first
            heard.append(turn.words)
    assert heard == expected
