"""How gunicorn serves the line. ``make run`` uses this file, and so does every other way.

    gunicorn -c deploy/gunicorn.conf.py 'app:create_app()'

Threads, because a turn waits for its database and a PIN check works without the interpreter's
lock; workers, one for each core, because the rest of a turn does not. The application is loaded
once and forked: its pages are shared, and what must not be shared over a fork (connections, the
thread that hashes PINs) opens at its first use in each worker.
"""

import gc
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

# structlog loads rich and pygments where it finds them, to colour the stack traces of a terminal.
# A server writes none; None is how the import system is told that a module is not to be had.
sys.modules.setdefault("rich", None)  # type: ignore[arg-type]

from ivr.settings import Settings  # noqa: E402 - after the path is known

_settings = Settings.read()

chdir = str(ROOT)
_host = f"[{_settings.host}]" if ":" in _settings.host else _settings.host
bind = [f"{_host}:{_settings.port}"]
workers = _settings.web_workers
worker_class = "gthread"
threads = _settings.web_threads
preload_app = True

# A carrier gives up after 15 s; a worker that has been silent for longer than that is stuck.
timeout = 30
graceful_timeout = 20
# Longer than the proxy keeps its connections, so that it is never the line that hangs up first.
keepalive = 75

# A carrier's request line has about 100 bytes and its head a dozen fields.
limit_request_line = 2048
limit_request_fields = 64
limit_request_field_size = 8190

# Heartbeats in memory: on a slow disk they would stop the worker they are to prove alive.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
control_socket_disable = True
# The line writes its own records of turns. An access log would repeat them, with addresses.
accesslog = None
errorlog = "-"

# Prometheus' client adds up the figures of all workers from files; it must know where before it is
# imported. Ours go with the server; a folder the operator names is the operator's.
_OURS = "HOTLINE_METRICS_FOLDER"
if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    os.environ[_OURS] = tempfile.mkdtemp(prefix="hotline-metrics-")
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = os.environ[_OURS]


def when_ready(server: Any) -> None:
    """What is loaded now stays: collecting garbage would only write to pages workers share.

    Statements are compiled here and not by each worker: that writes to pages all over SQLAlchemy.
    """
    server.app.wsgi().extensions["hotline"].database.before_fork()
    gc.collect()
    gc.freeze()


def child_exit(server: Any, worker: Any) -> None:
    """A worker that has gone counts no longer among those that live."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)


def on_exit(server: Any) -> None:
    """Nothing is left behind."""
    if folder := os.environ.get(_OURS):
        shutil.rmtree(folder, ignore_errors=True)
