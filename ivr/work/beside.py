"""Keeps a worker running next to a line, and stops it with the line.

    python -m ivr.work.beside PID

For lines that one command starts (``make run``, a container). PID is the line's: its parent. It
loads nothing, so that there is always somebody left who starts the worker again.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOOK_SECONDS = 0.25
REST_SECONDS = 2.0
"""Before a worker that has died is started again."""
PATIENCE_SECONDS = 20.0
"""For a worker that is told to stop, before it is killed: its promises can be taken again."""


def start(line: int) -> subprocess.Popen[bytes]:
    """Start keeping a worker beside the process ``line``, which must be the caller's."""
    command = [sys.executable, "-m", "ivr.work.beside", str(line)]
    return subprocess.Popen(command, cwd=ROOT, start_new_session=True)  # noqa: S603


def keep(line: int) -> None:
    """Keep a worker running until the process ``line`` has gone, or this one is told to stop."""
    me = os.getpid()
    command = [sys.executable, "-m", "flask", "--app", "app", "work", "--beside", str(me)]
    while os.getppid() == line:
        with subprocess.Popen(command, cwd=ROOT) as worker:  # noqa: S603
            try:
                while worker.poll() is None and os.getppid() == line:
                    time.sleep(LOOK_SECONDS)
            finally:
                _stop(worker)
        if os.getppid() == line:
            time.sleep(REST_SECONDS)


def _stop(worker: subprocess.Popen[bytes]) -> None:
    worker.terminate()
    try:
        worker.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        worker.kill()


def _told_to_stop(*_: object) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _told_to_stop)
    # Ctrl-C is for the line; when it goes, so does this.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    keep(int(sys.argv[1]))
