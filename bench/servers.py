"""Servers to be measured: gunicorn on a port of its own, its workers on one core."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.wire import get

ROOT = Path(__file__).parent.parent
PRODUCTION = ("-c", "deploy/gunicorn.conf.py", "--log-level", "warning")
PLAIN = ("--no-control-socket", "--log-level", "warning")
NULL = "bench.null:create_app()"
HOTLINE = "app:create_app()"
START_SECONDS = 30.0
STOP_SECONDS = 10.0


class ServerDiedError(Exception):
    """A server did not start; the text is the end of what it said."""


@dataclass(frozen=True)
class Server:
    """A running server."""

    name: str
    port: int
    pid: int
    log: Path

    def workers(self) -> list[psutil.Process]:
        """The processes that answer."""
        return psutil.Process(self.pid).children()

    def cpu_seconds(self) -> float:
        """What the workers have used of a core, in nanosecond steps, over all their threads."""
        return sum(
            int((task / "schedstat").read_text().split()[0]) / 1e9
            for worker in self.workers()
            for task in Path(f"/proc/{worker.pid}/task").iterdir()
        )

    def pss(self) -> float:
        """Bytes of memory of one worker, pages shared with others divided among them."""
        workers = self.workers()
        return sum(worker.memory_full_info().pss for worker in workers) / len(workers)

    def rss(self) -> int:
        """Bytes of memory the workers have resident."""
        return sum(int(worker.memory_info().rss) for worker in self.workers())


def cores() -> tuple[set[int], set[int]]:
    """A core for the servers, and the rest for clients and databases; one for both if need be."""
    have = sorted(os.sched_getaffinity(0))
    return {have[0]}, set(have[1:]) or {have[0]}


@contextmanager
def serve(
    name: str,
    application: str,
    options: tuple[str, ...],
    environment: Mapping[str, str],
    folder: Path,
) -> Iterator[Server]:
    """Start ``application`` under gunicorn on the servers' core; stop it afterwards."""
    log = folder / f"{name}.log"
    mine = os.sched_getaffinity(0)
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listening, log.open("wb") as said:
        port = listening.getsockname()[1]
        # Inherited by the child and its threads, which setting it later would not reach.
        os.sched_setaffinity(0, cores()[0])
        try:
            process = subprocess.Popen(
                (
                    *(sys.executable, "-m", "gunicorn", *options),
                    *("--bind", f"fd://{listening.fileno()}", application),
                ),
                cwd=ROOT,
                env={**os.environ, **environment},
                pass_fds=[listening.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
            )
        finally:
            os.sched_setaffinity(0, mine)
        try:
            _await(process, port, log)
            yield Server(name, port, process.pid, log)
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _await(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            if get(port, "/healthz") == 200:
                return
        except OSError:
            time.sleep(0.05)
    raise ServerDiedError(log.read_text("utf-8", "replace")[-3000:])
