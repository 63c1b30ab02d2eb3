"""The bell: whoever puts something into the outbox rings, and a worker looks into it.

A ring says nothing but "look": what is to be done is in the outbox. So a ring may be lost, doubled
or old, and nobody who can write into the queue can make a worker do anything else.

The queue (huey) lives where the records live: in a file beside SQLite's, or in tables ``queue_…``
of the same PostgreSQL, which wakes workers of other machines at once.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.engine import normal_url
from ivr import logs

if TYPE_CHECKING:
    from huey import Huey
    from huey.consumer import Consumer

    from ivr.work.worker import Worker

NAME, RING = "hotline", "ring"
FILE = "queue.db"
LOOK_EVERY = 0.5
"""Seconds between two looks at a queue in a file; PostgreSQL notifies instead."""
GRACE_SECONDS = 15
"""How long a worker that is stopped may finish what it is at."""
CONNECTION = "-c statement_timeout=2000 -c lock_timeout=1000"


class Bell:
    """Rings for the workers. Opened at the first ring, anew in each process."""

    def __init__(self, database_url: str, folder: Path) -> None:
        self._database_url = database_url
        self._folder = folder
        self._opening = threading.Lock()
        self._ring: Callable[[], Any] | None = None
        self._pid = 0

    def ring(self) -> None:
        """Say that there is something to do. Nobody need hear it, and it never fails."""
        try:
            with self._opening:
                if self._ring is None or self._pid != os.getpid():
                    queue = open_queue(self._database_url, self._folder)
                    self._ring, self._pid = queue.task(name=RING)(_nobody_looks_here), os.getpid()
            self._ring()
        except Exception:
            logs.log.warning("no worker could be woken; one looks every minute", exc_info=True)


def open_queue(database_url: str, folder: Path) -> Huey:
    """The queue of the line, opened and with its tables."""
    from huey import Huey
    from huey.registry import Message
    from huey.serializer import Serializer
    from huey.storage import PostgresStorage, SqliteStorage

    class Rings(Serializer):  # type: ignore[misc]
        """A ring as JSON: huey's own form (pickle) lets whoever writes it run code."""

        def _serialize(self, ring: Any) -> bytes:
            eta = ring.eta and ring.eta.isoformat()
            return json.dumps({"id": ring.id, "name": ring.name, "eta": eta}).encode()

        def _deserialize(self, data: bytes) -> Any:
            ring = json.loads(data)
            eta = ring["eta"] and datetime.fromisoformat(ring["eta"])
            return Message(ring["id"], ring["name"], eta, 0, 0, None, (), {})

    url = normal_url(database_url)
    if url.get_backend_name() == "sqlite":
        storage: dict[str, Any] = {
            "storage_class": SqliteStorage,
            "filename": str(folder / FILE),
            # A ring need not outlive the machine.
            "fsync": False,
        }
    else:
        dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
        storage = {
            "storage_class": PostgresStorage,
            "dsn": dsn,
            "table_prefix": "queue",
            "options": CONNECTION,
            "connect_timeout": 3,
        }
    return Huey(NAME, results=False, serializer=Rings(), **storage)


def _nobody_looks_here() -> None:
    raise RuntimeError("only a worker looks: flask work")


def consumer(queue: Huey, worker: Worker, threads: int) -> Consumer:
    """What makes ``threads`` threads look when it rings, and every minute. ``run()`` runs it
    until it is stopped: SIGTERM lets each finish what it is at."""
    from huey import crontab

    def look() -> None:
        carried = worker.carry_out()
        if carried is None:
            return
        # One at a time, so that a worker that is stopped has little to finish.
        ring()
        if carried.wait is not None:
            ring.schedule(delay=carried.wait.total_seconds())

    def sweep() -> None:
        for _ in range(threads):
            ring()

    ring = queue.task(name=RING)(look)
    queue.periodic_task(crontab(), name="sweep")(sweep)
    queue.periodic_task(crontab(minute="30", hour="19"), name="forget")(worker.forget)
    # What a worker that has died has left, and what it had in its hands.
    sweep()
    ring.schedule(delay=worker.lease.total_seconds())
    return queue.create_consumer(
        workers=threads,
        max_delay=LOOK_EVERY,
        graceful_signal="TERM",
        shutdown_timeout=GRACE_SECONDS,
    )
